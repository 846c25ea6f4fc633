"""Free generation: thoughts and actions in the model's own words, with the exact log-probability of every token.

All that is ready is said together. Pages and prompts are read once for all who share them, in packed passes; then
every reply gets one token a pass. Sampling uses plain temperature and the whole vocabulary, so that what is
recorded is what learning computes again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from paestudio.core.errors import EnvironmentFault
from paestudio.core.samples import Picture
from paestudio.lm.generate import Generator, Stream, Wanted
from paestudio.lm.model import LanguageModel


@dataclass(slots=True)
class Ask:
    """What to reply to. `pictures` are kept alive while their tokens are used."""

    prefix: tuple[int, ...]
    prompt: tuple[int, ...]
    greedy: bool = False
    pictures: tuple[Picture, ...] = ()


@dataclass(slots=True)
class Said:
    """Tokens, their log-probabilities, and the summed entropy in nats."""

    tokens: list[int] = field(default_factory=list)
    logprobs: list[float] = field(default_factory=list)
    entropy: float = 0.0


class _Reply(Stream):
    """A stream that is learned from: its end is a token too."""

    def __init__(self, ask: Ask, longest: int) -> None:
        super().__init__(Wanted(ask.prefix, ask.prompt, longest, 0.0 if ask.greedy else 1.0))
        self.said = Said(self.tokens)


class Speaker:
    """Replies to prompts with one model. `finished` says of a reply's text that nothing of use can follow."""

    def __init__(
        self,
        lm: LanguageModel,
        temperature: float,
        seed: int,
        longest: int,
        finished: Callable[[str], bool] = lambda text: False,
    ) -> None:
        self.lm = lm
        self._temperature = temperature
        self._longest = longest
        self._finished = finished
        self._random = torch.Generator(lm.device)
        self.reseed(seed)

    def reseed(self, seed: int) -> None:
        """What is drawn from now on follows from `seed`."""
        self._random.manual_seed(seed)

    def speak(self, asks: Sequence[Ask]) -> list[Said]:
        """One reply an ask, in order. Where memory runs out, half of them at a time.

        Raises EnvironmentFault when there is too little memory for a single one.
        """
        try:
            return self._together(asks)
        except torch.OutOfMemoryError as e:
            if len(asks) == 1:
                raise EnvironmentFault(
                    "There is too little memory for a single reply.", "Choose a smaller model, or --quantize 4bit."
                ) from e
        self.lm.make_room()
        half = len(asks) // 2
        return [*self.speak(asks[:half]), *self.speak(asks[half:])]

    def _together(self, asks: Sequence[Ask]) -> list[Said]:
        replies = [_Reply(ask, self._longest) for ask in asks]
        generator = Generator(self.lm, self._take)
        while any(not reply.over for reply in replies):
            generator.advance(replies)
        return [reply.said for reply in replies]

    def _take(self, streams: Sequence[Stream], logits: Tensor) -> None:
        """Draw for all at once, and note each token's log-probability and the entropy."""
        logps = (logits / self._temperature).log_softmax(-1)
        drawn = torch.multinomial(logps.exp(), 1, generator=self._random)[:, 0]
        greedy = torch.tensor([stream.wanted.temperature == 0 for stream in streams], device=logps.device)
        taken = torch.where(greedy, logps.argmax(-1), drawn)
        chances = logps.gather(-1, taken[:, None])[:, 0]
        entropies = -(logps.exp() * logps).sum(-1)
        told = zip(streams, taken.tolist(), chances.tolist(), entropies.tolist(), strict=True)
        for stream, token, chance, entropy in told:
            assert isinstance(stream, _Reply)
            stream.tokens.append(token)
            stream.said.logprobs.append(chance)
            stream.said.entropy += entropy
            stream.over = "stop" if self._over(stream.tokens) else ""

    def _over(self, tokens: list[int]) -> bool:
        if tokens[-1] in self.lm.ends or len(tokens) >= self._longest:
            return True
        return "\n" in self.lm.text(tokens[-1:]) and self._finished(self.lm.text(tokens))
