"""Deleted files can come back: they are moved aside, and go for good after seven days."""

from __future__ import annotations

import json
import shutil
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from paestudio.core.errors import UserError

KEEP = 7 * 24 * 3600.0  # seconds
_NOTE = "deleted.json"


@dataclass(frozen=True, slots=True)
class Deleted:
    """One folder that was deleted: what people call it, where it was, where it lies, when (Unix seconds)."""

    name: str
    origin: Path
    place: Path
    at: float


class Trash:
    """A folder beside what is deleted, so that moving is a rename: `<id>/deleted.json` and `<id>/kept` each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, origin: Path, name: str) -> Deleted:
        """Move a folder in. Raises UserError when it is not there."""
        if not origin.is_dir():
            raise UserError(f"{name} is not there any more.", "Look again: something else may have removed it.")
        place = self.folder / uuid.uuid4().hex[:12]
        place.mkdir(parents=True)
        made = Deleted(name, origin, place, time.time())
        note = {"name": name, "origin": str(origin), "at": made.at}
        (place / _NOTE).write_text(json.dumps(note), encoding="utf-8")
        origin.rename(place / "kept")
        return made

    def restore(self, deleted: Deleted) -> None:
        """Move it back. Raises UserError when something else lies there now, or it is gone for good."""
        if deleted.origin.exists():
            raise UserError(f"{deleted.origin} is there again.", "Move that away first; the deleted one is kept.")
        if not (deleted.place / "kept").is_dir():
            raise UserError(f"{deleted.name} is gone for good.")
        deleted.origin.parent.mkdir(parents=True, exist_ok=True)
        (deleted.place / "kept").rename(deleted.origin)
        shutil.rmtree(deleted.place, ignore_errors=True)

    def listing(self) -> list[Deleted]:
        """What can come back, the latest first. An entry that cannot be read is left out, and left alone."""
        found = []
        for note in self.folder.glob(f"*/{_NOTE}"):
            try:
                told = json.loads(note.read_text(encoding="utf-8"))
                found.append(Deleted(str(told["name"]), Path(told["origin"]), note.parent, float(told["at"])))
            except (OSError, ValueError, KeyError, TypeError):
                continue
        return sorted(found, key=lambda entry: entry.at, reverse=True)

    def purge(self, older: float = KEEP) -> int:
        """Delete for good what has lain `older` seconds; returns how many."""
        gone = [entry for entry in self.listing() if time.time() - entry.at >= older]
        for entry in gone:
            shutil.rmtree(entry.place, ignore_errors=True)
        return len(gone)
