"""Screenshots as files named by their content: the same picture is kept once, and a torn file is never shown."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from paestudio.core.errors import EnvironmentFault

_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,8}")


class Blobs:
    """A folder of content-addressed files. Safe from any thread and process; needs no lock.

    `fault` is why a `save` failed, None while none did.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fault: EnvironmentFault | None = None

    def save(self, data: bytes, suffix: str = "jpg") -> str:
        """Keep `data`; returns its name, "<sha256>.jpg". Raises EnvironmentFault when the disk refuses."""
        name = f"{hashlib.sha256(data).hexdigest()}.{suffix.lstrip('.')}"
        target = self._place(name)
        if target is None:
            raise ValueError(f"not a file suffix: {suffix!r}")
        draft = target.with_name(f"{name}.{secrets.token_hex(4)}.tmp")
        try:
            if target.exists() and target.stat().st_size == len(data):
                return name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                draft.write_bytes(data)
                draft.replace(target)
            finally:
                draft.unlink(missing_ok=True)
        except OSError as e:
            self.fault = EnvironmentFault(
                f"A screenshot could not be saved in {self.folder} ({e.strerror}).",
                "Free some space or check the folder's permissions; what was saved before is kept.",
            )
            raise self.fault from e
        return name

    def path(self, name: str | None) -> Path | None:
        """Where that blob lies; None when it is missing or `name` is no blob name. Does not read it."""
        place = self._place(name or "")
        return place if place is not None and place.is_file() else None

    def open(self, name: str | None) -> bytes | None:
        """The bytes; None when the file is missing, unreadable or not what its name says (cut off, overwritten)."""
        place = self._place(name or "")
        if place is None:
            return None
        try:
            data = place.read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == place.name.split(".")[0] else None

    def total_size(self) -> int:
        """Bytes of all blobs together."""
        return sum(size for _, size, _ in self._files())

    def collect(self, used: Collection[str], min_age: float = 3600.0) -> int:
        """Delete blobs that are not in `used` and older than `min_age` seconds; returns the bytes freed.

        The age keeps a screenshot that was saved but whose step is not recorded yet.
        """
        before, freed = time.time() - min_age, 0
        for path, size, changed in list(self._files()):
            if path.name not in used and changed <= before:
                path.unlink(missing_ok=True)
                freed += size
        return freed

    def _place(self, name: str) -> Path | None:
        return self.folder / name[:2] / name if _NAME.fullmatch(name) else None

    def _files(self) -> Iterator[tuple[Path, int, float]]:
        for path in self.folder.glob("*/*"):
            try:
                stat = path.stat()
            except FileNotFoundError:  # another process collected it meanwhile
                continue
            yield path, stat.st_size, stat.st_mtime
