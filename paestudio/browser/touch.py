"""What a person's hands are on: the element of an observation under a point, or with the keyboard's focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from paestudio.browser.view import FRAME_STEP, View
from paestudio.core.hands import Touch
from paestudio.core.records import Observation

if TYPE_CHECKING:
    from playwright.async_api import Frame


async def under(view: View, x: float, y: float, seen: Observation) -> Touch:
    """What lies at a point, in CSS pixels of the viewport. Raises playwright's Error."""
    frame = view.page.main_frame
    while True:
        said = await view.call(frame, "under", x, y)
        child, box = await _child(view, frame, said.get("frame"))
        if child is None:
            return Touch(_known(view, frame, said, seen))
        frame, x, y = child, x - box["x"], y - box["y"]


async def holder(view: View, seen: Observation) -> Touch:
    """What has the focus. Raises playwright's Error."""
    frame = view.page.main_frame
    while True:
        said = await view.call(frame, "holder")
        child, _ = await _child(view, frame, said.get("frame"))
        if child is None:
            ref = _known(view, frame, said, seen)
            text, lines, secret = (bool(said.get(name)) for name in ("text", "lines", "secret"))
            return Touch(ref, text, lines, secret, said.get("value") or "")
        frame = child


async def _child(view: View, frame: Frame, key: int | None) -> tuple[Frame | None, dict[str, float]]:
    if key is not None:
        for child in frame.child_frames:
            box = await view.frame_box(child)
            if int(box["key"]) == key:
                return child, box
    return None, {}


def _known(view: View, frame: Frame, said: dict[str, Any], seen: Observation) -> int | None:
    refs = (view.number(frame) * FRAME_STEP + ref for ref in said["refs"])
    return next((ref for ref in refs if seen.element(ref) is not None), None)
