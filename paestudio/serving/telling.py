"""What may be told of a text that still grows: no half characters, and nothing that could begin a stop text."""

from __future__ import annotations

from collections.abc import Sequence

HALF = "\ufffd"  # what a decoder shows for bytes that are no character yet


class Telling:
    """Cuts a growing text into pieces. `stopped` once a stop text came: nothing is told from there on."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = stops
        self._told = 0  # characters
        self.stopped = False

    def more(self, text: str) -> str:
        """The piece that can be told now; `text` is all that was said so far."""
        if self.stopped:
            return ""
        found = [at for stop in self._stops if (at := text.find(stop)) >= 0]
        if found:
            self.stopped = True
            return self._tell(text, min(found))
        return self._tell(text, len(text) - max(self._open(text), len(text) - len(text.rstrip(HALF))))

    def rest(self, text: str) -> str:
        """The last piece, when nothing more comes."""
        piece = self.more(text)
        return piece if self.stopped else piece + self._tell(text, len(text))

    def _tell(self, text: str, end: int) -> str:
        piece = text[self._told : end]
        self._told = max(self._told, end)
        return piece

    def _open(self, text: str) -> int:
        """Characters at the end that a stop text may begin with."""
        longest = 0
        for stop in self._stops:
            for length in range(min(len(stop) - 1, len(text)), longest, -1):
                if text.endswith(stop[:length]):
                    longest = length
                    break
        return longest
