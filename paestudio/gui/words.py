"""How the window says things: statuses, outcomes, phases, actions and durations, in words and with an icon.

The tables hold English; what reads them translates at that moment, as they are made before a language is loaded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QDateTime, QLocale

from paestudio.core.actions import Action, Verb
from paestudio.core.records import Cause, Observation, Outcome, Purpose, Status, Stop
from paestudio.gui.texts import later, quoted, tr


@dataclass(frozen=True, slots=True)
class Look:
    """A word, the icon beside it and the colour token of both: colour is never the only sign."""

    source: str
    icon: str
    token: str

    @property
    def word(self) -> str:
        """The word in the language of the window."""
        return tr(self.source)


STATUS = {
    Status.PROPOSED: Look(later("Waits for you"), "waiting", "unknown"),
    Status.APPROVED: Look(later("Approved"), "approved", "accent_text"),
    Status.REJECTED: Look(later("Rejected"), "reject", "muted"),
    Status.IN_BAND: Look(later("Learning"), "learning", "accent_text"),
    Status.MASTERED: Look(later("Mastered"), "mastered", "success"),
    Status.PARKED: Look(later("Parked"), "parked", "muted"),
    Status.INFEASIBLE: Look(later("Not possible"), "blocked", "failure"),
    Status.BLOCKED: Look(later("Blocked"), "blocked", "failure"),
}

OUTCOME = {
    Outcome.SUCCESS: Look(later("Success"), "success", "success"),
    Outcome.FAILURE: Look(later("Failure"), "failure", "failure"),
    Outcome.UNKNOWN: Look(later("Unclear"), "unknown", "unknown"),
}
PROOF = Look(later("Proof"), "approve", "muted")
RETRACTED = Look(later("Retracted"), "reject", "muted")
UNJUDGED = Look(later("Not judged yet"), "waiting", "muted")

_PHASES = {
    "loading": later("Loading"),
    "exploring": later("Exploring the site"),
    "proposing": later("Writing tasks"),
    "waiting": later("Waiting for you"),
    "measuring": later("Measuring on held-out tasks"),
    "warm_start": later("Learning from explored paths"),
    "acting": later("Practising"),
    "learning": later("Updating the adapter"),
}

_SHORT = {
    "proposing": later("Writing tasks"),
    "waiting": later("Waiting for you"),
    "measuring": later("Measuring"),
    "warm_start": later("Warm start"),
    "learning": later("Updating"),
    "exploring": later("Exploring"),
}

_PURPOSE = {
    Purpose.TRAIN: later("practice"),
    Purpose.HELD_OUT: later("held-out measure"),
    Purpose.PROOF: later("shows that the task can be done"),
    Purpose.EVALUATE: later("evaluation"),
    Purpose.COMPARE: later("comparison"),
    Purpose.SHOWN: later("shown by you"),
}

_STOP = {
    Stop.ANSWERED: later("the agent said it was done"),
    Stop.OVER: later("the page ended the task"),
    Stop.STEP_LIMIT: later("it ran out of steps"),
    Stop.REPEATING: later("it did the same thing again and again"),
    Stop.FORMAT_ERRORS: later("too many replies that were no action"),
    Stop.BROWSER_ERROR: later("the page or the site failed"),
    Stop.MODEL_ERROR: later("the model failed"),
    Stop.STOPPED: later("it was stopped"),
}

_CAUSE = {
    Cause.ENVIRONMENT: later("the page or the site was at fault"),
    Cause.TASK: later("the task cannot be decided"),
    Cause.JUDGE: later("the judge could not tell"),
    Cause.MODEL: later("the model was at fault"),
    Cause.RETRACTED: later("taken out of training"),
}

# Kept in the store in English, whatever the language of the window: the proposer reads them.
REJECT_REASONS = (
    later("Not useful"),
    later("Unclear wording"),
    later("The check is wrong"),
    later("Duplicate"),
    later("Must not be done on this site"),
)
# Reasons that the program keeps with a status or a verdict.
OWN_REASONS = (
    later("kept apart to measure with"),
    later("taken back"),
    later("edited"),
    later("replaced by an edited one"),
)
_RULE = re.compile(r"rule: you approved (\d+) of (\d+) (\w+) tasks")

_MEASURES = {"before": later("before"), "warm_start": later("warm start"), "after": later("after")}

_METRICS = {
    "loss": later("Loss"),
    "entropy": later("Entropy (nats)"),
    "reward": later("Mean reward"),
    "unknown_rate": later("Unclear verdicts (share)"),
    "steps_per_second": later("Actions per second"),
    "tokens_per_second": later("Tokens per second"),
    "episode_steps": later("Steps per episode"),
    "grad_norm": later("Gradient norm"),
    "kl": later("Distance to the old policy (KL)"),
}

_KINDS = {
    "navigation": later("navigation"),
    "search": later("search"),
    "retrieval": later("retrieval"),
    "form": later("form"),
    "sort": later("sorting"),
    "filter": later("filter"),
    "multi": later("several steps"),
    "other": later("other"),
}


_ROLES = {
    "link": later("link"),
    "button": later("button"),
    "textbox": later("textbox"),
    "searchbox": later("searchbox"),
    "combobox": later("combobox"),
    "checkbox": later("checkbox"),
    "radio": later("radio"),
    "tab": later("tab"),
    "option": later("option"),
    "menuitem": later("menuitem"),
}

_CHOICES = {
    "proposer": {
        "grounded": later("the explorer"),
        "model": later("a model with its map"),
        "both": later("both"),
        "name": later("a model, by name only"),
    },
    "evaluator": {"checks": later("the checks"), "judge": later("a model"), "both": later("both")},
    "browser": {"embedded": later("in this window"), "launched": later("one of its own")},
}


def phase(name: str) -> str:
    """A phase in words."""
    return tr(_PHASES[name]) if name in _PHASES else name.replace("_", " ").capitalize()


def phase_short(name: str) -> str:
    """A phase in one to three words."""
    return tr(_SHORT[name]) if name in _SHORT else phase(name)


def purpose(why: Purpose) -> str:
    """What an episode was played for."""
    return tr(_PURPOSE[why])


def stop(why: Stop) -> str:
    """Why an episode ended, as the end of a sentence."""
    return tr(_STOP[why]) if why in _STOP else str(why)


def cause(what: Cause) -> str:
    """What made a verdict unclear."""
    return tr(_CAUSE[what])


def reason(kept: str) -> str:
    """The reason of a task's status as it is kept, in the language of the window; a person's own words as they are."""
    rule = _RULE.fullmatch(kept)
    if rule is None:
        return tr(kept) if kept else ""
    said = tr("by your rule: you approved {some} of {all} tasks of the kind “{kind}”")
    return said.format(some=rule[1], all=rule[2], kind=kind(rule[3]))


def measure(name: str, iteration: int) -> str:
    """Which measurement on held-out tasks it was."""
    return tr(_MEASURES[name]) if name in _MEASURES else tr("update {number}").format(number=iteration)


def metric(name: str) -> str:
    """A curve's title."""
    return tr(_METRICS[name]) if name in _METRICS else name.replace("_", " ").capitalize()


def kind(name: str) -> str:
    """A kind of task."""
    return tr(_KINDS[name]) if name in _KINDS else name.replace("_", " ")


def kinds() -> list[str]:
    """All kinds of task that have a word."""
    return [tr(said) for said in _KINDS.values()]


def evaluator(name: str) -> str:
    """Who gave a verdict: you, the check, the judge with its model's name."""
    who, _, which = name.partition(":")
    known = {"human": tr("you"), "check": tr("the check"), "judge": tr("the judge"), "model": tr("the model")}
    return " ".join(filter(None, (known.get(who, who), which)))


def action(done: Action | None, seen: Observation, raw: str = "") -> str:
    """What the agent did, naming the element instead of its number."""
    if done is None:
        return tr("No action: “{said}”").format(said=shorten(raw, 80)) if raw.strip() else tr("No action")
    target, text = _target(done, seen), done.text
    match done.verb:
        case Verb.CLICK:
            return tr("Click {target}").format(target=target)
        case Verb.TYPE:
            enter = tr("Type “{text}” into {target} and press Enter")
            said = enter if done.submit else tr("Type “{text}” into {target}")
            return said.format(text=shorten(text, 80), target=target)
        case Verb.SELECT:
            return tr("Choose “{text}” in {target}").format(text=shorten(text, 60), target=target)
        case Verb.PRESS:
            return tr("Press {key}").format(key=text)
        case Verb.SCROLL:
            way = {"up": tr("up"), "down": tr("down")}.get(text, text)
            inside = tr("Scroll {way} in {target}") if done.ref is not None else tr("Scroll {way}")
            return inside.format(way=way, target=target)
        case Verb.WAIT:
            return tr("Wait")
        case Verb.BACK:
            return tr("Go back")
        case Verb.ANSWER:
            return tr("Answer “{text}”").format(text=shorten(text, 120)) if text else tr("Say that it is done")


def _target(done: Action, seen: Observation) -> str:
    element = seen.element(done.ref)
    if element is None:
        return tr("the page") if done.ref is None else tr("element {number}").format(number=done.ref)
    name = element.name or element.context
    role = tr(_ROLES[element.role]) if element.role in _ROLES else element.role
    return f"{role} {quoted(shorten(name, 60))}" if name else role


def shorten(text: str, most: int) -> str:
    """`text` on one line, at most `most` characters, with … where it was cut."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def duration(seconds: float) -> str:
    """A length of time as a person says it: 40 s, 12 min, 1 h 05 min."""
    whole = max(0, round(seconds))
    if whole < 90:
        return f"{whole} s"
    minutes = round(whole / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def moment(at: float) -> str:
    """A date and a time of day, as the language writes them, of seconds since the epoch."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(at)), QLocale.FormatType.ShortFormat)


def unseen(title: str, url: str, *, kept: bool) -> str:
    """What stands where a page's picture would be; `kept`: there is one, it only takes a moment."""
    lines = [title or tr("untitled"), url]
    return "\n".join(lines if kept else [*lines, "", tr("No screenshot of this page was kept.")])


def clock(seconds: float) -> str:
    """A place in a run: 0:07, 12:30, 1:02:05."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def difficulty(value: float) -> str:
    """0–1 as easy, medium or hard."""
    return tr("easy") if value < 0.34 else tr("medium") if value < 0.67 else tr("hard")


def choice(setting: str, name: str) -> str:
    """One of a setting's choices in words, where it has some; else as it is written on the command line."""
    said = _CHOICES.get(setting, {}).get(name)
    return tr(said) if said else name


def percent(share: float) -> str:
    """0.5 as “50 %”."""
    return f"{share * 100:.0f} %"
