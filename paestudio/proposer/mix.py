"""Which candidates to prove first: a fair mix of kinds and of lengths."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable

from paestudio.proposer.candidates import Candidate
from paestudio.proposer.wording import number

SHARES = {
    "navigation": 0.32,
    "retrieval": 0.27,
    "search": 0.13,
    "multi": 0.15,
    "sort": 0.05,
    "filter": 0.04,
    "form": 0.04,
    "state": 0.08,
}
LENGTHS = (1, 3)  # one step · two or three · four and more


def arrange(candidates: Iterable[Candidate], seed: int, most_moves: int) -> list[Candidate]:
    """Each goal and each wording once, kinds taken by their share, and within a kind short, middle and long in turn."""
    queues: dict[str, dict[int, deque[Candidate]]] = defaultdict(lambda: defaultdict(deque))
    goals: set[str] = set()
    words: set[str] = set()
    for c in sorted(candidates, key=lambda c: number(c.goal, str(seed))):
        said = c.instruction.casefold()
        if c.goal in goals or said in words or len(c.moves) > most_moves:
            continue
        goals.add(c.goal)
        words.add(said)
        queues[c.kind][sum(c.steps > n for n in LENGTHS)].append(c)
    rows = {kind: _turns(by_length) for kind, by_length in queues.items()}
    return _by_share(rows)


def _turns(by_length: dict[int, deque[Candidate]]) -> deque[Candidate]:
    made: deque[Candidate] = deque()
    while any(by_length.values()):
        for length in sorted(by_length, reverse=True):
            if by_length[length]:
                made.append(by_length[length].popleft())
    return made


def _by_share(rows: dict[str, deque[Candidate]]) -> list[Candidate]:
    made: list[Candidate] = []
    taken: dict[str, int] = defaultdict(int)
    while any(rows.values()):
        kind = min((k for k in rows if rows[k]), key=lambda k: ((taken[k] + 0.5) / SHARES.get(k, 0.05), k))
        taken[kind] += 1
        made.append(rows[kind].popleft())
    return made
