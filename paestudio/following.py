"""Follows a person's hands on a page, and notes what they do as steps of the agent's own vocabulary.

A click on a text field and the keys after it are one Type; a choice from a list is one Select; scrolling counts only
when what is used next came into view by it; a password is never noted. What leads off the site is not noted either.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote_plus

from paestudio.core.actions import Action, Verb
from paestudio.core.hands import Answer, Do, Gesture, Gestures, Recorded, Touch, TouchedPage
from paestudio.core.records import Decision, Element, Observation, Step

WRITTEN = ("textbox", "searchbox", "spinbutton", "date", "time", "month", "week", "datetime", "color", "slider")
HIDDEN = "•••"  # noted instead of a password
NO_FILES = "Files cannot be chosen while you are recorded."
OFF_SITE = "That leads to another site, where the agent may not go; it is not noted."


class Follower:
    """Use `run`, then read `steps`."""

    def __init__(
        self, page: TouchedPage, gestures: Gestures, before: tuple[Step, ...] = (), *, screenshots: bool = False
    ) -> None:
        self.steps = list(before)
        self._page, self._gestures, self._screenshots = page, gestures, screenshots
        self._writing: tuple[Touch, Observation] | None = None
        self._clicked: Observation | None = None  # the page when a text field was clicked
        self._scrolled: Observation | None = None  # the page before the first turn of the wheel
        self._picture: str | None = None
        self._notes: tuple[str, ...] = ()
        self._under_way = False  # the last step is what was just let through
        self._clock = time.monotonic()

    async def run(self) -> bool:
        """Until the person is done (True) or gives up (False). Raises BrowserLost."""
        self._gestures.follow()
        try:
            await self._look_ahead()
            self._gestures.answer(Answer(pass_on=False, opened=True, steps=tuple(self.steps)))
            while True:
                gesture = await self._gestures.next()
                if gesture.do is Do.CANCEL:
                    return False
                if gesture.do is Do.FINISH:
                    await self._written()
                    return True
                if gesture.do is Do.LET_GO:
                    await self._let_go()
                else:
                    answer = await self._ask(gesture)
                    self._gestures.answer(replace(answer, steps=tuple(self.steps)))
        finally:
            self._gestures.end()

    async def recorded(self, began: float) -> Recorded:
        """What was done, and the page now."""
        last = await self._page.observe(self._screenshots)
        return Recorded(tidy(self.steps, last), last, await self._page.finish(None), began)

    async def _ask(self, gesture: Gesture) -> Answer:
        match gesture.do:
            case Do.PRESS:
                return await self._press(gesture)
            case Do.WRITE:
                return await self._write(gesture)
            case Do.ENTER:
                return await self._enter()
            case Do.WHEEL:
                self._scrolled = self._scrolled or await self._see()
                return Answer()
            case Do.LEAVE:
                await self._written()
                return Answer()
            case Do.KEY:
                await self._written()
                await self._add(Action(Verb.PRESS, text=gesture.text))
                return Answer()
            case _:
                return await self._by_the_engine(gesture)

    async def _press(self, gesture: Gesture) -> Answer:
        self._under_way = False
        await self._written()
        seen = await self._see()
        ref = (await self._page.under(gesture.x, gesture.y, seen)).ref
        element = seen.element(ref)
        self._clicked = None
        if element is None or "disabled" in element.state:
            self._page.begin()
            return Answer()
        if element.options:
            return Answer(False, options=element.options, ref=ref, x=gesture.x, y=gesture.y)
        if element.role == "file":
            return Answer(False, note=NO_FILES)
        if _takes_text(element):
            self._scroll_to(element, seen)
            self._clicked = seen
            if element.role == "slider":
                self._writing = Touch(ref, text=True, value=element.value), seen
            self._page.begin()
            return Answer()
        await self._add(Action(Verb.CLICK, ref), seen)
        return Answer()

    async def _write(self, gesture: Gesture) -> Answer:
        if self._writing is not None:
            return Answer(writing=True)
        seen = self._clicked or await self._see()
        holder = await self._page.holder(seen)
        if holder.text and holder.ref is not None:
            self._writing = holder, seen
            return Answer(writing=True)
        if gesture.text == " " and holder.ref is not None:  # a button or a box, pressed by keyboard
            await self._add(Action(Verb.CLICK, holder.ref), seen)
        return Answer()

    async def _enter(self) -> Answer:
        if self._writing is not None and self._writing[0].lines:
            return Answer(writing=True)
        if self._writing is not None:
            touch, seen = self._writing
            element = seen.element(touch.ref)
            await self._written(submit=element is not None and element.submits)
            if element is not None and element.submits:
                self._page.begin()
                return Answer()
        seen = await self._see()
        holder = await self._page.holder(seen)
        if holder.text and holder.lines and holder.ref is not None:
            self._writing = holder, seen
            return Answer(writing=True)
        if holder.ref is not None and not holder.text:
            await self._add(Action(Verb.CLICK, holder.ref), seen)
        else:
            await self._add(Action(Verb.PRESS, text="Enter"), seen)
        return Answer()

    async def _by_the_engine(self, gesture: Gesture) -> Answer:
        """What the page's own widgets cannot be given: the engine does it as the agent would."""
        await self._written()
        seen = await self._see()
        verb = Verb.BACK if gesture.do is Do.BACK else Verb.SELECT
        action = Action(verb, gesture.ref, gesture.text)
        error = await self._page.act(action, seen)
        if not error:
            self._note(action, seen)
        await self._look_ahead()
        return Answer(False, note=error)

    async def _let_go(self) -> None:
        await self._page.settle()
        note = ""
        if self._page.refusal and self._under_way:
            self.steps.pop()
            note = OFF_SITE
        self._under_way = False
        await self._look_ahead()
        self._gestures.answer(Answer(pass_on=False, note=note, steps=tuple(self.steps), opened=True))

    async def _see(self) -> Observation:
        """The page at this moment; its picture is the one taken since the last gesture."""
        seen = await self._page.observe()
        seen = replace(seen, screenshot=self._picture, notes=(*self._notes, *seen.notes))
        self._notes = ()
        return seen

    async def _look_ahead(self) -> None:
        """Take the picture now: a click must not wait for it."""
        if self._screenshots:
            seen = await self._page.observe(True)
            self._picture, self._notes = seen.screenshot, (*self._notes, *seen.notes)

    async def _written(self, submit: bool = False) -> None:
        """End a row of keys: what the field holds now is what was typed."""
        writing, self._writing, self._clicked = self._writing, None, None
        if writing is None or writing[0].ref is None:
            return
        touch, seen = writing
        assert touch.ref is not None
        value = await self._page.value_of(touch.ref)
        if value is None or (value == touch.value and not submit):
            return
        self._note(Action(Verb.TYPE, touch.ref, HIDDEN if touch.secret else value, submit), seen)

    async def _add(self, action: Action, seen: Observation | None = None) -> None:
        seen = seen or await self._see()
        self._scroll_to(seen.element(action.ref), seen)
        self._note(action, seen)
        self._page.begin()
        self._under_way = True

    def _scroll_to(self, element: Element | None, seen: Observation) -> None:
        """Scrolling was part of the way when it brought the element onto the page."""
        before, self._scrolled = self._scrolled, None
        if before is not None and element is not None and before.element(element.ref) is None:
            way = "down" if seen.scroll[0] >= before.scroll[0] else "up"
            self._note(Action(Verb.SCROLL, None, way), before)

    def _note(self, action: Action, seen: Observation) -> None:
        now = time.monotonic()
        step = Step(len(self.steps), seen, Decision(str(action), action), seconds=now - self._clock)
        self._clock = now
        self.steps.append(step)


def tidy(steps: Sequence[Step], last: Observation) -> tuple[Step, ...]:
    """A search sent by its button is sent by Enter: so the agent says it, in one step."""
    made: list[Step] = []
    left = list(steps)
    while left:
        step = left.pop(0)
        after = (left[1].observation if len(left) > 1 else last).url
        if left and _sends(step, left[0], after):
            left.pop(0)
            action = replace(step.decision.action or Action(Verb.WAIT), submit=True)
            step = replace(step, decision=replace(step.decision, raw=str(action), action=action))
        made.append(replace(step, index=len(made)))
    return tuple(made)


def _sends(typed: Step, pressed: Step, after: str) -> bool:
    wrote, click = typed.decision.action, pressed.decision.action
    if wrote is None or click is None or (wrote.verb, click.verb) != (Verb.TYPE, Verb.CLICK) or wrote.submit:
        return False
    field, button = typed.observation.element(wrote.ref), pressed.observation.element(click.ref)
    sent = after != pressed.observation.url and quote_plus(wrote.text).casefold() in after.casefold()
    return field is not None and field.submits and button is not None and button.role == "button" and sent


def _takes_text(element: Element) -> bool:
    return element.role in WRITTEN or element.role == "combobox"
