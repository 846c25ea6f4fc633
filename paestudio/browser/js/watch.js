// Runs before the page's own scripts, in every frame: notes who listens for clicks, when the document last changed,
// and whether it asked to be left. Keeps the table of refs. Nothing is written into the document.
(() => {
  const KEY = Symbol.for("paestudio.page");
  if (globalThis[KEY]) return;
  const CLICKS = new Set(["click", "dblclick", "mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "touchend"]);
  const listeners = new WeakMap();
  const refs = new WeakMap();
  const byRef = new Map();
  const LIMIT = 9999;
  let next = 1;
  let changed = performance.now();
  let leaving = false;
  let opening = false;

  const count = (target, type, by) => {
    if (CLICKS.has(type) && target instanceof Element) {
      listeners.set(target, Math.max(0, (listeners.get(target) || 0) + by));
    }
  };
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, handler, options) {
    if (handler) count(this, type, 1);
    return addEventListener.call(this, type, handler, options);
  };
  EventTarget.prototype.removeEventListener = function (type, handler, options) {
    if (handler) count(this, type, -1);
    return removeEventListener.call(this, type, handler, options);
  };

  const seen = new MutationObserver(() => { changed = performance.now(); });
  const watched = { subtree: true, childList: true, attributes: true, characterData: true };
  seen.observe(document, watched);
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    seen.observe(root, watched);
    return root;
  };

  if (globalThis.navigation) {
    addEventListener.call(navigation, "navigate", (event) => {
      if (!event.destination.sameDocument && event.downloadRequest === null) leaving = true;
    });
    addEventListener.call(navigation, "navigateerror", () => { leaving = false; });
  }

  // A new window comes after the click: say so, that it is waited for.
  const { open } = window;
  window.open = function (...args) {
    const opened = open.apply(this, args);
    if (opened || String(args[2] || "").includes("noopener")) opening = true;
    return opened;
  };
  const elsewhere = (target) => target && !/^_(self|top|parent)$/i.test(target) && !window.frames[target];
  const outward = (event) => {
    const link = event.composedPath().find((el) => el instanceof Element && el.matches(event.type === "submit" ? "form" : "a[href], area[href]"));
    if (!link || !elsewhere(event.submitter?.formTarget || link.target || document.querySelector("base[target]")?.target)) return;
    setTimeout(() => { if (!event.defaultPrevented) opening = true; });
  };
  addEventListener.call(window, "click", outward, true);
  addEventListener.call(window, "submit", outward, true);

  const recycle = () => {
    for (let n = 1; n <= LIMIT; n += 1) {
      const old = byRef.get(n)?.deref();
      if (!old || !old.isConnected) return n;
    }
    return LIMIT;
  };

  globalThis[KEY] = {
    token: Math.random().toString(36).slice(2),
    listens: (el) => (listeners.get(el) || 0) > 0,
    refOf(el) {
      let ref = refs.get(el);
      if (ref === undefined) {
        ref = next <= LIMIT ? next : recycle();
        next += 1;
        refs.set(el, ref);
        byRef.set(ref, new WeakRef(el));
      }
      return ref;
    },
    knownRef: (el) => refs.get(el),
    element(ref) {
      const el = byRef.get(ref)?.deref();
      return el && el.isConnected && refs.get(el) === ref ? el : null;
    },
    // Resolves with "leaving", "opening" or "quiet" once nothing has changed for `ms`, at the latest after `cap`.
    quiet(ms, cap) {
      const start = performance.now();
      changed = start;
      return new Promise((resolve) => {
        const look = () => {
          const now = performance.now();
          if (leaving) resolve("leaving");
          else if (opening) { opening = false; resolve("opening"); }
          else if (now - changed >= ms || now - start >= cap) resolve("quiet");
          else setTimeout(look, Math.min(Math.max(4, ms - (now - changed)), 25));
        };
        look();
      });
    },
    stay() { leaving = false; },
  };
})();
