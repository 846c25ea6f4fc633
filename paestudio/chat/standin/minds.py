"""What the stand-in answers, by what it is asked for and what kind of mind it has."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Sequence
from typing import Any

from paestudio.chat.standin import inventing, judging
from paestudio.chat.standin.reading import Prompt, command, read

RUBBISH, FLIPPED, FENCED, INVENTED = 0.04, 0.15, 0.2, 0.5  # shares of a noisy mind's replies


class Mind:
    """One way of answering. The same prompt and seed give the same reply, whatever the prompt's random code."""

    def __init__(self, mode: str, seed: int = 0) -> None:
        self.mode = mode
        self._seed = seed

    def reply(self, messages: Sequence[tuple[str, str]], seed: int | None = None) -> str:
        """The text of the reply to (role, text) pairs."""
        prompt = read(messages)
        chance = self._chance(messages, seed)
        if '"verdict"' in prompt.task:
            return self._judged(prompt, chance)
        if '"guidance"' in prompt.task:
            return json.dumps(inventing.guidance(prompt))
        if '"instruction"' in prompt.task:
            return inventing.tasks(prompt, chance, sloppy=self.mode == "noisy")
        return "I do not know what you want."

    def _judged(self, prompt: Prompt, chance: random.Random) -> str:
        obeys = {"gullible": prompt.outside, "reckless": "\n".join((prompt.outside, *prompt.slots.values()))}
        order = command(obeys.get(self.mode, ""))
        if order:
            return json.dumps(judging.verdict(judging.view(prompt).criteria, True, order))
        found = judging.judge(prompt)
        return self._with_noise(found, prompt, chance) if self.mode == "noisy" else json.dumps(found)

    def _with_noise(self, found: dict[str, Any], prompt: Prompt, chance: random.Random) -> str:
        if chance.random() < RUBBISH:
            return "The agent did very well. I would say it is a success!"
        if chance.random() < FLIPPED:
            seen = judging.view(prompt)
            lines = [line for line in seen.page.splitlines() if line.strip()] or ["nothing"]
            evidence = "The page confirms it." if chance.random() < INVENTED else chance.choice(lines)
            found = judging.verdict(seen.criteria, found["verdict"] != "success", evidence)
        text = json.dumps(found)
        return f"Here is my verdict:\n```json\n{text}\n```" if chance.random() < FENCED else text

    def _chance(self, messages: Sequence[tuple[str, str]], seed: int | None) -> random.Random:
        text = re.sub(r"\b[0-9a-f]{16}\b", "", "\n".join(text for _, text in messages))
        return random.Random(hashlib.sha256(f"{self._seed}|{seed}|{text}".encode()).digest())
