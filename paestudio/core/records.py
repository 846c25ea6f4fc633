"""The records that flow through the loop. Frozen: judgement and credit are new records, never edits.

Every record survives `codec.dumps` → `codec.loads` unchanged. Lengths are CSS pixels, times are seconds,
instants are Unix seconds (UTC). Screenshots are files; records carry their content address.
"""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from paestudio.core.actions import Action

Check = Mapping[str, Any]
OWN = "own"  # origin of a task that the person wrote or showed: trained on, and held out only when they say so


class Outcome(StrEnum):
    """What an evaluator says of an episode. UNKNOWN is never a reward: it is left out of training."""

    SUCCESS = "success"
    FAILURE = "failure"
    UNKNOWN = "unknown"


class Cause(StrEnum):
    """Why a verdict is unknown."""

    ENVIRONMENT = "environment"
    TASK = "task"
    JUDGE = "judge"
    MODEL = "model"
    RETRACTED = "retracted"  # a person took it out of training, whatever was decided


class Stop(StrEnum):
    """Why an episode ended."""

    ANSWERED = "answered"  # the agent said ANSWER (also "done": nothing is left to do)
    OVER = "over"  # the page itself said that the task is over
    STEP_LIMIT = "step_limit"
    FORMAT_ERRORS = "format_errors"  # too many replies that are not an action
    REPEATING = "repeating"  # the same action again and again, and nothing changed
    BROWSER_ERROR = "browser_error"  # the page or the site failed: not the agent's fault
    MODEL_ERROR = "model_error"  # the policy failed: not the agent's fault
    STOPPED = "stopped"  # a person stopped the run


class Status(StrEnum):
    """A task's life-cycle. The last five follow from the measured pass rate."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    IN_BAND = "in_band"
    MASTERED = "mastered"
    PARKED = "parked"
    INFEASIBLE = "infeasible"
    BLOCKED = "blocked"


class Purpose(StrEnum):
    """What an episode was played for. TRAIN episodes are learned from, PROOF and SHOWN ones as demonstrations."""

    TRAIN = "train"
    HELD_OUT = "held_out"
    PROOF = "proof"  # the proposer replaying the path a task came from
    EVALUATE = "evaluate"
    SHOWN = "shown"  # a person doing the task: a demonstration
    COMPARE = "compare"  # two versions side by side, for a person to look at: no curve counts it


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do on a site. `check` is decided by a program; `rubric` needs a judge or a person."""

    id: str
    instruction: str
    start_url: str
    check: Check | None = None
    rubric: str = ""
    kind: str = "navigation"  # navigation | retrieval | search | form | state | …
    origin: str = "explored"  # explored | model | human (rewritten by a person) | own | file
    parent: str | None = None
    difficulty: float = 0.0  # 0 easy … 1 hard: steps of the shortest known path, scaled
    login: str | None = None

    @staticmethod
    def make(instruction: str, start_url: str, check: Check | None = None, **rest: Any) -> Task:
        """A task whose id follows from its content: the same task proposed twice has one id."""
        text = json.dumps([instruction, start_url, check, rest.get("login")], sort_keys=True)
        return Task(hashlib.sha256(text.encode()).hexdigest()[:12], instruction, start_url, check, **rest)


@dataclass(frozen=True, slots=True)
class Element:
    """One thing on the page that can be acted on."""

    ref: int  # what actions point at; stable while the element stays in the document
    role: str  # link, button, textbox, searchbox, checkbox, radio, combobox, … (ARIA)
    name: str  # accessible name, or what names it when there is none (title, alt, class, icon)
    value: str = ""
    state: tuple[str, ...] = ()  # checked, selected, expanded, disabled, required, readonly, focused
    box: tuple[float, float, float, float] = (0, 0, 0, 0)  # x, y, width, height in the viewport
    on_screen: bool = True
    covered_by: int | None = None  # ref of the element on top, -1 when that one has none
    context: str = ""  # nearest heading, row or list item: tells apart elements of one name
    options: tuple[str, ...] = ()  # choices of a select
    hint: str = ""  # placeholder, or the format a date input wants
    submits: bool = False  # typing here ends with Enter: a search box, or the only text field of its form
    href: str = ""  # absolute address of a link
    order: int = 0  # place in the document, shared with Text
    frame: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of visible text that is not part of an element."""

    text: str
    order: int
    on_screen: bool = True
    heading: int = 0  # 1–6 for a heading


@dataclass(frozen=True, slots=True)
class Observation:
    """A page as the agent sees it."""

    url: str
    title: str
    elements: tuple[Element, ...] = ()
    texts: tuple[Text, ...] = ()
    screenshot: str | None = None  # content address of a JPEG
    last_error: str = ""  # why the last action failed
    notes: tuple[str, ...] = ()  # what happened meanwhile: a dialog answered, a file downloaded
    dropped: str = ""  # what the budget left out, in words
    scroll: tuple[float, float, float] = (0, 0, 0)  # top, viewport height, document height
    viewport: tuple[int, int] = (1280, 800)
    goal: str = ""  # what the page itself asks for; heeded only where the page's own reward is the check
    over: bool = False  # the page itself says that its task is over

    def element(self, ref: int | None) -> Element | None:
        """The element with that ref, or None."""
        return next((e for e in self.elements if e.ref == ref), None)

    @property
    def looks(self) -> tuple[object, ...]:
        """All of the page that an action can change, but the focus: two that are equal are the same page as it was."""
        shown = tuple((e.role, e.name, e.value, *(s for s in e.state if s != "focused")) for e in self.elements)
        return self.url, self.scroll[0], shown, tuple(t.text for t in self.texts)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the policy said: `action` is None when the reply was no action, and `error` says why."""

    raw: str
    action: Action | None
    thought: str = ""
    error: str = ""
    tokens: tuple[int, ...] = ()  # of the reply only
    logprobs: tuple[float, ...] = ()  # one a token, under the constraint; 0.0 where only one token was possible
    entropy: float = 0.0  # nats, summed over the tokens that could have been others
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """One observation and the decision taken on it. `error` is why the action failed, if it did."""

    index: int
    observation: Observation
    decision: Decision
    error: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Final:
    """The page an episode ended on, as far as checks need it."""

    url: str = ""
    text: str = ""
    title: str = ""
    probes: Mapping[str, str | None] = field(default_factory=dict)  # "selector␟property" → value
    screenshot: str | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """One attempt at one task."""

    id: str
    task: Task
    steps: tuple[Step, ...]
    stop: Stop
    answer: str | None = None
    final: Final = field(default_factory=Final)
    policy: str = ""  # which policy: "base", "scripted", "demonstration", "person", a run
    version: int = 0  # of the adapter
    purpose: Purpose = Purpose.TRAIN
    iteration: int = 0
    started: float = 0.0
    seconds: float = 0.0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One evaluator's judgement of one episode. Kept for ever: an override is a second verdict."""

    episode: str
    task: str
    outcome: Outcome
    evaluator: str  # "human", "check", "judge:…"
    cause: Cause | None = None
    evidence: str = ""
    confidence: float = 1.0
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Judged:
    """An episode with the verdict that settles it."""

    episode: Episode
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Credit:
    """What an update gave an episode: reward 0 or 1, and advantage = reward − baseline."""

    episode: str
    reward: float
    baseline: float
    advantage: float


@dataclass(frozen=True, slots=True)
class Update:
    """One learning step. `episodes` were used, with `credits`; `version` is the adapter it made."""

    version: int
    iteration: int
    algorithm: str
    episodes: tuple[str, ...]
    credits: tuple[Credit, ...] = ()
    metrics: Mapping[str, float] = field(default_factory=dict)
    checkpoint: str = ""  # folder name inside the run
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Rate:
    """Successes of n decided trials with Wilson's interval at 95 %; `unknown` are left out of n."""

    success: float
    low: float
    high: float
    n: int
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page the explorer saw. `links` are (text, address); `facts` are (label, value) found on it."""

    url: str
    title: str
    depth: int = 0
    parent: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    forms: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    screenshot: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A task and the episode that proved it feasible, when one was played."""

    task: Task
    proof: Episode | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One press of Train: enough to repeat it."""

    id: str
    site: str
    config: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    versions: Mapping[str, str] = field(default_factory=dict)
    started: float = 0.0

    @staticmethod
    def new_id() -> str:
        """When it was made, in local time, and what tells apart two of one second."""
        return f"{time.strftime('%Y%m%d-%H%M%S')}-{uuid.uuid4().hex[:4]}"
