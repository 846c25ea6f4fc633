// Adds `under` and `holder`: the known elements at a point, and those that have the keyboard's focus, innermost first.
(() => {
  const page = globalThis[Symbol.for("paestudio.page")];
  if (page.under) return;
  const CLICKED = new Set(["button", "submit", "reset", "image", "checkbox", "radio", "file", "hidden"]);
  const json = (value) => JSON.stringify(value);
  const parent = (el) => el.assignedSlot || el.parentElement || el.getRootNode().host || null;

  function chain(el) {
    const refs = [];
    for (let at = el; at; at = parent(at)) {
      const label = at.tagName === "LABEL" ? at.control : null;
      for (const one of [at, label]) {
        const ref = one ? page.knownRef(one) : undefined;
        if (ref !== undefined && !refs.includes(ref)) refs.push(ref);
      }
    }
    return refs;
  }
  const framed = (el) => (el && (el.tagName === "IFRAME" || el.tagName === "FRAME") ? page.knownRef(el) ?? null : null);

  function under(x, y) {
    let el = document.elementFromPoint(x, y);
    while (el && el.shadowRoot) {
      const inner = el.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === el) break;
      el = inner;
    }
    return json({ frame: framed(el), refs: chain(el) });
  }

  function holder() {
    let el = document.activeElement;
    while (el && el.shadowRoot && el.shadowRoot.activeElement) el = el.shadowRoot.activeElement;
    if (!el || el === document.body || el === document.documentElement) return json({ frame: null, refs: [] });
    const lines = el.tagName === "TEXTAREA" || el.isContentEditable;
    const text = (lines || (el.tagName === "INPUT" && !CLICKED.has(el.type))) && !el.readOnly && !el.disabled;
    const value = text ? ("value" in el ? el.value : el.textContent) : "";
    return json({ frame: framed(el), refs: chain(el), text, lines, secret: el.type === "password", value });
  }

  Object.assign(page, { under, holder });
})();
