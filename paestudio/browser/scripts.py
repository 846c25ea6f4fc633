"""The JavaScript that runs in pages: files next to this one, put into every document before its own scripts."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def bundle() -> str:
    """All scripts as one: harmless to run twice in a document."""
    folder = files("paestudio.browser") / "js"
    names = ("watch.js", "looks.js", "observe.js", "act.js", "person.js")
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


# Calls function `name` of our scripts with `args`; null when the scripts are not in this document yet.
CALL = """([name, args]) => {
  const page = globalThis[Symbol.for("paestudio.page")];
  return page && page[name] ? page[name](...args) : null;
}"""
