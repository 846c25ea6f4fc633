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
  let started = 0; // when the document last began something that goes on after its script has ended
  let settled = 0; // when it was last found quiet

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

  // Timers, frames, requests, messages: what happens after an event can only come from one of these.
  const { setTimeout: later, requestAnimationFrame: nextFrame } = window;
  const note = (holder, ...names) => {
    for (const name of names) {
      const original = holder?.[name];
      if (typeof original !== "function") continue;
      holder[name] = function (...args) {
        started = performance.now();
        return original.apply(this, args);
      };
    }
  };
  note(window, "setTimeout", "setInterval", "requestAnimationFrame", "requestIdleCallback", "fetch", "postMessage");
  note(window.XMLHttpRequest?.prototype, "send");
  note(window.WebSocket?.prototype, "send");
  note(window.MessagePort?.prototype, "postMessage");
  note(window.Worker?.prototype, "postMessage");
  note(window.BroadcastChannel?.prototype, "postMessage");
  note(window.Scheduler?.prototype, "postTask", "yield");
  note(window.History?.prototype, "back", "forward", "go");
  addEventListener.call(window, "submit", () => { started = performance.now(); }, true);
  const idle = () => started <= settled && document.readyState === "complete" && !window.length
    && !document.getAnimations().length;

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
    later.call(window, () => { if (!event.defaultPrevented) opening = true; });
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
    // Resolves with "leaving", "opening" or "quiet" once nothing has changed for `ms`, at the latest after `cap`; with
    // `quick` also after a whole frame without a change, when nothing is under way that could still change it.
    quiet(ms, cap, quick) {
      const start = performance.now();
      changed = start;
      return new Promise((resolve) => {
        let over = false;
        const end = () => {
          over = true;
          settled = performance.now();
          resolve(leaving ? "leaving" : opening ? "opening" : "quiet");
          if (!leaving) opening = false;
        };
        const look = () => {
          if (over) return;
          const now = performance.now();
          if (leaving || opening || now - changed >= ms || now - start >= cap) end();
          else later.call(window, look, Math.min(Math.max(4, ms - (now - changed)), 25));
        };
        const afterFrame = (mark) => nextFrame.call(window, () => later.call(window, () => {
          if (over || !idle()) return;
          if (changed > mark) afterFrame(changed);
          else end();
        }));
        look();
        if (quick && !over && idle()) afterFrame(start);
      });
    },
    stay() { leaving = false; },
  };
})();
