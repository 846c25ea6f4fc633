// Adds `observe`: one walk over the flat tree (open shadow roots included) that returns the page as one JSON string.
(() => {
  const page = globalThis[Symbol.for("paestudio.page")];
  if (page.observe) return;
  const NAME_LIMIT = 120;
  const CONTEXT_LIMIT = 90;
  const OPTION_LIMIT = 300;
  const DRAWINGS = 60; // shapes of pictures that are told, at most
  const SKIP = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "HEAD", "META", "LINK", "TITLE", "DATALIST", "OPTION",
    "OBJECT", "EMBED", "desc", "metadata", "defs", "symbol"]);
  const ROLES = new Set(["button", "link", "checkbox", "radio", "tab", "menuitem", "menuitemcheckbox", "menuitemradio",
    "option", "switch", "textbox", "searchbox", "combobox", "listbox", "slider", "spinbutton", "treeitem"]);
  const BY_TYPE = { search: "searchbox", number: "spinbutton", checkbox: "checkbox", radio: "radio", range: "slider",
    submit: "button", button: "button", reset: "button", image: "button", file: "file", date: "date", time: "time",
    month: "month", week: "week", "datetime-local": "datetime", color: "color" };
  const FORMATS = { date: "YYYY-MM-DD", time: "HH:MM", month: "YYYY-MM", week: "YYYY-Www",
    "datetime-local": "YYYY-MM-DDTHH:MM", color: "#rrggbb" };
  const DULL = new Set(("btn button icon icons fa fas far fab fal glyphicon bi mdi material symbols symbol outlined svg img"
    + " image link nav item col row flex grid ml mr mt mb px py pl pr sm md lg xs xl primary secondary default active js"
    + " ui large small round rounded circle toggle container wrapper inner outer content clickable css class sc"
    + " pull left right float hidden visible block inline").split(" "));
  // Class names that say what a thing is for its author, not what it shows: then its colour tells it apart.
  const VAGUE = new Set(["", "color", "colour", "box", "swatch", "tile", "cell", "square", "shape", "block", "item", "dot"]);
  const LEVELS = { H1: "1", H2: "2", H3: "3", H4: "4", H5: "5", H6: "6" };
  const HEADINGS = "h1, h2, h3, h4, h5, h6, [role=heading], legend";
  const OVER = `:scope > :is(${HEADINGS}), :scope > :not(li, article, section, tr, td, form, fieldset, dialog, [role]) > :is(${HEADINGS})`;
  const FIELDS = new Set(["textbox", "searchbox", "spinbutton", "date", "time", "month", "week", "datetime", "color",
    "slider", "file", "combobox", "listbox"]);

  const flat = (text) => (text || "").replace(/\s+/g, " ").trim();
  const cut = (text, limit) => (text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}…`);
  const attr = (el, name) => flat(el.getAttribute(name));
  const shown = (el) => el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const kids = (el) => {
    if (el.shadowRoot) return el.shadowRoot.childNodes;
    if (el.tagName === "SLOT") {
      const given = el.assignedNodes({ flatten: true });
      if (given.length) return given;
    }
    return el.childNodes;
  };
  const parent = (el) => el.assignedSlot || el.parentElement || el.getRootNode().host || null;
  const holds = (outer, inner) => {
    for (let el = inner; el; el = parent(el)) if (el === outer) return true;
    return false;
  };

  // ---- names

  function gather(el, out, strict) {
    for (const kid of kids(el)) {
      if (kid.nodeType === Node.TEXT_NODE) { out.push(kid.data); continue; }
      if (kid.nodeType !== Node.ELEMENT_NODE || SKIP.has(kid.tagName)) continue;
      if (kid.tagName === "SELECT" || kid.tagName === "TEXTAREA" || kid.tagName === "INPUT") continue;
      if (strict && kid.getAttribute("aria-hidden") === "true") continue;
      if (!shown(kid)) continue;
      const label = attr(kid, "aria-label");
      if (label) out.push(` ${label} `);
      else if (kid.tagName === "IMG") out.push(` ${attr(kid, "alt")} `);
      else if (kid.tagName === "svg") out.push(` ${flat(kid.querySelector("title")?.textContent)} `);
      else {
        const apart = kid.tagName === "BR" || !getComputedStyle(kid).display.startsWith("inline");
        if (apart) out.push(" ");
        gather(kid, out, strict);
        if (apart) out.push(" ");
      }
    }
    return out;
  }
  const textOf = (el, strict = false) => flat(gather(el, [], strict).join(""));

  function words(el) {
    const pieces = [];
    const add = (text) => pieces.push(...String(text || "").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z]+/));
    for (const one of [el, ...el.querySelectorAll("i, svg, use, span, img")].slice(0, 6)) {
      add(one.getAttribute("class"));
      if (one.tagName === "use") add((one.getAttribute("href") || one.getAttribute("xlink:href") || "").split("#").pop());
      if (one.tagName === "IMG") add((one.getAttribute("src") || "").split(/[?#]/)[0].split("/").pop().replace(/\.\w+$/, ""));
    }
    const clear = [...new Set(pieces)].filter((word) => word.length > 1 && !DULL.has(word));
    return clear.slice(0, 4).join(" ");
  }

  function nearby(el) {
    for (let at = el, up = 0; at && up < 3; at = at.parentElement, up += 1) {
      for (let before = at.previousSibling; before; before = before.previousSibling) {
        if (before.nodeType === Node.TEXT_NODE && flat(before.data)) return flat(before.data);
        if (before.nodeType !== Node.ELEMENT_NODE) continue;
        if (before.querySelector("input, select, textarea, button") || before.matches("input, select, textarea, button")) return "";
        const text = shown(before) ? textOf(before) : "";
        if (text) return text;
      }
      if (at.tagName === "FORM" || at.tagName === "TR") break;
    }
    return "";
  }

  function fallback(el, role) {
    const graphic = el.querySelector("img[alt], svg title, [aria-label], [title]");
    const told = attr(el, "title") || attr(el, "alt") || attr(el, "data-title") || attr(el, "data-original-title")
      || attr(el, "data-tooltip") || flat([...el.children].find((kid) => kid.tagName === "title")?.textContent)
      || (graphic && (attr(graphic, "alt") || attr(graphic, "aria-label") || attr(graphic, "title") || flat(graphic.textContent)));
    if (told) return told;
    if (FIELDS.has(role) || role === "checkbox" || role === "radio") {
      return attr(el, "placeholder") || nearby(el) || flat((el.name || el.id || "").replace(/[_-]+/g, " "));
    }
    const classes = words(el);
    const vague = el instanceof SVGElement || classes.split(" ").every((word) => VAGUE.has(word));
    const named = vague ? flat(`${page.look(el)} ${classes}`) : classes;
    if (named) return named;
    if (el instanceof SVGElement) {
      const paint = el.getAttribute("fill") || el.style.fill || "";
      return flat(`${paint} ${el.tagName}`);
    }
    if (el.id) return flat(el.id.replace(/[_-]+/g, " "));
    if (el.href) return flat(decodeSafely(String(el.href).split(/[?#]/)[0].split("/").filter(Boolean).pop()));
    return flat((el.name || "").replace(/[_-]+/g, " "));
  }
  const decodeSafely = (text) => { try { return decodeURIComponent(text || ""); } catch { return text || ""; } };

  function nameOf(el, role) {
    const by = attr(el, "aria-labelledby");
    if (by) {
      const root = el.getRootNode();
      const named = flat(by.split(" ").map((id) => root.getElementById?.(id)).filter(Boolean).map((at) => textOf(at)).join(" "));
      if (named) return named;
    }
    const label = attr(el, "aria-label");
    if (label) return label;
    if (el.tagName === "INPUT" && role === "button") {
      return flat(el.alt) || flat(el.value) || (el.type === "reset" ? "Reset" : attr(el, "title") || "Submit");
    }
    if (el.labels && el.labels.length) {
      const named = flat([...el.labels].map((at) => textOf(at)).join(" "));
      if (named) return named;
    }
    if (!(el instanceof HTMLInputElement || el instanceof HTMLSelectElement || el instanceof HTMLTextAreaElement || el.isContentEditable)) {
      const named = textOf(el, true) || textOf(el) || (el.alt ? flat(el.alt) : "");
      if (named.length === 1 && el instanceof SVGElement) return flat(`${page.look(el)} ${named}`); // a letter in a picture
      if (named) return named;
    }
    return fallback(el, role);
  }

  // ---- what an element is

  const editable = (el) => el.isContentEditable && !(el.parentElement && el.parentElement.isContentEditable);
  function roleOf(el) {
    const asked = (el.getAttribute("role") || "").split(" ")[0];
    if (ROLES.has(asked)) return asked === "textbox" && el.type === "search" ? "searchbox" : asked;
    switch (el.tagName) {
      case "A": case "AREA": return el.hasAttribute("href") ? "link" : "";
      case "BUTTON": return "button";
      case "SUMMARY": return el.parentElement?.tagName === "DETAILS" ? "button" : "";
      case "SELECT": return el.multiple || el.size > 1 ? "listbox" : "combobox";
      case "TEXTAREA": return "textbox";
      case "INPUT": return el.type === "hidden" ? "" : BY_TYPE[el.type] || "textbox";
      case "a": return el.hasAttribute("href") || el.hasAttribute("xlink:href") ? "link" : "";
      default: return editable(el) ? "textbox" : "";
    }
  }
  const listens = (el) => page.listens(el) || typeof el.onclick === "function" || typeof el.onmousedown === "function"
    || el.hasAttribute("onclick");

  function valueOf(el, role) {
    if (el.tagName === "SELECT") return [...el.selectedOptions].map((one) => flat(one.label)).join(", ");
    if (el.type === "password") return "•".repeat(el.value.length);
    if (el.type === "file") return [...el.files].map((one) => one.name).join(", ");
    if (FIELDS.has(role)) {
      if ("value" in el && typeof el.value === "string") return flat(el.value);
      return el.isContentEditable ? textOf(el) : attr(el, "aria-valuetext") || attr(el, "aria-valuenow");
    }
    return "";
  }

  function stateOf(el) {
    const on = [];
    const says = (name) => el.getAttribute(name) === "true";
    if (el.checked || says("aria-checked")) on.push("checked");
    if (el.indeterminate || el.getAttribute("aria-checked") === "mixed") on.push("mixed");
    if (says("aria-selected")) on.push("selected");
    if (says("aria-pressed")) on.push("pressed");
    if (el.hasAttribute("aria-current") && !(el.getAttribute("aria-current") === "false")) on.push("current");
    const open = el.getAttribute("aria-expanded");
    const folded = el.tagName === "SUMMARY" ? (el.parentElement.open ? "true" : "false") : open;
    if (folded === "true") on.push("expanded");
    if (folded === "false") on.push("collapsed");
    if (el.matches(":disabled") || says("aria-disabled")) on.push("disabled");
    if (el.required || says("aria-required")) on.push("required");
    if (el.readOnly === true || says("aria-readonly")) on.push("readonly");
    if (says("aria-invalid")) on.push("invalid");
    if (el.getRootNode().activeElement === el) on.push("focused");
    return on;
  }

  function hintOf(el, name) {
    const hints = [];
    if (FORMATS[el.type]) hints.push(FORMATS[el.type]);
    if (el.type === "range" || el.type === "number") {
      if (el.min !== "" || el.max !== "") hints.push(`${el.min || "…"} to ${el.max || "…"}`);
    } else if (FORMATS[el.type] && (el.min || el.max)) hints.push(`${el.min || "…"} to ${el.max || "…"}`);
    if (el.type === "file" && el.accept) hints.push(el.accept);
    const placeholder = attr(el, "placeholder") || attr(el, "aria-placeholder");
    if (placeholder && placeholder !== name) hints.push(placeholder);
    return hints.join(", ");
  }

  function submits(el, role) {
    if (role === "searchbox") return true;
    if (role !== "textbox" && role !== "spinbutton" && role !== "combobox") return false;
    if (el.tagName !== "INPUT") return false;
    const form = el.form;
    if (!form) return /^(q|query|search|s)$/i.test(el.name || el.id);
    const typed = [...form.elements].filter((one) => (one.tagName === "INPUT"
      && !["hidden", "checkbox", "radio", "submit", "button", "reset", "image", "file", "range", "color"].includes(one.type))
      || one.tagName === "TEXTAREA");
    return typed.length === 1 && typed[0] === el;
  }

  // ---- where an element is

  const topAt = (x, y) => {
    let el = document.elementFromPoint(x, y);
    while (el && el.shadowRoot) {
      const inner = el.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === el) break;
      el = inner;
    }
    return el;
  };
  const meet = (a, b) => {
    const x = Math.max(a[0], b[0]), y = Math.max(a[1], b[1]);
    const right = Math.min(a[2], b[2]), bottom = Math.min(a[3], b[3]);
    return right > x && bottom > y ? [x, y, right, bottom] : null;
  };
  const sized = (el) => { const rect = el.getBoundingClientRect(); return rect.width > 1 && rect.height > 1 && shown(el); };
  // An inline link around a picture is as large as the picture, whatever its own line box says.
  function extent(el, own) {
    const picture = el.tagName === "A" && el.children.length === 1 && el.querySelector("img, svg, picture, video");
    if (!picture) return own;
    const inner = picture.getBoundingClientRect();
    const left = Math.min(own.left, inner.left), top = Math.min(own.top, inner.top);
    return new DOMRect(left, top, Math.max(own.right, inner.right) - left, Math.max(own.bottom, inner.bottom) - top);
  }
  const edges = (rect) => [rect.left, rect.top, rect.right, rect.bottom];
  // A point that a click would give to `el` ({x, y}), or what lies on top of it ({hit}).
  function freePoint(el, area, labels) {
    const targets = [el, ...(labels || [])];
    let hit = null;
    const rects = [...el.getClientRects()].filter((rect) => rect.width > 1 && rect.height > 1);
    for (const rect of (rects.length ? rects : [el.getBoundingClientRect()]).slice(0, 3)) {
      const part = meet(edges(rect), area);
      if (!part) continue;
      const [x, y, right, bottom] = part;
      for (const [fx, fy] of [[0.5, 0.5], [0.25, 0.5], [0.75, 0.5], [0.5, 0.2], [0.5, 0.8], [0.12, 0.15], [0.88, 0.85]]) {
        const px = x + (right - x) * fx, py = y + (bottom - y) * fy;
        const top = topAt(px, py);
        if (top && targets.some((one) => holds(one, top))) return { x: px, y: py, hit: null };
        hit = hit || top;
      }
    }
    return { hit };
  }
  const viewport = () => [0, 0, innerWidth, innerHeight];

  // A hidden checkbox, radio or file input is worked through its visible label.
  function standIn(el) {
    if (!["checkbox", "radio", "file"].includes(el.type)) return null;
    return [...(el.labels || [])].find(sized) || null;
  }

  // ---- the walk

  function observe() {
    const items = [];
    const found = [];
    const screen = viewport();
    const taken = new Set();
    let run = null;
    let drawings = 0;
    function flush() {
      const said = run;
      run = null;
      if (!said) return;
      const text = flat(said.parts.join("")).replace(/^[|:\s]+|[|\s]+$/g, "").replace(/(\s*\|\s*)+/g, " | ");
      if (!/[\p{L}\p{N}]/u.test(text)) return;
      if (said.owner && said.owner.name.includes(text.slice(0, NAME_LIMIT - 2))) return;
      items.push({ k: "t", text, on: said.on, heading: said.heading });
    }

    function say(node, at) {
      const text = node.data;
      if (!text.trim()) { if (run) run.parts.push(" "); return; }
      if (!run) {
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = edges(range.getBoundingClientRect());
        if (box[2] - box[0] <= 1 || box[3] - box[1] <= 1) return;
        if (!at.box || !meet(box, at.box)) return;
        run = { parts: [], on: !!(at.clip && meet(box, at.clip)), heading: at.heading, owner: at.owner };
      }
      run.parts.push(text);
    }

    function place(el, at, proxy, known) {
      const rect = extent(proxy || el, (!proxy && known) || (proxy || el).getBoundingClientRect());
      const box = edges(rect);
      const part = at.clip && meet(box, at.clip);
      return { rect, on: !!part, part };
    }

    function emit(el, role, at, proxy, known) {
      const { rect, on, part } = place(el, at, proxy, known);
      const name = cut(nameOf(el, role), NAME_LIMIT);
      const item = { k: "e", el, ref: page.refOf(el), role, name, value: cut(valueOf(el, role), 400), state: stateOf(el),
        box: [rect.left, rect.top, rect.width, rect.height].map((n) => Math.round(n * 10) / 10), on, proxy,
        part, hint: hintOf(el, name), submits: submits(el, role), href: typeof el.href === "string" ? el.href : "",
        options: el.tagName === "SELECT" ? [...el.options].slice(0, OPTION_LIMIT).map((one) => flat(one.label)) : [] };
      flush();
      items.push(item);
      found.push(item);
      taken.add(el);
      return item;
    }

    // Only a listener, onclick or the pointer cursor says that it can be clicked.
    function weak(el, at, style) {
      const heard = listens(el);
      const pointer = style.cursor === "pointer" && at.style?.cursor !== "pointer";
      if (!heard && !pointer) return false;
      if (el === document.body || el === document.documentElement || el.tagName === "LABEL") return false;
      const rect = el.getBoundingClientRect();
      if (!pointer && rect.width * rect.height > innerWidth * innerHeight * 0.5) return false;
      const inner = el.querySelector("a[href], button, input, select, textarea, [role=button], [role=link], [onclick]");
      if (inner) return heard && pointer && flat(ownText(el)).length > 1;
      if (!pointer && [...el.querySelectorAll("*")].some(listens)) return false;
      return true;
    }
    const ownText = (el) => [...el.childNodes].map((kid) => (kid.nodeType === Node.TEXT_NODE ? kid.data
      : kid.nodeType === Node.ELEMENT_NODE && !kid.matches("a, button") && !kid.querySelector("a, button, input") ? kid.textContent : "")).join(" ");

    function shut(el, style, rect, at) {
      if (style.visibility !== "visible" || at.clear) return true;
      if (rect.width <= 1 || rect.height <= 1) {
        if (el.tagName !== "A" || ![...el.children].some((kid) => kid.getBoundingClientRect().height > 1)) return true;
      }
      return rect.right + scrollX <= 0 || rect.bottom + scrollY <= 0 || !at.box;
    }

    // Reading a computed style or a rectangle is what costs here: each is read once, and only where it is needed.
    function visit(el, at) {
      const tag = el.tagName;
      if (SKIP.has(tag)) return;
      const style = getComputedStyle(el);
      const { display } = style;
      if (display === "none") {
        const proxy = tag === "INPUT" ? standIn(el) : null;
        if (proxy) emit(el, roleOf(el), at, proxy);
        return;
      }
      const here = within(el, tag, display, style, at);
      if (tag === "IFRAME" || tag === "FRAME") { frame(el, style, here); return; }
      const role = roleOf(el);
      const part = at.owner && at.owner.role === "combobox" && role === "textbox" && tag !== "INPUT";
      const wanted = part ? "" : role || (weak(el, at, style) ? "button" : "");
      let own = here;
      const drawing = wanted || at.owner || drawings >= DRAWINGS ? "" : page.drawn(el);
      if (drawing && here.box) {
        flush();
        drawings += 1;
        items.push({ k: "t", text: drawing, on: place(el, here, null).on, heading: 0 });
      }
      if (wanted) {
        const rect = el.getBoundingClientRect();
        const hidden = shut(el, style, rect, here);
        const proxy = hidden ? standIn(el) : null;
        const file = hidden && !proxy && tag === "INPUT" && el.type === "file" && !shut(el, style, rect, { ...here, clear: false });
        if (!hidden || proxy || file) {
          const item = emit(el, wanted, here, proxy, rect);
          if (!role || role === "link" || role === "button" || ROLES.has(role)) own = { ...here, owner: item };
          if (tag === "INPUT" || tag === "SELECT" || tag === "TEXTAREA" || el.isContentEditable) return;
        }
      }
      inside(el, tag, display, style, own);
      if (own !== here) flush();
    }

    function within(el, tag, display, style, at) {
      const here = { clip: at.clip, box: at.box, up: at, style, clear: at.clear || style.opacity === "0",
        heading: at.heading, owner: at.owner, row: at.row };
      const { position } = style;
      if (position === "fixed") here.clip = here.box = screen;
      else if (position === "absolute") {
        const base = holder(at);
        here.clip = base.clip;
        here.box = base.box;
      }
      if (display !== "inline" && (style.overflowX !== "visible" || style.overflowY !== "visible")) {
        if (el !== document.body && el !== document.documentElement) {
          const rect = el.getBoundingClientRect();
          here.clip = here.clip && meet(here.clip, edges(rect));
          if (rect.width < 1 || rect.height < 1) here.box = null;
        }
      }
      const level = LEVELS[tag] || (el.getAttribute("role") === "heading" && (el.getAttribute("aria-level") || "2"));
      if (level) here.heading = Number(level);
      return here;
    }
    // What an absolutely placed child is placed in.
    function holder(at) {
      let base = at;
      while (base.up && base.style.position === "static" && base.style.transform === "none") base = base.up;
      return base;
    }
    const EVERYWHERE = [-1e7, -1e7, 1e7, 1e7];

    function frame(el, style, at) {
      if (shut(el, style, el.getBoundingClientRect(), at)) return;
      flush();
      const { on, part } = place(el, at, null);
      const hit = on ? freePoint(el, part, null).hit : null;
      items.push({ k: "f", key: page.refOf(el), on, hit });
    }

    function inside(el, tag, display, style, at) {
      if (tag === "DETAILS" && !el.open) {
        const summary = [...el.children].find((kid) => kid.tagName === "SUMMARY");
        if (summary) visit(summary, at);
        return;
      }
      if (tag === "svg" || tag === "CANVAS" || tag === "VIDEO") {
        for (const kid of kids(el)) if (kid.nodeType === Node.ELEMENT_NODE) visit(kid, at);
        return;
      }
      const named = tag === "LABEL" && el.control && el.control.type !== "hidden" && (sized(el.control) || standIn(el.control));
      const apart = !display.startsWith("inline") && display !== "contents";
      const cell = tag === "TD" || tag === "TH" || tag === "DD" || (at.row && tag !== "TR");
      if (apart && !cell) flush();
      else if (apart && run && !/[|:]\s*$/.test(run.parts.join(""))) run.parts.push(/^T[DH]$/.test(tag) ? " | " : " ");
      const next = tag === "TR" && !at.row ? { ...at, row: true } : at;
      let silent = named || at.clear || null;
      for (const kid of kids(el)) {
        if (kid.nodeType === Node.ELEMENT_NODE) {
          if (kid.tagName === "BR") { if (at.row) run?.parts.push(" "); else flush(); } else visit(kid, next);
        } else if (kid.nodeType === Node.TEXT_NODE && (run || kid.data.trim())) {
          silent ??= style.visibility !== "visible";
          if (!silent) say(kid, next);
        }
      }
      if (tag === "DT" && run) run.parts.push(": ");
      else if (apart && at.row && run) run.parts.push(/^T[DH]$/.test(tag) ? " | " : " ");
      else if (apart || tag === "TR") flush();
    }

    const root = { clip: screen, box: EVERYWHERE, up: null, style: null, clear: false, heading: 0, owner: null, row: false };
    if (document.body) {
      if (document.body.tagName === "FRAMESET") inside(document.body, "FRAMESET", "block", getComputedStyle(document.body), root);
      else visit(document.body, root);
    }
    flush();
    settleCovered(items, found, taken);
    settleContext(found);
    return JSON.stringify({ token: page.token, items: items.map(plain), scroll: [scrollY, innerHeight,
      Math.max(document.documentElement.scrollHeight, document.body ? document.body.scrollHeight : 0)],
      viewport: [innerWidth, innerHeight], title: document.title,
      goal: flat(document.documentElement.dataset.taskGoal), over: document.documentElement.dataset.taskOver === "true" });
  }

  const owner = (hit, taken) => {
    for (let el = hit; el; el = parent(el)) if (taken.has(el)) return page.refOf(el);
    return -1;
  };
  function settleCovered(items, found, taken) {
    for (const item of found) {
      if (!item.on) continue;
      const { hit } = freePoint(item.proxy || item.el, item.part, item.el.labels);
      if (hit) item.covered = owner(hit, taken);
    }
    for (const item of items) if (item.k === "f" && item.hit) item.covered = owner(item.hit, taken);
  }

  // Elements of one name are told apart by the largest part of the page that holds only one of them; links to one
  // address are one. Any other element is placed by its nearest heading.
  function settleContext(found) {
    const headings = new Map();
    const groups = new Map();
    for (const item of found) {
      const key = `${item.role}\n${item.name}`;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(item);
    }
    for (const group of groups.values()) {
      const goals = new Set(group.map(goal));
      if (goals.size > 1) {
        const seen = new Map();
        for (const item of group) {
          for (let el = item.el; el; el = parent(el)) {
            if (!seen.has(el)) seen.set(el, new Set());
            seen.get(el).add(goal(item));
          }
        }
        for (const item of group) item.context = alone(item, seen);
      }
      for (const item of group) if (!item.context) item.context = under(item, headings);
    }
  }
  const goal = (item) => item.href || item.ref;
  function alone(item, seen) {
    let best = item.el;
    for (let el = parent(item.el); el && seen.get(el).size === 1; el = parent(el)) best = el;
    if (best === item.el) return "";
    if (best.tagName === "TR") {
      const cell = [...best.cells].find((one) => !holds(one, item.el) && textOf(one).length > 1);
      if (cell) return cut(textOf(cell), CONTEXT_LIMIT);
    }
    const title = best.querySelector(`${HEADINGS}, caption, th`);
    const named = title && !holds(item.el, title) ? textOf(title) : "";
    return cut(flat(named || textOf(best).replace(item.name, "")), CONTEXT_LIMIT);
  }
  // The heading that stands over an element: the last one before it among the children (or a plain child's children)
  // of its nearest ancestor that has any.
  function under(item, known) {
    for (let el = parent(item.el); el; el = parent(el)) {
      if (!known.has(el)) known.set(el, [...(el.shadowRoot || el).querySelectorAll(OVER)].filter((one) => shown(one)));
      const over = known.get(el);
      if (!over.length || over.some((one) => holds(one, item.el))) continue;
      const before = over.filter((one) => one.compareDocumentPosition(item.el) & Node.DOCUMENT_POSITION_FOLLOWING);
      const text = textOf(before.length ? before[before.length - 1] : over[0]);
      if (text && text !== item.name) return cut(text, CONTEXT_LIMIT);
    }
    return "";
  }

  function plain(item) {
    if (item.k === "t") return item;
    if (item.k === "f") return { k: "f", key: item.key, on: item.on, covered: item.covered };
    const said = { k: "e", ref: item.ref, role: item.role, name: item.name, box: item.box, on: item.on };
    for (const key of FILLED) if (item[key] && item[key].length !== 0) said[key] = item[key];
    if (item.covered !== undefined) said.covered = item.covered;
    return said;
  }
  const FILLED = ["value", "state", "hint", "submits", "href", "options", "context"]; // told only when there is something

  Object.assign(page, { observe, freePoint, topAt, viewport, standIn, nameOf, roleOf, textOf, flat });
})();
