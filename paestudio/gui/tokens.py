"""Every colour and distance of the window, light and dark, so that nothing else names one."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme: sRGB colours as #RRGGBB. Text colours keep a contrast of 4.5:1 or more on `panel` and `window`."""

    name: str
    window: str
    panel: str
    raised: str  # hovered rows, chips, read-only fields
    line: str
    text: str
    muted: str
    accent: str
    accent_text: str  # accent as a colour of words and signs
    on_accent: str
    accent_soft: str  # selected rows
    success: str
    failure: str
    unknown: str
    info_soft: str
    failure_soft: str
    warning_soft: str
    series_a: str  # curves: training
    series_b: str  # curves: held out
    series_c: str  # curves: one chosen number

    def colours(self) -> dict[str, str]:
        """Token name → #RRGGBB."""
        return _colours(self)


@cache
def _colours(tokens: Tokens) -> dict[str, str]:
    return {f.name: getattr(tokens, f.name) for f in fields(tokens) if f.name != "name"}


LIGHT = Tokens(
    name="light",
    window="#f3f5f8",
    panel="#ffffff",
    raised="#eef1f5",
    line="#d5dbe3",
    text="#1a2029",
    muted="#566170",
    accent="#1f5fd6",
    accent_text="#1b55c4",
    on_accent="#ffffff",
    accent_soft="#e1ebfd",
    success="#157347",
    failure="#b42318",
    unknown="#8a5a00",
    info_soft="#e6effd",
    failure_soft="#fdeceb",
    warning_soft="#fdf3dd",
    series_a="#7a8699",
    series_b="#1f5fd6",
    series_c="#8b3fc7",
)

DARK = Tokens(
    name="dark",
    window="#15181d",
    panel="#1c2027",
    raised="#272c35",
    line="#363d48",
    text="#e7eaef",
    muted="#a3adbb",
    accent="#3f7bea",
    accent_text="#93b8ff",
    on_accent="#ffffff",
    accent_soft="#25395c",
    success="#4cc38a",
    failure="#ff7a6e",
    unknown="#e5b04c",
    info_soft="#1d2c47",
    failure_soft="#43211f",
    warning_soft="#3d3116",
    series_a="#93a0b4",
    series_b="#6ea3ff",
    series_c="#c792ea",
)

SPACE = 8  # px between neighbours; half of it inside a row
RADIUS = 6  # px of rounded corners
ROW = 52  # px of a two-line row
