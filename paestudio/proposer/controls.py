"""Which controls of a page may be tried, and what to put in them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from paestudio.core.records import Element, Observation
from paestudio.proposer.safety import applies, forbidden
from paestudio.proposer.words import bank

SEARCH = re.compile(r"\b(search|find|look ?up|looking for|query)\b", re.I)
PRIVATE = re.compile(r"passw|card|cvc|cvv|\bpin\b|iban|account number|captcha|coupon|voucher|discount code", re.I)
ACCOUNT = re.compile(r"passw|log ?-?in|sign ?-?(in|up)|register|create an account", re.I)
TYPED = ("textbox", "spinbutton", "date")
NEAR = 60  # places in the document between a control and the button that sends it


def search_box(seen: Observation) -> Element | None:
    """The page's search box: a searchbox, or a text box that says so."""
    boxes = [e for e in seen.elements if e.role in ("searchbox", "textbox", "combobox") and not e.options and usable(e)]
    for e in boxes:
        if e.role == "searchbox" or SEARCH.search(f"{e.name} {e.hint}"):
            return e
    return None


def choosers(seen: Observation) -> list[Element]:
    """Selects with a real choice."""
    return [e for e in seen.elements if e.role == "combobox" and 2 <= len(e.options) <= 60 and usable(e)]


def boxes(seen: Observation) -> list[Element]:
    """Checkboxes and radio buttons that are not chosen yet."""
    return [e for e in seen.elements if e.role in ("checkbox", "radio") and "checked" not in e.state and usable(e)]


def fields(seen: Observation) -> list[Element]:
    """Boxes to type in that are not the search and hold nothing private."""
    if any(PRIVATE.search(f"{e.name} {e.hint}") for e in seen.elements if e.role == "textbox"):
        return []
    if ACCOUNT.search(seen.title):
        return []
    search = search_box(seen)
    return [e for e in seen.elements if e.role in TYPED and e is not search and usable(e)]


def usable(element: Element) -> bool:
    """Named, not disabled, and not a control that might change or end something."""
    if not element.name.strip() or {"disabled", "readonly"} & set(element.state):
        return False
    return not forbidden(element.name) and not PRIVATE.search(f"{element.name} {element.hint}")


def apply_button(seen: Observation, control: Element) -> Element | None:
    """The first button after a control that only applies what was chosen."""
    after = [e for e in seen.elements if e.role == "button" and 0 < e.order - control.order <= NEAR]
    return next((e for e in after if applies(e.name)), None)


def value_for(field: Element, seed: str) -> str:
    """Something sensible to put in a field, "" when its name says nothing."""
    dice = random.Random(f"{seed}|{field.name}")
    told = f"{field.name} {field.hint}".casefold()
    for pattern, values in bank("values.json").items():
        if re.search(pattern, told):
            choice: str = dice.choice([v for v in values if v != field.value] or [""])
            return _within(choice, field)
    return _within(str(dice.randint(2, 4)), field) if field.role == "spinbutton" else ""


def selectors(element: Element) -> Iterator[str]:
    """CSS selectors that may find this element again, telling ones first. To be tried: names are not ids."""
    words = re.findall(r"[a-z0-9]+", element.name.casefold())
    tag = {"combobox": "select", "textbox": "textarea"}.get(element.role, "input")
    quoted = element.name.replace("\\", "\\\\").replace('"', '\\"')
    for slug in dict.fromkeys(("_".join(words), "-".join(words), "".join(words), *words[-1:], *words[:1])):
        if slug and not slug[0].isdigit():
            yield f'[name="{slug}"]'
            yield f"#{slug}"
            yield f"#id_{slug}"
    yield f'[aria-label="{quoted}"]'
    if element.hint and '"' not in element.hint and "\\" not in element.hint:
        yield f'[placeholder="{element.hint}"]'
    kinds = {"spinbutton": "number", "checkbox": "checkbox", "radio": "radio", "date": "date"}
    if element.role in kinds:
        yield f'main input[type="{kinds[element.role]}"]'
        yield f'input[type="{kinds[element.role]}"]'
    else:
        yield f"main {tag}"
        yield tag


def _within(value: str, field: Element) -> str:
    """The value if it lies in the bounds a number field names (`1 to 10`), else its lower bound + 1."""
    made = re.search(r"(\d+|…) to (\d+|…)", field.hint)
    if field.role != "spinbutton" or not made or not value.isdigit():
        return value
    low = int(made[1]) if made[1] != "…" else 0
    high = int(made[2]) if made[2] != "…" else 10**9
    return value if low <= int(value) <= high else str(min(low + 1, high))
