"""An observation of ours in the shapes of BrowserGym's: an accessibility tree, boxes, pictures.

The tree is the one our reader sees, in the form of CDP's `Accessibility.getFullAXTree`, so that BrowserGym's own
`flatten_axtree_to_str` prints it: a root, and below it in document order what can be acted on (with its id) and the
texts (without). It is flat; options of a list are below their list.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image

from paestudio.core.records import Element, Observation, Text

LISTED = "1"  # node id of what holds everything; "0" is the root
FLAGS = ("selected", "expanded", "disabled", "required", "readonly", "focused")


def axtree(seen: Observation) -> dict[str, Any]:
    """{"nodes": […]}, the root first."""
    things: list[Element | Text] = sorted((*seen.elements, *seen.texts), key=lambda thing: thing.order)
    nodes: list[dict[str, Any]] = []
    for thing in things:
        nodes += _element(thing, len(nodes)) if isinstance(thing, Element) else [_text(thing, len(nodes))]
    top = [node["nodeId"] for node in nodes if node["parentId"] == LISTED]
    root = {**_node("0", "RootWebArea", seen.title), "childIds": [LISTED]}
    return {"nodes": [root, {**_node(LISTED, "generic", ""), "parentId": "0", "childIds": top}, *nodes]}


def properties(seen: Observation) -> dict[str, dict[str, Any]]:
    """Id → {"visibility": 1.0 or 0.0, "bbox": [x, y, width, height] in CSS pixels, "clickable", "set_of_marks"}."""
    found = {}
    for e in seen.elements:
        able = "disabled" not in e.state
        free = e.on_screen and e.covered_by is None
        found[str(e.ref)] = {
            "visibility": 1.0 if e.on_screen else 0.0,
            "bbox": [float(value) for value in e.box],
            "clickable": able,
            "set_of_marks": able and free,
        }
    return found


def focused(seen: Observation) -> str:
    """The id of the element that has the keyboard's focus; "" when none has."""
    return next((str(e.ref) for e in seen.elements if "focused" in e.state), "")


def picture(jpeg: bytes | None, size: tuple[int, int]) -> Any:
    """uint8 [height, width, 3]; black when the page could not be photographed. `size` is (width, height)."""
    if jpeg is None:
        return np.zeros((size[1], size[0], 3), np.uint8)
    with Image.open(io.BytesIO(jpeg)) as image:
        return np.array(image.convert("RGB"))


def _element(e: Element, number: int) -> list[dict[str, Any]]:
    name = f"{LISTED}.{number}"
    own = {**_node(name, e.role, e.name), "parentId": LISTED, "browsergym_id": str(e.ref)}
    if e.value:
        own["value"] = {"type": "string", "value": e.value}
    flags = [_property(flag, "booleanOrUndefined", True) for flag in FLAGS if flag in e.state]
    if "checked" in e.state:
        flags.append(_property("checked", "tristate", "true"))
    own["properties"] = flags
    options = [{**_node(f"{name}.{i}", "option", option), "parentId": name} for i, option in enumerate(e.options)]
    own["childIds"] = [option["nodeId"] for option in options]
    return [own, *options]


def _text(text: Text, number: int) -> dict[str, Any]:
    node = {**_node(f"{LISTED}.{number}", "heading" if text.heading else "StaticText", text.text), "parentId": LISTED}
    if text.heading:
        node["properties"] = [_property("level", "integer", text.heading)]
    return node


def _node(name: str, role: str, said: str) -> dict[str, Any]:
    return {
        "nodeId": name,
        "ignored": False,
        "role": {"type": "role", "value": role},
        "name": {"type": "computedString", "value": said},
        "properties": [],
        "childIds": [],
    }


def _property(name: str, kind: str, value: Any) -> dict[str, Any]:
    return {"name": name, "value": {"type": kind, "value": value}}
