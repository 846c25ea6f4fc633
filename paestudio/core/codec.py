"""Records and events to JSON and back, by their type annotations. Round trips are exact.

How each type is read is worked out once and kept: a run writes and reads thousands of pages full of elements.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
Reader = Callable[[Any], Any]
_PLAIN = frozenset((str, int, float, bool, type(None)))


def encode(value: Any) -> Any:
    """A record (or anything made of records, tuples, mappings, enums, scalars) as plain JSON values."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple or kind is list:
        return [encode(v) for v in value]
    names = _field_names(kind)
    if names is not None:
        return {name: encode(getattr(value, name)) for name in names}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(k): encode(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [encode(v) for v in value]
    return value


def decode(kind: type[T], data: Any) -> T:
    """Rebuild `kind` from what `encode` made. Unknown keys are ignored (a newer writer); missing ones take defaults."""
    wanted: Any = kind
    reader = _reader(wanted)
    return typing.cast(T, data if reader is None or data is None else reader(data))


def dumps(value: Any) -> str:
    """One line of JSON that every file and database takes: half characters, which pages can hold, are escaped."""
    plain = encode(value)
    line = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(plain, separators=(",", ":"))
    return line


def loads(kind: type[T], text: str) -> T:
    """The inverse of `dumps`."""
    return decode(kind, json.loads(text))


@cache
def _field_names(kind: type) -> tuple[str, ...] | None:
    return tuple(f.name for f in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else None


@cache
def _reader(kind: Any) -> Reader | None:
    """What turns JSON (never null) into `kind`; None when JSON is that already."""
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _record_reader(kind)
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        inner = [a for a in args if a is not type(None)]
        return _reader(inner[0]) if len(inner) == 1 else None
    if origin is tuple:
        if len(args) == 2 and args[1] is Ellipsis:
            one = _reader(args[0])
            return tuple if one is None else lambda data: tuple([None if v is None else one(v) for v in data])
        each = [_reader(a) or _as_it_is for a in args]
        return lambda data: tuple([None if v is None else r(v) for r, v in zip(each, data, strict=True)])
    if origin is Mapping:
        item = _reader(args[1])
        return item and (lambda data: {k: None if v is None else item(v) for k, v in data.items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return None


def _record_reader(kind: type) -> Reader:
    hints = typing.get_type_hints(kind)
    readers = {f.name: _reader(hints[f.name]) for f in dataclasses.fields(kind)}

    def read(data: Any) -> Any:
        values = {}
        for name, value in data.items():
            if name in readers:
                reader = readers[name]
                values[name] = value if reader is None or value is None else reader(value)
        return kind(**values)

    return read


def _as_it_is(value: Any) -> Any:
    return value
