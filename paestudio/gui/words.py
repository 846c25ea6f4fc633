"""How the window says things: statuses, outcomes, phases, actions and durations, in words and with an icon."""

from __future__ import annotations

from dataclasses import dataclass

from paestudio.core.actions import Action, Verb
from paestudio.core.records import Cause, Observation, Outcome, Purpose, Status, Stop


@dataclass(frozen=True, slots=True)
class Look:
    """A word, the icon beside it and the colour token of both: colour is never the only sign."""

    word: str
    icon: str
    token: str


STATUS = {
    Status.PROPOSED: Look("Waits for you", "waiting", "unknown"),
    Status.APPROVED: Look("Approved", "approved", "accent_text"),
    Status.REJECTED: Look("Rejected", "reject", "muted"),
    Status.IN_BAND: Look("Learning", "learning", "accent_text"),
    Status.MASTERED: Look("Mastered", "mastered", "success"),
    Status.PARKED: Look("Parked", "parked", "muted"),
    Status.INFEASIBLE: Look("Not possible", "blocked", "failure"),
    Status.BLOCKED: Look("Blocked", "blocked", "failure"),
}

OUTCOME = {
    Outcome.SUCCESS: Look("Success", "success", "success"),
    Outcome.FAILURE: Look("Failure", "failure", "failure"),
    Outcome.UNKNOWN: Look("Unclear", "unknown", "unknown"),
}
PROOF = Look("Proof", "approve", "muted")
RETRACTED = Look("Retracted", "reject", "muted")
UNJUDGED = Look("Not judged yet", "waiting", "muted")

PHASES = {
    "exploring": "Exploring the site",
    "proposing": "Writing tasks",
    "waiting": "Waiting for you",
    "measuring": "Measuring on held-out tasks",
    "warm_start": "Learning from explored paths",
    "acting": "Practising",
    "learning": "Updating the adapter",
}

_SHORT = {
    "proposing": "Writing tasks",
    "waiting": "Waiting for you",
    "measuring": "Measuring",
    "warm_start": "Warm start",
    "learning": "Updating",
    "exploring": "Exploring",
}

PURPOSE = {
    Purpose.TRAIN: "practice",
    Purpose.HELD_OUT: "held-out measure",
    Purpose.PROOF: "shows that the task can be done",
    Purpose.EVALUATE: "evaluation",
    Purpose.SHOWN: "shown by you",
}

STOP = {
    Stop.ANSWERED: "the agent said it was done",
    Stop.OVER: "the page ended the task",
    Stop.STEP_LIMIT: "it ran out of steps",
    Stop.REPEATING: "it did the same thing again and again",
    Stop.FORMAT_ERRORS: "too many replies that were no action",
    Stop.BROWSER_ERROR: "the page or the site failed",
    Stop.MODEL_ERROR: "the model failed",
    Stop.STOPPED: "it was stopped",
}

CAUSE = {
    Cause.ENVIRONMENT: "the page or the site was at fault",
    Cause.TASK: "the task cannot be decided",
    Cause.JUDGE: "the judge could not tell",
    Cause.MODEL: "the model was at fault",
    Cause.RETRACTED: "taken out of training",
}

REJECT_REASONS = (
    "Not useful",
    "Unclear wording",
    "The check is wrong",
    "Duplicate",
    "Must not be done on this site",
)

MEASURES = {"before": "before", "warm_start": "warm start", "after": "after"}

METRICS = {
    "loss": "Loss",
    "entropy": "Entropy (nats)",
    "reward": "Mean reward",
    "unknown_rate": "Unclear verdicts (share)",
    "steps_per_second": "Actions per second",
    "tokens_per_second": "Tokens per second",
    "episode_steps": "Steps an episode",
    "grad_norm": "Gradient norm",
    "kl": "Distance to the old policy (KL)",
}


def phase(name: str) -> str:
    """A phase in words."""
    return PHASES.get(name, name.replace("_", " ").capitalize())


def phase_short(name: str) -> str:
    """A phase in one to three words."""
    return _SHORT.get(name) or phase(name)


def metric(name: str) -> str:
    """A curve's title."""
    return METRICS.get(name, name.replace("_", " ").capitalize())


def action(done: Action | None, seen: Observation, raw: str = "") -> str:
    """What the agent did, naming the element instead of its number."""
    if done is None:
        return f"No action: “{shorten(raw, 80)}”" if raw.strip() else "No action"
    element = seen.element(done.ref)
    name = f"“{shorten(element.name or element.context, 60)}”" if element and (element.name or element.context) else ""
    role = element.role if element else "the page" if done.ref is None else f"element {done.ref}"
    target = f"{role} {name}".strip()
    match done.verb:
        case Verb.CLICK:
            return f"Click {target}"
        case Verb.TYPE:
            return f"Type “{shorten(done.text, 80)}” into {target}" + (" and press Enter" if done.submit else "")
        case Verb.SELECT:
            return f"Choose “{shorten(done.text, 60)}” in {target}"
        case Verb.PRESS:
            return f"Press {done.text}"
        case Verb.SCROLL:
            return f"Scroll {done.text} in {target}" if done.ref is not None else f"Scroll {done.text}"
        case Verb.WAIT:
            return "Wait"
        case Verb.BACK:
            return "Go back"
        case Verb.ANSWER:
            return f"Answer “{shorten(done.text, 120)}”" if done.text else "Say that it is done"


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


def difficulty(value: float) -> str:
    """0–1 as easy, medium or hard."""
    return "easy" if value < 0.34 else "medium" if value < 0.67 else "hard"


def count(number: int, one: str, many: str = "") -> str:
    """“1 task”, “12 tasks”."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """0.5 as “50 %”."""
    return f"{share * 100:.0f} %"
