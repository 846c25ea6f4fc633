"""The document side of a page: calls our scripts in its frames, and knows which frame a ref belongs to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from playwright.async_api import Error

from paestudio.browser.scripts import CALL, bundle

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle, Frame, Page

FRAME_STEP = 10_000  # ref = number of the frame × FRAME_STEP + number of the element in it

Point = tuple[float, float]


class View:
    """One Playwright page, seen as a tree of frames with refs."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._numbers: WeakKeyDictionary[Frame, int] = WeakKeyDictionary()
        self._next = 1
        self._tokens: dict[int, str] = {}  # frame number → the document its refs were given in

    def number(self, frame: Frame) -> int:
        """The frame's number: 0 for the main frame, the same as long as the frame lives."""
        if frame is self.page.main_frame:
            return 0
        if frame not in self._numbers:
            self._numbers[frame] = self._next
            self._next += 1
        return self._numbers[frame]

    def remember(self, number: int, token: str) -> None:
        """Refs of that frame now belong to the document with this token."""
        self._tokens[number] = token

    def token(self, ref: int) -> str:
        """The document that gave `ref`; "" when none did."""
        return self._tokens.get(ref // FRAME_STEP, "")

    def frame(self, ref: int) -> Frame | None:
        """The frame of a ref, or None when it is gone."""
        return next((f for f in self.page.frames if self.number(f) == ref // FRAME_STEP), None)

    async def call(self, frame: Frame, name: str, *args: Any) -> Any:
        """What function `name` of our scripts answers in that frame. Raises playwright's Error."""
        said = await frame.evaluate(CALL, [name, list(args)])
        if said is None:  # a document that came before our scripts did
            await frame.evaluate(bundle())
            said = await frame.evaluate(CALL, [name, list(args)])
        return json.loads(said) if said else {}

    async def on_ref(self, name: str, ref: int, *args: Any) -> dict[str, Any]:
        """`call` for an element: {"gone": true} when it is not in the page any more."""
        frame = self.frame(ref)
        if frame is None:
            return {"gone": True}
        said: dict[str, Any] = await self.call(frame, name, ref % FRAME_STEP, self.token(ref), *args)
        return said

    async def frame_box(self, frame: Frame) -> dict[str, float]:
        """{key, x, y, w, h} of a child frame's inside, in its parent's viewport; `key` is its ref there."""
        handle = await frame.frame_element()
        try:
            said = await handle.evaluate(
                "el => { const page = globalThis[Symbol.for('paestudio.page')]; return page ? page.frameBox(el) : ''; }"
            )
        finally:
            await handle.dispose()
        if not said:
            raise Error("The parent frame has no scripts yet.")
        box: dict[str, float] = json.loads(said)
        return box

    async def to_main(self, frame: Frame, point: Point) -> tuple[Point, str]:
        """(the point in the main viewport, what covers the frame there or "")."""
        x, y = point
        while frame.parent_frame is not None:
            handle = await frame.frame_element()
            said = await handle.evaluate(
                """(el, [x, y]) => {
                  const page = globalThis[Symbol.for('paestudio.page')];
                  const box = JSON.parse(page.frameBox(el));
                  return [box, JSON.parse(page.frameAt(el, box.x + x, box.y + y))];
                }""",
                [x, y],
            )
            await handle.dispose()
            box, at = said
            x, y = x + box["x"], y + box["y"]
            if not at["same"]:
                return (x, y), at["name"] or "another part of the page"
            frame = frame.parent_frame
        return (x, y), ""

    async def handle(self, ref: int) -> ElementHandle | None:
        """Playwright's handle of an element, for what only Playwright can do with it."""
        frame = self.frame(ref)
        if frame is None:
            return None
        found = await frame.evaluate_handle(
            "([ref]) => globalThis[Symbol.for('paestudio.page')].element(ref)", [ref % FRAME_STEP]
        )
        return found.as_element()
