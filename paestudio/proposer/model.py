"""Tasks invented by a model: from the site's name, its explored map, tasks to start from, and who might want what.

25 a request. What comes back is read strictly, without repetitions, and with a small share of tasks that cannot be
done, so that the agent learns to say so. A check of a model's is only as good as its map: whether a task can be done is
tried by somebody else (`feasible`).
"""

from __future__ import annotations

import random
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from paestudio.chat.asking import Chat
from paestudio.chat.faults import ChatFault, Trouble
from paestudio.chat.messages import Image, Message, Reply, system, user
from paestudio.chat.slots import Fence, prompt_file
from paestudio.chat.strict_json import parse_lines
from paestudio.core import forms
from paestudio.core.errors import UserError
from paestudio.core.events import PageExplored, PhaseChanged
from paestudio.core.records import Episode, Proposal, SitePage, Task
from paestudio.proposer.alike import Known
from paestudio.proposer.schema import INFEASIBLE, Refused, read_task

ROOM = "paestudio.proposer"
A_REQUEST = 25
DRY = 2  # requests in a row with nothing new, after which no more is asked
PAGES_SHOWN, LINKS_SHOWN, LATEST = 40, 12, 60
DEMONSTRATIONS, PICTURES = 12, 4  # in a request, at most
PATHS = 200  # of pages that a task may start or end on, for a model held to a form


LoadPicture = Callable[[str], bytes | None]
TryOut = Callable[[Sequence[Task]], Awaitable[Sequence[Proposal | Refused]]]


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """How tasks are invented. `need_check`: tasks without a check are dropped, because nobody could judge them."""

    name: str = ""  # of the site; "" takes its address
    seeds: tuple[str, ...] = ()  # instructions of tasks as they should be
    infeasible: float = 0.05  # share of tasks that cannot be done
    need_check: bool = False
    seed: int = 0


@dataclass(slots=True)
class ModelProposer:
    """core.protocols.Proposer. `pages` may be filled while it runs; without any, only the name is told."""

    client: Chat
    home: str
    settings: ModelSettings = field(default_factory=ModelSettings)
    login: str | None = None
    pages: list[SitePage] = field(default_factory=list)
    known: Known = field(default_factory=Known)
    refused: list[tuple[str, str]] = field(default_factory=list)  # (instruction, why)
    shown: list[Episode] = field(default_factory=list)  # demonstrations of this site
    load: LoadPicture = lambda name: None  # the bytes of a page's screenshot
    try_out: TryOut | None = None  # whether tasks can be done; None: they are proposed untried
    _asked: int = 0
    _made: int = 0
    _impossible: int = 0
    _most_pages: int = PAGES_SHOWN
    _latest: list[str] = field(default_factory=list)

    async def propose(self, count: int) -> AsyncIterator[PhaseChanged | PageExplored | Proposal]:
        """Up to `count` new tasks. Raises ChatFault when the model cannot be asked, UserError when it has no idea."""
        done = dry = 0
        while done < count and dry < DRY:
            yield PhaseChanged("proposing", f"asking {self.client.model}", done, count)
            asked = min(A_REQUEST, count - done)
            fresh = (await self.request(asked))[:asked]
            if fresh and self.try_out is not None:
                yield PhaseChanged("proposing", f"trying {len(fresh)} of {self.client.model}'s tasks", done, count)
            kept = await self._tried(fresh)
            dry = 0 if kept else dry + 1
            for proposal in kept:
                done += 1
                yield proposal
        yield PhaseChanged("proposing", "", done, count)
        if not done and not self._made:
            why = f" ({self.refused[-1][1]})" if self.refused else ""
            raise UserError(
                f"{self.client} proposed no task that can be used{why}.", "Take a larger model, or explore."
            )

    async def _tried(self, tasks: Sequence[Task]) -> list[Proposal]:
        """Those of the tasks that can be done, with proofs where there are some."""
        if self.try_out is None or not tasks:
            return [Proposal(task) for task in tasks]
        kept: list[Proposal] = []
        for task, found in zip(tasks, await self.try_out(tasks), strict=True):
            if isinstance(found, Proposal):
                kept.append(found)
            else:
                self.refused.append((task.instruction[:80], str(found)))
                self._made -= 1
                self._impossible -= task.kind == INFEASIBLE
        return kept

    async def request(self, count: int) -> list[Task]:
        """One request, and what of its reply are new tasks. Raises ChatFault."""
        self._asked += 1
        chance = random.Random(f"{self.settings.seed}|{self._asked}")
        reply = await self._ask(count, chance)
        said, bad = parse_lines(reply.text)
        self.refused += [("", why) for why in bad]
        made: list[Task] = []
        for one in said:
            try:
                task = read_task(one, self.home, self.login, _lines("not_possible.txt"))
                self._fits(task)
            except Refused as e:
                self.refused.append((str(one.get("instruction", ""))[:80], str(e)))
                continue
            made.append(task)
            self._made += 1
            self._impossible += task.kind == INFEASIBLE
            self._latest.append(task.instruction)
        return made

    async def _ask(self, count: int, chance: random.Random) -> Reply:
        """The reply; a model that reads little is shown fewer pages."""
        form = self._form(count)
        while True:
            try:
                return await self.client.ask(
                    self._messages(count, chance), temperature=1.0, seed=self._asked, form=form
                )
            except ChatFault as e:
                if e.trouble is not Trouble.LENGTH or self._most_pages <= 1:
                    raise
                self._most_pages //= 2

    def _form(self, count: int) -> forms.Lines:
        """Tasks as they must look; where one starts and how a program can check it are pages that were seen."""
        paths = list(dict.fromkeys(_path(page) for page in self.pages))[:PATHS]
        ends = [{"url": f"^{re.escape(path)}$"} for path in paths]
        feasible = (True, False) if self.settings.infeasible else (True,)
        fields: tuple[tuple[str, forms.Form], ...] = (
            ("instruction", forms.Text(200)),
            ("start", forms.Choice(("/", *paths))),
            ("criteria", forms.Several(forms.Text(160), 1, 3)),
            ("check", forms.Choice((*ends, *(() if self.settings.need_check and ends else (None,))))),
            ("feasible", forms.Choice(feasible)),
        )
        return forms.Lines(forms.Record(fields), count)

    def _fits(self, task: Task) -> None:
        """Raises Refused for a task that nobody needs: known, without a check where one is needed, too impossible."""
        if self.settings.need_check and task.check is None:
            raise Refused("it has no check, and no judge is there")
        if task.kind == INFEASIBLE and self._impossible + 1 > max(
            1.0, self.settings.infeasible * (self._made + A_REQUEST)
        ):
            raise Refused("there are enough impossible tasks")
        if task.kind == INFEASIBLE and not self.settings.infeasible:
            raise Refused("impossible tasks are not wanted")
        if not self.known.add(task):
            raise Refused("there is one like it")

    def _messages(self, count: int, chance: random.Random) -> list[Message]:
        fence = Fence()
        few = round(count * self.settings.infeasible) or int(self.settings.infeasible > 0 and count >= A_REQUEST // 2)
        extra = prompt_file(ROOM, "infeasible.txt", number=str(few)).strip() if few else ""
        people = _lines("personas.txt")
        # Filled in before `code`: a persona or number never holds braces.
        head = prompt_file(
            ROOM,
            "propose.txt",
            count=str(count),
            persona=people[0] if self._asked == 1 else chance.choice(people),
            infeasible=extra,
            code=fence.code,
        )
        name = self.settings.name or urlsplit(self.home).netloc
        parts = [fence.slot("SITE", f"{name}\n{self.home}" if not self.settings.name else name, 300)]
        seen = self._some(chance)
        if seen:
            parts.append(fence.slot("PAGES", "\n".join(map(_page, seen)), 24_000))
        if self.shown:
            told = [_told(episode) for episode in chance.sample(self.shown, min(len(self.shown), DEMONSTRATIONS))]
            parts.append(fence.slot("DEMONSTRATIONS", "\n".join(told), 8_000))
        if self.settings.seeds:
            parts.append(fence.slot("EXAMPLES", "\n".join(self.settings.seeds[:20]), 4_000))
        if self._latest:
            parts.append(fence.slot("ALREADY", "\n".join(self._latest[-LATEST:]), 8_000))
        return [system(head), user("\n\n".join((*parts, f"Propose {count} tasks now.")), *self._pictures(seen))]

    def _some(self, chance: random.Random) -> list[SitePage]:
        """Some pages, the front page always, each request others."""
        first, rest = self.pages[:1], self.pages[1:]
        return [*first, *chance.sample(rest, min(len(rest), self._most_pages - 1))]

    def _pictures(self, seen: Sequence[SitePage]) -> list[str | Image]:
        """The screenshots of the first of those pages, each after its address, for a model that sees."""
        if not self.client.images:
            return []
        found = [(page, self.load(page.screenshot)) for page in seen if page.screenshot][:PICTURES]
        return [part for page, data in found if data for part in (f"Screenshot of {_path(page)}:", Image(data))]


def _page(page: SitePage) -> str:
    """A page in a few lines: address · title, where its links lead, its fields, and some of its facts."""
    lines = [f"{_path(page)} · {page.title}"]
    links = list(dict.fromkeys(text for text, _ in page.links if text.strip()))
    if links:
        lines.append(f"  links: {' | '.join(links[:LINKS_SHOWN])}")
    if page.forms:
        lines.append(f"  fields: {' | '.join(page.forms[:6])}")
    if page.facts:
        lines.append("  facts: " + " | ".join(f"{label}: {value}" for label, value in page.facts[:8]))
    return "\n".join(lines)


def _told(episode: Episode) -> str:
    """A demonstration in a line: what was asked, and what was done."""
    done = []
    for step in episode.steps:
        action = step.decision.action
        element = step.observation.element(action.ref) if action else None
        text = f" “{action.text}”" if action and action.text else ""
        done.append(f"{str(action.verb).lower()}{f' “{element.name}”' if element else ''}{text}" if action else "…")
    return f"{episode.task.instruction} ({'; '.join(done)})"


def _path(page: SitePage) -> str:
    parts = urlsplit(page.url)
    return f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"


def _lines(name: str) -> Sequence[str]:
    text = prompt_file(ROOM, name)
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
