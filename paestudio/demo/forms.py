"""The shop's forms: declared in `forms.json`, checked here, drawn by one macro."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from paestudio.core import codec

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `type` is an input type, or select, radio, textarea. The first choice is preset."""

    name: str
    label: str
    type: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""
    value: str = ""
    low: int = 0
    high: int = 99


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it is shown: what was typed, and what is wrong with it (field name → sentence)."""

    name: str
    fields: tuple[Field, ...]
    button: str
    values: Mapping[str, str]
    errors: Mapping[str, str]

    def rows(self) -> list[tuple[str, str]]:
        """What was sent, as (label, value), without what was left empty."""
        rows = [(f.label, "Yes" if f.type == "checkbox" else self.values[f.name]) for f in self.fields]
        return [(label, value) for (label, value), f in zip(rows, self.fields, strict=True) if self.values[f.name]]


def blank(
    forms: Mapping[str, Any],
    name: str,
    choices: Mapping[str, tuple[str, ...]] | None = None,
    values: Mapping[str, str] | None = None,
) -> Form:
    """The form before anything was sent. `choices` and `values` replace what is declared, by field name."""
    declared = forms[name]
    choices, values = choices or {}, values or {}
    fields = tuple(codec.decode(Field, row) for row in declared["fields"])
    fields = tuple(replace(f, choices=choices.get(f.name, f.choices)) for f in fields)
    preset = {f.name: values.get(f.name, _preset(f)) for f in fields}
    return Form(name, fields, declared["button"], preset, {})


def filled(form: Form, sent: Mapping[str, str]) -> Form:
    """The form with what was sent, and what is wrong with it."""
    values = {f.name: sent.get(f.name, "").strip()[:1000] for f in form.fields}
    errors = {f.name: wrong for f in form.fields if (wrong := _wrong(f, values[f.name]))}
    return Form(form.name, form.fields, form.button, values, errors)


def _preset(field: Field) -> str:
    if field.type == "select" or (field.type == "radio" and not field.required):
        return field.choices[0]
    return field.value


def _wrong(field: Field, value: str) -> str:
    if not value:
        return f"{field.label}: please fill this in." if field.required else ""
    if field.choices and value not in field.choices:
        return f"{field.label}: please choose one of the list."
    if field.type == "email" and not _EMAIL.fullmatch(value):
        return f"{field.label}: please write it like name@example.com."
    if field.type == "date" and not _DATE.fullmatch(value):
        return f"{field.label}: please write it like 2026-03-14."
    if field.type == "number" and not (value.isascii() and value.isdigit() and field.low <= int(value) <= field.high):
        return f"{field.label}: please choose from {field.low} to {field.high}."
    return ""
