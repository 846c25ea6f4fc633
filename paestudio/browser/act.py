"""Carry out one action on a page: "" when it was done, otherwise why not, naming the things concerned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from paestudio.browser.view import FRAME_STEP, View
from paestudio.core.actions import Action, Verb
from paestudio.core.records import Element, Observation

KEY_PRESSES = 200  # longer texts are put in at once after this many key presses
SET_BY_VALUE = ("date", "time", "month", "week", "datetime-local", "color", "range")
_NAMED = ("Enter", "Escape", "Tab", "Backspace", "Delete", "Home", "End", "PageUp", "PageDown", "Insert")
_ARROWS = ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight")
KEYS = {key.casefold(): key for key in (*_NAMED, *_ARROWS, *(f"F{n}" for n in range(1, 13)))} | {
    "esc": "Escape",
    "return": "Enter",
    "space": "Space",
    "up": "ArrowUp",
    "down": "ArrowDown",
    "left": "ArrowLeft",
    "right": "ArrowRight",
    "page up": "PageUp",
    "page down": "PageDown",
    "del": "Delete",
}
MODIFIERS = {
    "control": "Control",
    "ctrl": "Control",
    "shift": "Shift",
    "alt": "Alt",
    "meta": "Meta",
    "cmd": "Meta",
    "controlormeta": "ControlOrMeta",  # Meta on macOS
}


async def perform(view: View, action: Action, seen: Observation) -> str:
    """Do everything but Wait, GoBack and ANSWER, which the page itself does. Raises playwright's Error."""
    match action.verb:
        case Verb.CLICK:
            return await _click(view, action, seen)
        case Verb.TYPE:
            return await _type(view, action, seen)
        case Verb.SELECT:
            return await _select(view, action, seen)
        case Verb.PRESS:
            return await _press(view, action, seen)
        case Verb.SCROLL:
            return await _scroll(view, action, seen)
        case _:
            return f"{action.verb} is not done by a page."


def named(element: Element | None, ref: int | None) -> str:
    """An element in words: button “Save”."""
    if element is None:
        return f"[{ref}]"
    return f"{element.role} “{element.name[:60]}”" if element.name else f"{element.role} [{element.ref}]"


def _shorten(options: list[str]) -> str:
    shown = ", ".join(f"“{option}”" for option in options[:12])
    return f"{shown} and {len(options) - 12} more" if len(options) > 12 else shown


async def _locate(view: View, action: Action, seen: Observation, what: str) -> tuple[dict[str, Any], str]:
    """(where the element is, "") or ({}, why it cannot be used)."""
    if action.ref is None:
        return {}, f"{action.verb} needs an element."
    element = seen.element(action.ref)
    name = named(element, action.ref)
    spot = await view.on_ref("locate", action.ref)
    if spot.get("gone"):
        known = "is not on the page any more" if element else "is not on this page"
        return {}, f"{name} {known}."
    if spot["disabled"]:
        return {}, f"{name} is disabled."
    if spot["readonly"] and what in ("type", "select"):
        return {}, f"{name} is read-only."
    if spot["kind"] == "file" and what == "type":
        return spot, ""
    if spot.get("hidden"):
        return {}, f"{name} is hidden now."
    if spot.get("away"):
        return {}, f"{name} cannot be brought into view."
    if "covered" in spot:
        over = spot["covered"] or "another part of the page"
        by = next(
            (
                e
                for e in seen.elements
                if spot["by"] and e.frame == action.ref // FRAME_STEP and e.ref % FRAME_STEP == spot["by"]
            ),
            None,
        )
        return {}, f"{name} is covered by {named(by, None) if by else f'“{over}”'}."
    frame = view.frame(action.ref)
    if frame is not None and frame.parent_frame is not None:
        (spot["x"], spot["y"]), over = await view.to_main(frame, (spot["x"], spot["y"]))
        if over:
            return {}, f"{name} is covered by “{over}”."
    return spot, ""


async def _click(view: View, action: Action, seen: Observation) -> str:
    spot, error = await _locate(view, action, seen, "click")
    if error:
        return error
    name = named(seen.element(action.ref), action.ref)
    if spot["kind"] == "select":
        element = seen.element(action.ref)
        return f"{name} is a list: use Select with one of {_shorten(list(element.options) if element else [])}."
    if spot["kind"] == "file":
        return f"{name} takes a file: use Type with the path of a file."
    await view.page.mouse.click(spot["x"], spot["y"])
    return ""


async def _type(view: View, action: Action, seen: Observation) -> str:
    spot, error = await _locate(view, action, seen, "type")
    if error or action.ref is None:
        return error
    name = named(seen.element(action.ref), action.ref)
    if not spot["types"]:
        use = "use Select" if spot["kind"] == "select" else "it can be clicked"
        return f"{name} does not take text: {use}."
    if spot["kind"] == "file":
        return await _attach(view, action, name)
    if spot["kind"] in SET_BY_VALUE:
        error = await _assign(view, action, seen, name)
    else:
        error = await _key_in(view, action, spot, name)
    if not error and action.submit:
        await view.page.keyboard.press("Enter")
    return error


async def _key_in(view: View, action: Action, spot: dict[str, Any], name: str) -> str:
    assert action.ref is not None
    keyboard = view.page.keyboard
    await view.page.mouse.click(spot["x"], spot["y"])
    focus = await view.on_ref("focus", action.ref)
    if focus.get("gone"):
        return f"{name} went away when it was clicked."
    if not focus["focused"]:
        return f"{name} does not take the keyboard's focus."
    if not action.text:
        await keyboard.press("Backspace")
        return ""
    await keyboard.type(action.text[:KEY_PRESSES])
    if len(action.text) > KEY_PRESSES:
        await keyboard.insert_text(action.text[KEY_PRESSES:])
    if action.submit:
        return ""
    frame = view.frame(action.ref)
    now = await view.call(frame, "read", action.ref % FRAME_STEP) if frame else {"value": None}
    if now["value"] == "" and action.text.strip():
        return f"{name} did not accept “{action.text[:60]}”" + (
            " (it wants a number)." if spot["kind"] == "number" else "."
        )
    return ""


async def _assign(view: View, action: Action, seen: Observation, name: str) -> str:
    assert action.ref is not None
    said = await view.on_ref("assign", action.ref, action.text.strip())
    if said.get("gone"):
        return f"{name} is not on the page any more."
    if said.get("refused"):
        element = seen.element(action.ref)
        wants = f": it wants {element.hint}" if element and element.hint else ""
        return f"{name} did not accept “{action.text[:60]}”{wants}."
    return ""


async def _attach(view: View, action: Action, name: str) -> str:
    assert action.ref is not None
    path = Path(action.text.strip()).expanduser()
    if not action.text.strip() or not path.is_file():
        return f"{name} takes a file, and there is no file “{action.text[:80]}” on this machine."
    handle = await view.handle(action.ref)
    if handle is None:
        return f"{name} is not on the page any more."
    await handle.set_input_files(path)
    return ""


async def _select(view: View, action: Action, seen: Observation) -> str:
    if action.ref is None:
        return "Select needs an element."
    element = seen.element(action.ref)
    name = named(element, action.ref)
    spot, error = await _locate(view, action, seen, "select")
    if error:
        return error
    if spot["kind"] != "select":
        return f"{name} is not a list with fixed options: click it or type in it."
    said = await view.on_ref("choose", action.ref, action.text)
    if said.get("gone"):
        return f"{name} is not on the page any more."
    if said.get("off"):
        return f"The option “{action.text[:60]}” of {name} is disabled."
    if said.get("missing"):
        return f"{name} has no option “{action.text[:60]}”. Its options: {_shorten(said['options'])}."
    return ""


def key_name(text: str) -> str:
    """Playwright's name of a key ("ctrl+a", "enter", "x"), or "" when there is none."""
    *held, last = [part.strip() for part in text.strip().split("+")] if text.strip() != "+" else ["+"]
    names = [MODIFIERS.get(part.casefold(), "") for part in held]
    key = KEYS.get(last.casefold()) or (last if len(last) == 1 else "")
    return "+".join([*names, key]) if key and all(names) else ""


async def _press(view: View, action: Action, seen: Observation) -> str:
    key = key_name(action.text)
    if not key:
        return f"There is no key “{action.text[:30]}”. Keys: {', '.join(list(KEYS.values())[:12])}, letters, digits."
    if action.ref is not None:
        focus = await view.on_ref("focus", action.ref)
        if focus.get("gone"):
            return f"{named(seen.element(action.ref), action.ref)} is not on the page any more."
    await view.page.keyboard.press(key)
    return ""


async def _scroll(view: View, action: Action, seen: Observation) -> str:
    way = action.text.strip().casefold()
    if way not in ("up", "down"):
        return f"Scroll goes up or down, not “{action.text[:30]}”."
    sign = 1 if way == "down" else -1
    if action.ref is None:
        said = await view.call(view.page.main_frame, "scroll", 0, "", sign)
        name = "The page"
    else:
        said = await view.on_ref("scroll", action.ref, sign)
        name = named(seen.element(action.ref), action.ref)
    if said.get("gone"):
        return f"{name} is not on the page any more."
    if said.get("moved"):
        return ""
    if said["fixed"]:
        return f"{name} does not scroll: all of it is in view."
    return f"{name} is already at its {'end' if sign > 0 else 'top'}."
