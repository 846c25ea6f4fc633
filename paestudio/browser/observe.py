"""Read a page: one pass per frame, spliced into one Observation in document order."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error

from paestudio.browser.view import FRAME_STEP, View
from paestudio.core.records import Element, Observation, Text

if TYPE_CHECKING:
    from playwright.async_api import Frame

Item = Element | Text


async def read(view: View) -> Observation:
    """The page as it is at this moment. Raises playwright's Error when a navigation came in between."""
    items, main = await _read_frame(view, view.page.main_frame)
    elements: list[Element] = []
    texts: list[Text] = []
    for order, item in enumerate(items):
        placed = item if item.order == order else replace(item, order=order)  # a frame before it moved it
        if isinstance(placed, Element):
            elements.append(placed)
        else:
            texts.append(placed)
    top, height, whole = main["scroll"]
    return Observation(
        url=view.page.url,
        title=main["title"],
        elements=tuple(elements),
        texts=tuple(texts),
        scroll=(top, height, whole),
        viewport=(int(main["viewport"][0]), int(main["viewport"][1])),
        goal=main["goal"],
        over=main["over"],
    )


async def _read_frame(view: View, frame: Frame) -> tuple[list[Item], dict[str, Any]]:
    said: dict[str, Any] = await view.call(frame, "observe")
    number = view.number(frame)
    view.remember(number, said["token"])
    children: dict[int, tuple[list[Item], dict[str, float]]] = {}
    if frame.child_frames and any(item["k"] == "f" for item in said["items"]):
        read_children = [_read_child(view, child) for child in frame.child_frames]
        children = {key: rest for key, *rest in await asyncio.gather(*read_children) if key is not None}  # type: ignore[misc]
    items: list[Item] = []
    for item in said["items"]:
        if item["k"] == "e":
            items.append(_element(item, number, len(items)))
        elif item["k"] == "t":
            items.append(Text(item["text"], len(items), item["on"], item["heading"]))
        elif item["key"] in children:
            inner, box = children[item["key"]]
            covered = _ref(item["covered"], number) if item.get("covered") is not None else None
            items.extend(_moved(one, box, item["on"], covered) for one in inner)
    return items, said


async def _read_child(view: View, child: Frame) -> tuple[int | None, list[Item], dict[str, float]]:
    try:
        box = await view.frame_box(child)
        if box["w"] < 2 or box["h"] < 2:
            return None, [], {}
        items, _ = await _read_frame(view, child)
    except Error:  # the frame went away or is just being replaced: the page is what the other frames are
        return None, [], {}
    return int(box["key"]), items, box


def _ref(number_in_frame: int, frame: int) -> int:
    return number_in_frame if number_in_frame < 0 else frame * FRAME_STEP + number_in_frame


def _element(item: dict[str, Any], frame: int, order: int) -> Element:
    x, y, width, height = item["box"]
    covered = item.get("covered")
    return Element(
        ref=_ref(item["ref"], frame),
        role=item["role"],
        name=item["name"],
        value=item.get("value", ""),
        state=tuple(item.get("state", ())),
        box=(x, y, width, height),
        on_screen=item["on"],
        covered_by=None if covered is None else _ref(covered, frame),
        context=item.get("context", ""),
        options=tuple(item.get("options", ())),
        hint=item.get("hint", ""),
        submits=item.get("submits", False),
        href=item.get("href", ""),
        frame=frame,
        order=order,
    )


def _moved(item: Item, box: dict[str, float], frame_on_screen: bool, covered: int | None) -> Item:
    if isinstance(item, Text):
        return replace(item, on_screen=item.on_screen and frame_on_screen)
    x, y, width, height = item.box
    return replace(
        item,
        box=(x + box["x"], y + box["y"], width, height),
        on_screen=item.on_screen and frame_on_screen,
        covered_by=item.covered_by if item.covered_by is not None else covered,
    )
