// Adds what acting needs: find an element by its ref, make room for a click, choose, set a value, scroll.
// Every function returns one JSON string.
(() => {
  const page = globalThis[Symbol.for("paestudio.page")];
  if (page.locate) return;
  const { flat } = page;
  const json = (value) => JSON.stringify(value);
  const calm = (text) => flat(text).toLowerCase();
  const fire = (el, ...types) => {
    for (const type of types) el.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  };

  function nameAt(hit) {
    for (let el = hit, up = 0; el && up < 6; el = el.parentElement || el.getRootNode().host, up += 1) {
      const text = page.nameOf(el, page.roleOf(el));
      if (text) return text.slice(0, 60);
    }
    return hit ? hit.tagName.toLowerCase() : "";
  }

  const kindOf = (el) => {
    if (el.tagName === "SELECT") return "select";
    if (el.tagName === "INPUT") return el.type;
    if (el.tagName === "TEXTAREA" || el.isContentEditable) return "text";
    return "";
  };
  const BUTTONS = ["checkbox", "radio", "submit", "button", "reset", "image", "hidden"];

  // Where to click `ref`, scrolled into view; or why it cannot be.
  function locate(ref, token) {
    const el = page.token === token ? page.element(ref) : null;
    if (!el) return json({ gone: true });
    const kind = kindOf(el);
    const rect = el.getBoundingClientRect();
    const small = rect.width <= 1 || rect.height <= 1 || !el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
    const target = (small && page.standIn(el)) || el;
    const about = { kind, types: kind !== "" && kind !== "select" && !BUTTONS.includes(kind),
      disabled: el.matches(":disabled") || el.getAttribute("aria-disabled") === "true",
      readonly: el.readOnly === true || el.getAttribute("aria-readonly") === "true" };
    if (small && target === el && kind !== "file") return json({ ...about, hidden: true });
    let spot = page.freePoint(target, page.viewport(), el.labels);
    if (spot.x === undefined) {
      target.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
      spot = page.freePoint(target, page.viewport(), el.labels);
    }
    if (spot.x !== undefined) return json({ ...about, x: spot.x, y: spot.y });
    if (!spot.hit) return json({ ...about, away: true });
    return json({ ...about, covered: nameAt(spot.hit), by: page.knownRef(spot.hit) || 0 });
  }

  // What a click at (x, y) of this document would hit: the ref of that frame, or a name.
  function frameAt(el, x, y) {
    const hit = page.topAt(x, y);
    return json({ same: hit === el, name: hit === el ? "" : nameAt(hit) });
  }

  // Focus a field with all its text selected, so that typing replaces it.
  function focus(ref, token) {
    const el = page.token === token ? page.element(ref) : null;
    if (!el) return json({ gone: true });
    if (el.getRootNode().activeElement !== el) el.focus({ preventScroll: true });
    if (typeof el.select === "function") el.select();
    else if (el.isContentEditable) getSelection().selectAllChildren(el);
    return json({ focused: el.getRootNode().activeElement === el });
  }

  const read = (ref) => {
    const el = page.element(ref);
    return json({ value: el ? ("value" in el ? el.value : el.textContent) : null });
  };

  // Date, time, colour and range inputs take a value, not key presses.
  function assign(ref, token, text) {
    const el = page.token === token ? page.element(ref) : null;
    if (!el) return json({ gone: true });
    const native = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(el), "value");
    el.focus({ preventScroll: true });
    const before = el.value;
    native.set.call(el, text);
    const taken = el.value;
    const same = calm(taken) === calm(text) || (el.type === "range" && Number(taken) === Number(text))
      || (taken !== "" && taken.startsWith(text));
    if (!same) { native.set.call(el, before); return json({ refused: true, value: taken }); }
    fire(el, "input", "change");
    return json({ value: taken });
  }

  function choose(ref, token, wanted) {
    const el = page.token === token ? page.element(ref) : null;
    if (!el) return json({ gone: true });
    const all = [...el.options];
    const want = calm(wanted);
    const labels = all.map((one) => calm(one.label));
    let at = labels.indexOf(want);
    if (at < 0) at = all.findIndex((one) => one.value !== "" && calm(one.value) === want);
    if (at < 0) {
      const like = labels.flatMap((label, i) => (want && label.includes(want) ? [i] : []));
      if (like.length === 1) [at] = like;
    }
    if (at < 0) return json({ missing: true, options: all.map((one) => flat(one.label)).filter(Boolean) });
    const option = all[at];
    if (option.disabled || option.parentElement.disabled) return json({ off: true });
    el.focus({ preventScroll: true });
    if (el.multiple) option.selected = true;
    else el.selectedIndex = at;
    fire(el, "input", "change");
    return json({ chosen: flat(option.label) });
  }

  const canScroll = (el) => {
    if (el.scrollHeight <= el.clientHeight + 1) return false;
    return el === document.scrollingElement || /auto|scroll|overlay/.test(getComputedStyle(el).overflowY);
  };
  function scroller(el) {
    for (let at = el; at; at = at.parentElement || at.getRootNode().host) if (canScroll(at)) return at;
    return null;
  }
  // The window's scroller is the document, or, where the document does not scroll, the largest part that does.
  function widest() {
    const main = document.scrollingElement;
    if (main && canScroll(main) && getComputedStyle(main).overflowY !== "hidden") return main;
    const area = (el) => { const box = el.getBoundingClientRect(); return box.width * box.height; };
    return [...document.querySelectorAll("*")].filter((el) => el !== main && canScroll(el)).sort((a, b) => area(b) - area(a))[0] || main;
  }
  function scroll(ref, token, sign) {
    const el = ref ? (page.token === token ? page.element(ref) : null) : null;
    if (ref && !el) return json({ gone: true });
    const target = el ? scroller(el) : widest();
    if (!target) return json({ fixed: true });
    const before = target.scrollTop;
    const height = target === document.scrollingElement ? innerHeight : target.clientHeight;
    target.scrollBy({ top: sign * Math.round((height * 2) / 3), behavior: "instant" });
    return json({ moved: Math.abs(target.scrollTop - before) > 1, fixed: target.scrollHeight <= height + 1 });
  }

  // As a wheel over the middle of the window: what is there scrolls, or what is around it, that can go that way.
  function scrollBy(dx, dy) {
    const main = document.scrollingElement;
    const room = (el) => {
      const style = el === main ? null : getComputedStyle(el);
      const free = (overflow) => !style || /auto|scroll|overlay/.test(overflow);
      const down = dy > 0 ? el.scrollTop + el.clientHeight < el.scrollHeight - 1 : dy < 0 && el.scrollTop > 0;
      const right = dx > 0 ? el.scrollLeft + el.clientWidth < el.scrollWidth - 1 : dx < 0 && el.scrollLeft > 0;
      return (down && free(style?.overflowY)) || (right && free(style?.overflowX));
    };
    for (let at = document.elementFromPoint(innerWidth / 2, innerHeight / 2); at; at = at.parentElement || at.getRootNode().host) {
      if (!room(at)) continue;
      at.scrollBy({ left: dx, top: dy, behavior: "instant" });
      return json({ moved: true });
    }
    return json({ moved: false });
  }

  const frameBox = (el) => {
    const rect = el.getBoundingClientRect();
    return json({ key: page.refOf(el), x: rect.left + el.clientLeft, y: rect.top + el.clientTop, w: el.clientWidth, h: el.clientHeight });
  };

  const probe = (selector, property) => {
    let el = null;
    try { el = document.querySelector(selector); } catch { return json({ value: "(not a valid selector)" }); }
    if (!el) return json({ value: null });
    const value = el[property] ?? el.getAttribute(property);
    return json({ value: value === null || value === undefined ? "" : String(value) });
  };
  Object.assign(page, { locate, frameAt, focus, read, assign, choose, scroll, scrollBy, frameBox, probe });
})();
