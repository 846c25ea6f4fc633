"""An endpoint that answered and then no longer does is waited for: a run pauses, and goes on when it is back.

One that never answered is not: then its address is wrong, and waiting mends nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from paestudio.chat.asking import Chat
from paestudio.chat.faults import ChatFault, Trouble
from paestudio.chat.ledger import Ledger
from paestudio.chat.messages import Message, Reply
from paestudio.core.clock import Clock
from paestudio.core.controls import Controls
from paestudio.core.events import Event, Noticed
from paestudio.core.forms import Form

OUTAGES = frozenset({Trouble.DOWN, Trouble.SLOW, Trouble.LIMITED, Trouble.SERVER})
FIRST, LONGEST = 1.0, 15.0  # seconds between two tries
BACK = "The judge answers again: the run goes on."
BACK_PROPOSING = "The proposer answers again: the run goes on."
LOOK = 0.25  # seconds between two looks whether the run is being stopped


class Patient:
    """A Chat that waits up to `seconds` through an outage of another. `stopping` ends the wait."""

    def __init__(self, chat: Chat, role: str, seconds: float, first: float = FIRST) -> None:
        """`first`: seconds before it is asked again; then twice as many each time."""
        self.stopping: Callable[[], bool] = lambda: False
        self._chat, self._role, self._seconds, self._first = chat, role, seconds, first
        self._met = False  # it has answered
        self._since: float | None = None  # when the outage began that is waited for
        self._over = False  # waited in vain: nobody waits again before it answers
        self._fault: ChatFault | None = None
        self._waiting = 0  # requests that wait
        self._told = False
        self._lost = 0.0

    def __str__(self) -> str:
        return str(self._chat)

    @property
    def model(self) -> str:
        """Its name."""
        return self._chat.model

    @property
    def images(self) -> bool:
        """Whether it takes pictures."""
        return self._chat.images

    @property
    def ledger(self) -> Ledger:
        """What it has cost."""
        return self._chat.ledger

    async def close(self) -> None:
        """End the connections."""
        await self._chat.close()

    async def ask(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int = 0,
        temperature: float = 0.0,
        seed: int | None = None,
        form: Form | None = None,
    ) -> Reply:
        """The reply, if need be after the outage. Raises ChatFault for other troubles, and when it lasts too long."""
        pause, waiting = self._first, False
        try:
            while True:
                try:
                    reply = await self._chat.ask(
                        messages, max_tokens=max_tokens, temperature=temperature, seed=seed, form=form
                    )
                except ChatFault as e:
                    if e.trouble not in OUTAGES or not self._met or self._over or not self._seconds:
                        raise
                    self._fault, self._since = e, self._since or time.monotonic()
                    self._waiting += not waiting
                    waiting = True
                    if not await self._slept(min(pause, LONGEST)):
                        raise
                    pause *= 2
                else:
                    self._met = True
                    self._end(over=False)
                    return reply
        finally:
            self._waiting -= waiting
            if waiting and not self._waiting:  # nobody is left who waits, whatever became of it
                self._end(over=self._over)

    async def _slept(self, seconds: float) -> bool:
        """Wait for the next try; False when there is none: the run is stopped, or it took too long."""
        wake = time.monotonic() + seconds
        while not self.stopping() and (now := time.monotonic()) < wake:
            await asyncio.sleep(min(LOOK, wake - now))
        if self._since is not None and time.monotonic() - self._since > self._seconds:
            self._end(over=True)
        return not self._over and not self.stopping()

    def _end(self, *, over: bool) -> None:
        """The outage is over, or is waited for no longer."""
        self._lost, self._since, self._over = self.lost, None, over

    @property
    def lost(self) -> float:
        """Seconds waited through outages, together."""
        return self._lost + (time.monotonic() - self._since if self._since is not None else 0.0)

    def news(self) -> list[Noticed]:
        """What a person should know, told once: the run waits; it goes on."""
        if self._since is not None and not self._told:
            self._told = True
            fix = (
                f"It goes on by itself once there is an answer, and stops after {self._seconds / 60:g} minutes. "
                "Nothing is scored meanwhile."
            )
            return [Noticed("warning", self._words(), fix)]
        if self._since is None and self._told:
            self._told = False
            return [] if self._over else [Noticed("info", BACK if self._role == "judge" else BACK_PROPOSING)]
        return []

    def _words(self) -> str:
        if self._role == "judge":
            return f"The run waits: the judge cannot be asked. {self._fault}"
        return f"The run waits: the proposer cannot be asked. {self._fault}"


class Waits:
    """The outages that a run waits through: what to tell, and that they do not count as its time."""

    def __init__(self, chats: Sequence[Chat | None], clock: Clock, controls: Controls) -> None:
        self._patient = [chat for chat in chats if isinstance(chat, Patient)]
        self._clock = clock
        self._lost = 0.0
        for chat in self._patient:
            chat.stopping = lambda: controls.stopping

    def news(self) -> list[Event]:
        """What is new since the last time."""
        lost = sum(chat.lost for chat in self._patient)
        self._clock.pause(lost - self._lost)
        self._lost = lost
        return [one for chat in self._patient for one in chat.news()]
