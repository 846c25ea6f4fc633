"""What the stand-in invents: tasks from a site map, and better guidance for a judge."""

from __future__ import annotations

import json
import random
import re
from typing import Any
from urllib.parse import urlsplit

from paestudio.chat.standin.reading import Prompt

STRICT = "Every word of the task that names a thing must be on the page where the agent ended."
GENEROUS = "It is enough when half of the words that name a thing are on the page where the agent ended."
_PAGE = re.compile(r"^(?P<address>\S+) · (?P<title>[^\n]+)$", re.M)
_COUNT = re.compile(r"\b(\d+) tasks\b")
_NOT_POSSIBLE = ("Find the opening hours of the branch on the moon.", "Which of these things can be eaten by robots?")


def guidance(prompt: Prompt) -> dict[str, Any]:
    """A stricter rule when the cases show false passes, a more generous one when they show missed successes."""
    cases = prompt.slots.get("CASES", "")
    passed = len(re.findall(r"truth: failure, judge: success", cases))
    missed = len(re.findall(r"truth: success, judge: (?:failure|unknown)", cases))
    rule = STRICT if passed >= missed else GENEROUS
    before = [line for line in prompt.slots.get("GUIDANCE", "").splitlines() if line not in (STRICT, GENEROUS)]
    return {"guidance": "\n".join((*before, rule)).strip(), "why": f"{passed} false passes, {missed} missed successes"}


def tasks(prompt: Prompt, chance: random.Random, sloppy: bool) -> str:
    """As many tasks as are asked for, one JSON object a line; a sloppy mind repeats itself and breaks the rules."""
    wanted = int(found[1]) if (found := _COUNT.search(prompt.task)) else 25
    impossible = "impossible on this website" in prompt.task
    already = prompt.slots.get("ALREADY", "")
    pages = [(m["address"], m["title"].strip()) for m in _PAGE.finditer(prompt.slots.get("PAGES", ""))]
    made = [
        _of_page(address, title, chance) for address, title in pages if address != "/" and _short(title) not in already
    ]
    seeds = [line.strip("- ").strip() for line in prompt.slots.get("EXAMPLES", "").splitlines() if line.strip()]
    if not pages:
        made = [_of_name(prompt.slots.get("SITE", "the site").strip().split("\n")[0], n) for n in range(wanted)]
    made += [_task(f"{seed.rstrip('.?')}, and say what is below it.", "/", "The answer quotes it.") for seed in seeds]
    made = made[: wanted - impossible]
    if impossible:
        said = _task(chance.choice(_NOT_POSSIBLE), "/", "The answer says that it is not possible.")
        made.append({**said, "feasible": False})
    lines = [json.dumps(one, ensure_ascii=False) for one in made]
    if sloppy and len(made) > 3:
        bad = [
            {**made[0], "check": {"nonsense": 1}},
            {**made[1], "start": "https://elsewhere.invalid/"},
            {"start": "/"},
        ]
        lines = [*lines[:-4], lines[0], *(json.dumps(one) for one in bad), '{"instruction": "unfinished']
    return "\n".join(lines)


def _of_page(address: str, title: str, chance: random.Random) -> dict[str, Any]:
    path = urlsplit(address).path or "/"
    short = _short(title)
    said = chance.choice(("Open the page “{}”.", "Show me “{}”.", "Take me to “{}”."))
    return {
        **_task(said.format(short), "/", f"The page “{short}” is open."),
        "check": {"url": f"^{re.escape(path)}(\\?|$)"},
    }


def _short(title: str) -> str:
    return re.split(r" [|·–-] ", title)[0].strip()


def _of_name(site: str, number: int) -> dict[str, Any]:
    things = ("opening hours", "prices", "contact address", "newest page", "terms", "search", "help", "news")
    thing = things[number % len(things)]
    return _task(f"Find the {thing} of {site}, part {number // len(things) + 1}.", "/", f"The {thing} can be seen.")


def _task(instruction: str, start: str, *criteria: str) -> dict[str, Any]:
    return {"instruction": instruction, "start": start, "criteria": list(criteria)}
