"""What an endpoint has cost so far, and where to stop.

A request is announced before it is sent, with the most it can cost, so that requests under way at the same time
cannot pass the limit together.
"""

from __future__ import annotations

from dataclasses import dataclass

from paestudio.chat.faults import ChatFault, Trouble

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Prices:
    """Money for a million tokens read and written, in whatever currency the person counts; 0: not known or free."""

    tokens_in: float = 0.0
    tokens_out: float = 0.0

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """What so many tokens cost."""
        return (tokens_in * self.tokens_in + tokens_out * self.tokens_out) / MILLION

    def __bool__(self) -> bool:
        return bool(self.tokens_in or self.tokens_out)


@dataclass(frozen=True, slots=True)
class Spent:
    """Totals. `estimated` of the calls came without token counts. `money` is None without prices."""

    calls: int = 0
    failed: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    estimated: int = 0
    money: float | None = None

    @property
    def tokens(self) -> int:
        """Read and written together."""
        return self.tokens_in + self.tokens_out


class Ledger:
    """Counts what was spent, and refuses what would go over a limit (0: no limit)."""

    def __init__(
        self, *, tokens: int = 0, money: float = 0.0, prices: Prices | None = None, role: str = "model"
    ) -> None:
        self.prices = prices or Prices()
        self._limit, self._money_limit, self._role = tokens, money, role
        self._calls = self._failed = self._in = self._out = self._estimated = 0
        self._promised: list[tuple[int, int]] = []

    @property
    def spent(self) -> Spent:
        """Totals so far; what is under way is not in them."""
        money = self.prices.cost(self._in, self._out) if self.prices else None
        return Spent(self._calls, self._failed, self._in, self._out, self._estimated, money)

    def promise(self, tokens_in: int, tokens_out: int) -> None:
        """A request of at most so many tokens is about to be sent. Raises ChatFault when it does not fit."""
        flying_in, flying_out = (sum(p[i] for p in self._promised) for i in (0, 1))
        all_in, all_out = self._in + flying_in + tokens_in, self._out + flying_out + tokens_out
        if self._limit and all_in + all_out > self._limit:
            raise ChatFault(
                Trouble.BUDGET,
                f"The {self._role}'s budget of {self._limit:,} tokens is spent ({self._in + self._out:,} used,"
                f" the next request may take {tokens_in + tokens_out:,}).",
                f"Raise --{self._role}-budget-tokens, and go on.",
            )
        if self._money_limit and self.prices.cost(all_in, all_out) > self._money_limit:
            raise ChatFault(
                Trouble.BUDGET,
                f"The {self._role}'s budget of {self._money_limit:.2f} is spent"
                f" ({self.prices.cost(self._in, self._out):.4f} used).",
                f"Raise --{self._role}-budget-money, and go on.",
            )
        self._promised.append((tokens_in, tokens_out))

    def keep(self, promised: tuple[int, int], tokens_in: int, tokens_out: int, counted: bool) -> None:
        """The reply to a promised request came, with what it took in truth."""
        self._promised.remove(promised)
        self._calls += 1
        self._estimated += not counted
        self._in += tokens_in
        self._out += tokens_out

    def drop(self, promised: tuple[int, int]) -> None:
        """A promised request failed for good."""
        self._promised.remove(promised)
        self._failed += 1
