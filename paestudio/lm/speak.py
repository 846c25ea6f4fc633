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
from paestudio.lm.herd import Herd
from paestudio.lm.model import LanguageModel
from paestudio.lm.packed import Past, Segment


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

    @torch.no_grad()
    def _together(self, asks: Sequence[Ask]) -> list[Said]:
        states, pasts = self._prompts(asks)
        replies = [Said() for _ in asks]
        herd = Herd(pasts, self._longest)
        del pasts
        members = list(range(len(asks)))  # the reply of each stream; those that ended run along for a while
        going = self._choose(asks, replies, states)
        while going:
            if herd.keep(going):
                members = [members[place] for place in going]
                going = list(range(len(members)))
            states = self.lm.step([replies[i].tokens[-1] for i in members], herd)[going]
            live = [members[place] for place in going]
            more = self._choose([asks[i] for i in live], [replies[i] for i in live], states)
            going = [going[place] for place in more]
        return replies

    def _prompts(self, asks: Sequence[Ask]) -> tuple[Tensor, list[Past]]:
        """The last state [n, hidden] of each prompt, and what comes before the replies; equal ones are read once."""
        places: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
        for ask in asks:
            places.setdefault((ask.prefix, ask.prompt), len(places))
        pages = self.lm.pages([prefix for prefix, _ in places])
        segments = [Segment(prompt, page) for (_, prompt), page in zip(places, pages, strict=True)]
        hidden, pack = self.lm.forward(segments, keep=True)
        last = hidden[[end - 1 for _, end in pack.spans]]
        which = [places[ask.prefix, ask.prompt] for ask in asks]
        return last[which], [(*segments[i].past, pack.fresh[i]) for i in which]

    def _choose(self, asks: Sequence[Ask], replies: Sequence[Said], states: Tensor) -> list[int]:
        """Take the next token of each from its state [n, hidden]; returns which of them go on."""
        logps = ((states @ self.lm.head.t()).float() / self._temperature).log_softmax(-1)
        drawn = torch.multinomial(logps.exp(), 1, generator=self._random)[:, 0]
        greedy = torch.tensor([ask.greedy for ask in asks], device=logps.device)
        taken = torch.where(greedy, logps.argmax(-1), drawn)
        chances = logps.gather(-1, taken[:, None])[:, 0]
        entropies = -(logps.exp() * logps).sum(-1)
        told = zip(replies, taken.tolist(), chances.tolist(), entropies.tolist(), strict=True)
        for reply, token, chance, entropy in told:
            reply.tokens.append(token)
            reply.logprobs.append(chance)
            reply.entropy += entropy
        return [place for place, reply in enumerate(replies) if not self._over(reply.tokens)]

    def _over(self, tokens: list[int]) -> bool:
        if tokens[-1] in self.lm.ends or len(tokens) >= self._longest:
            return True
        return "\n" in self.lm.text(tokens[-1:]) and self._finished(self.lm.text(tokens))
