"""One declaration per setting: it feeds the command line, the settings in the window, and the docs.

A setting's default, help, unit and bounds stand here and nowhere else. `RunConfig` is frozen; unknown keys are
refused with the nearest known one.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from paestudio.core.errors import UserError

SEEN, READ = "1024x768", "1280x800"  # pages for a model that sees (the published size), and for one that reads
DEFAULT_MODEL = "HuggingFaceTB/SmolLM2-135M-Instruct"


@dataclass(frozen=True, slots=True)
class About:
    """What a setting is, for people: `group` is where the window shows it, `advanced` folds it away."""

    help: str
    group: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    advanced: bool = True


def setting(
    default: Any,
    help: str,
    group: str,
    *,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
    advanced: bool = True,
) -> Any:
    """A dataclass field that carries its own documentation."""
    return field(default=default, metadata={"about": About(help, group, low, high, choices, advanced)})


_ENDPOINT: Mapping[str, tuple[Any, str, float | None, float | None, tuple[str, ...]]] = {
    "url": ("", "Address of the {role}'s model server; empty: its model runs on this machine.", None, None, ()),
    "model": (
        "",
        "The {role}'s model, as its server lists it; without a server a hub name, a folder, or same: the agent's own.",
        None,
        None,
        (),
    ),
    "api": (
        "auto",
        "What the {role}'s server speaks; auto: by its address.",
        None,
        None,
        ("auto", "openai", "anthropic"),
    ),
    "key_name": ("", "Name of the environment variable or keyring entry with the {role}'s key.", None, None, ()),
    "max_tokens": (1_000, "Longest reply of the {role}'s model, in tokens.", 16, 100_000, ()),
    "images": (False, "The {role}'s model is shown screenshots.", None, None, ()),
    "budget_tokens": (0, "Tokens the {role}'s model may use in a session; 0: no limit.", 0, 10**12, ()),
    "budget_money": (0.0, "Money the {role}'s model may cost in a session; 0: no limit.", 0, 10**9, ()),
    "price_in": (0.0, "Price of a million tokens the {role}'s model reads.", 0, 10**6, ()),
    "price_out": (0.0, "Price of a million tokens the {role}'s model writes.", 0, 10**6, ()),
}


def endpoint(what: str, role: str) -> Any:
    """The same setting for each role that can be a model behind an endpoint."""
    default, help, low, high, choices = _ENDPOINT[what]
    return setting(default, help.format(role=role), role, low=low, high=high, choices=choices)


@dataclass(frozen=True, slots=True)
class RunConfig:
    """Everything that decides a run, besides the site itself."""

    # run
    minutes: float = setting(12.0, "Time for the whole run, in minutes.", "run", low=0.1, high=10_000, advanced=False)
    iterations: int = setting(0, "Stop after this many updates; 0: when the time is over.", "run", low=0, high=100_000)
    seed: int = setting(0, "Seed of every random choice.", "run", low=0, high=2**31 - 1)
    auto_approve: bool = setting(True, "Approve proposed tasks without asking.", "run", advanced=False)

    # proposer
    tasks: int = setting(150, "How many tasks to propose.", "proposer", low=4, high=10_000, advanced=False)
    explore_pages: int = setting(80, "How many pages to explore at most.", "proposer", low=1, high=5_000)
    explore_seconds: float = setting(60.0, "Time for exploring, in seconds.", "proposer", low=1, high=36_000)
    page_delay: float = setting(0.0, "Pause before each page load of the explorer, in s.", "proposer", low=0, high=60)
    allow_state_changes: bool = setting(False, "Let the explorer submit forms that change the site.", "proposer")
    allow_offsite: bool = setting(False, "Let the agent leave the site's own origin.", "proposer")

    proposer: str = setting(
        "grounded",
        "Who proposes: the explorer, a model that gets its map, both, or a model that gets the site's name only.",
        "proposer",
        choices=("grounded", "model", "both", "name"),
        advanced=False,
    )
    proposer_share: float = setting(0.3, "Share of a model's tasks among both.", "proposer", low=0.05, high=0.95)
    proposer_infeasible: float = setting(
        0.05, "Share of a model's tasks that cannot be done, on purpose.", "proposer", low=0, high=0.5
    )
    proposer_try: bool = setting(
        True, "Try a model's tasks on the explored site first; what cannot be done there is dropped.", "proposer"
    )
    proposer_site_name: str = setting("", "What the site is called and is for; empty: its address.", "proposer")
    proposer_seeds: str = setting(
        "", "Tasks to start from: a file with one a line, or the tasks themselves, divided by semicolons.", "proposer"
    )
    proposer_url: str = endpoint("url", "proposer")
    proposer_model: str = endpoint("model", "proposer")
    proposer_api: str = endpoint("api", "proposer")
    proposer_key_name: str = endpoint("key_name", "proposer")
    proposer_max_tokens: int = setting(
        6_000, "Longest reply of the proposer's model.", "proposer", low=16, high=100_000
    )
    proposer_images: bool = endpoint("images", "proposer")
    proposer_budget_tokens: int = endpoint("budget_tokens", "proposer")
    proposer_budget_money: float = endpoint("budget_money", "proposer")
    proposer_price_in: float = endpoint("price_in", "proposer")
    proposer_price_out: float = endpoint("price_out", "proposer")

    # judge
    evaluator: str = setting(
        "checks",
        "Who judges: the tasks' checks, a model, or checks and a model where no check decides.",
        "judge",
        choices=("checks", "judge", "both"),
        advanced=False,
    )
    judge_url: str = endpoint("url", "judge")
    judge_model: str = endpoint("model", "judge")
    judge_api: str = endpoint("api", "judge")
    judge_key_name: str = endpoint("key_name", "judge")
    judge_max_tokens: int = endpoint("max_tokens", "judge")
    judge_images: bool = endpoint("images", "judge")
    judge_budget_tokens: int = endpoint("budget_tokens", "judge")
    judge_budget_money: float = endpoint("budget_money", "judge")
    judge_price_in: float = endpoint("price_in", "judge")
    judge_price_out: float = endpoint("price_out", "judge")
    judge_votes: int = setting(3, "How often the judge is asked about an episode.", "judge", low=1, high=15)
    judge_threshold: float = setting(1.0, "Share of the votes that must say success.", "judge", low=0.05, high=1)
    judge_pages: int = setting(3, "Last pages of an episode that the judge sees; 0: all.", "judge", low=0, high=100)
    judge_guidance: str = setting("", "File with guidance for the judge instead of the shipped one.", "judge")
    judge_second_look: float = setting(
        0.0, "Share of the episodes decided by a check that the judge judges too.", "judge", low=0, high=1
    )
    endpoint_seconds: float = setting(
        60.0, "Longest wait for a reply of a model server, in s.", "endpoint", low=1, high=3600
    )
    endpoint_retries: int = setting(4, "Retries when a model server fails or limits.", "endpoint", low=0, high=20)
    endpoint_wait: float = setting(
        10.0,
        "How long a run waits, in minutes, for a model server that has answered before and no longer does; 0: not.",
        "endpoint",
        low=0,
        high=10_000,
    )
    endpoint_parallel: int = setting(4, "Requests to a model server at the same time.", "endpoint", low=1, high=64)

    # browser
    browser: str = setting("embedded", "Which browser plays.", "browser", choices=("embedded", "launched"))
    pages: int = setting(4, "Pages that play at the same time.", "browser", low=1, high=32, advanced=False)
    screenshots: bool = setting(True, "Keep a screenshot of each step (off by default without a window).", "browser")
    action_seconds: float = setting(8.0, "Longest wait for what an action started, in s.", "browser", low=0.5, high=120)
    viewport: str = setting(
        "auto", f"Size of the pages, WIDTHxHEIGHT; auto: {SEEN} for a model that sees, else {READ}.", "browser"
    )
    max_steps: int = setting(6, "Actions in an episode at most.", "browser", low=1, high=100, advanced=False)

    # model
    model: str = setting(DEFAULT_MODEL, "Base model: a hub name or a local folder.", "model", advanced=False)
    policy: str = setting(
        "auto",
        "How the agent speaks: spelled actions of the page, or thoughts and actions in its own words; auto: thoughts "
        "when the model sees.",
        "model",
        choices=("auto", "spelled", "thought"),
    )
    policy_images: int = setting(
        -1, "Screenshots shown to the agent, of the last steps; -1: one when the model sees.", "model", low=-1, high=8
    )
    image_tiles: bool = setting(
        True,
        "Cut screenshots into tiles where the model can (LLaVA-NeXT, SmolVLM); the published PAE agents do not.",
        "model",
    )
    reply_tokens: int = setting(256, "Longest thought and action, in tokens.", "model", low=16, high=8_192)
    adapter_reads: str = setting(
        "decision",
        "What the adapter reads: the decision, after a page read by the base weights once for all; or everything, "
        "as published adapters do.",
        "model",
        choices=("decision", "everything"),
    )
    quantize: str = setting(
        "none", "Keep the base weights in 4 bits (QLoRA; needs an NVIDIA GPU).", "model", choices=("none", "4bit")
    )
    page_tokens: int = setting(420, "Longest page description for the model, in tokens.", "model", low=64, high=32_768)
    lora_rank: int = setting(16, "Rank of the LoRA adapter.", "model", low=1, high=512)
    threads: int = setting(0, "CPU threads of the model; 0: all cores.", "model", low=0, high=512)
    temperature: float = setting(0.7, "Sampling temperature while training.", "model", low=0.05, high=5)

    # learner
    algorithm: str = setting(
        "rloo", "Policy gradient, or filtered behaviour cloning as in PAE.", "learner", choices=("rloo", "filtered_bc")
    )
    group: int = setting(4, "Episodes of one task in an iteration.", "learner", low=2, high=64)
    tasks_per_iteration: int = setting(6, "Tasks in an iteration.", "learner", low=1, high=512)
    learning_rate: float = setting(3e-4, "Learning rate of the adapter.", "learner", low=1e-7, high=1e-1)
    batch: int = setting(8, "Distinct decisions in one optimizer step.", "learner", low=1, high=100_000)
    passes: int = setting(1, "Passes over an iteration's decisions.", "learner", low=1, high=16)
    checkpointing: str = setting(
        "auto",
        "Compute layers again in the backward pass to save memory; auto: only after memory ran out.",
        "learner",
        choices=("auto", "on", "off"),
    )
    guided: bool = setting(True, "A task whose whole group failed also learns from the explorer's path.", "learner")
    rehearsed: int = setting(
        24, "Demonstrations learned again beside an update's episodes, after a warm start.", "learner", low=0, high=1000
    )
    clip: float = setting(0.2, "Clip range of the probability ratio.", "learner", low=0.01, high=1)
    max_norm: float = setting(1.0, "Largest gradient norm.", "learner", low=0.01, high=100)
    warm_start: bool = setting(True, "Learn from the explorer's paths before RL.", "learner", advanced=False)
    warm_start_share: float = setting(0.25, "Share of the time left for the warm start.", "learner", low=0.0, high=0.9)
    warm_start_tasks: float = setting(
        0.6, "Share of the training tasks that it shows; the others are left to RL.", "learner", low=0.05, high=1.0
    )
    warm_start_rate: float = setting(
        1.5e-3, "Learning rate the warm start begins with.", "learner", low=1e-7, high=1e-1
    )

    # measuring
    held_out: float = setting(0.2, "Share of the tasks kept apart to measure with.", "measuring", low=0.05, high=0.9)
    held_out_limit: int = setting(50, "Most tasks kept apart.", "measuring", low=2, high=1_000)


def about(name: str) -> About:
    """The declaration of a setting."""
    made: About = next(f for f in fields(RunConfig) if f.name == name).metadata["about"]
    return made


def flag(name: str) -> str:
    """A setting's option on the command line."""
    return f"--{name.replace('_', '-')}"


def read(name: str, text: str) -> Any:
    """A setting's value from what a person typed. Raises UserError in the setting's own words."""
    default = getattr(RunConfig(), name)
    kind = type(default)
    try:
        value = kind(text.strip())
    except ValueError:
        wanted = "a whole number" if kind is int else "a number"
        raise UserError(f"{name} must be {wanted}, not {text.strip()!r}.") from None
    if kind is str and default and not value:
        raise UserError(f"{name} must not be empty.")
    _check(name, value, about(name))
    return value


def changed(config: RunConfig) -> dict[str, Any]:
    """The settings that differ from their defaults."""
    return {f.name: value for f in fields(RunConfig) if (value := getattr(config, f.name)) != f.default}


def from_mapping(values: Mapping[str, Any]) -> RunConfig:
    """A checked RunConfig. Raises UserError for an unknown key or a value out of bounds."""
    known = {f.name: f for f in fields(RunConfig)}
    for key, value in values.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            raise UserError(f"There is no setting {key!r}.", f"Did you mean {near[0]!r}?" if near else "")
        _check(key, value, known[key].metadata["about"])
    return RunConfig(**values)


def viewport(text: str, *, sees: bool) -> tuple[int, int]:
    """Width and height of the pages in CSS pixels. Raises UserError for what is no size."""
    width, _, height = (SEEN if sees else READ).partition("x") if text == "auto" else text.lower().partition("x")
    if not (width.isdigit() and height.isdigit() and 200 <= int(width) <= 8000 and 200 <= int(height) <= 8000):
        raise UserError(f"viewport must be a size like 1024x768, not {text!r}.")
    return int(width), int(height)


def _check(key: str, value: Any, about: About) -> None:
    if key == "viewport":
        viewport(value, sees=False)
    if about.choices and value not in about.choices:
        raise UserError(f"{key} must be one of {', '.join(about.choices)}, not {value!r}.")
    if about.low is not None and about.high is not None:
        ok = isinstance(value, (int, float)) and about.low <= value <= about.high
        if not ok:
            raise UserError(f"{key} must be between {about.low:g} and {about.high:g}, not {value!r}.")
