"""Files with one JSON object a line, read with errors that name the line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from paestudio.core.errors import UserError

LONGEST = 50_000_000  # characters of a line


def rows(path: Path, file: str, thing: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(where it stands, the object) of each line that is not blank. `file` and `thing` name them in errors.

    Raises UserError: the file cannot be read, is not UTF-8, or a line is no JSON object.
    """
    for number, text in enumerate(_lines(path, file), 1):
        if text.strip():
            where = f"{path}, line {number}"
            yield where, _parse(text, thing, where)


def _lines(path: Path, file: str) -> list[str]:
    try:
        raw = path.read_bytes()
    except OSError as e:
        raise UserError(f"The {file} {path} cannot be read: {e.strerror}.", "Check the path.") from e
    try:
        return raw.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as e:
        line = raw.count(b"\n", 0, e.start) + 1
        raise UserError(f"{path}, line {line}: this is not UTF-8 text.", "Save the file as UTF-8.") from e


def _parse(text: str, thing: str, where: str) -> Mapping[str, Any]:
    if len(text) > LONGEST:
        raise UserError(f"{where}: the line is {len(text) / 1e6:.0f} MB long.", f"A {thing} has at most 50 MB.")
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as e:
        at = f" at column {e.colno}: {e.msg}" if isinstance(e, json.JSONDecodeError) else ""
        raise UserError(f"{where}: this is not JSON{at}.", f"A {thing} is one JSON object on one line.") from e
    if not isinstance(row, dict):
        raise UserError(f"{where}: a {thing} must be a JSON object, not {type(row).__name__}.")
    return row
