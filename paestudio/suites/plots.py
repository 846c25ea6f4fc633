"""Small plots as inline SVG: success rates as marks on a line from 0 to 100 %, each with its interval.

Every agent has a colour and a shape of its own, so that colour is never all that tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from paestudio.core.records import Rate

_ROW = 22  # px of one agent in a plot
_GAP = 12
_SHAPES = 4  # marks and colours there are; more agents begin again


def percent(value: float) -> str:
    """A share in whole percent."""
    return f"{value * 100:.0f} %"


def said(rate: Rate) -> str:
    """A rate in words: 40 % (12–77), n = 5."""
    if not rate.n:
        return "nothing decided"
    return f"{percent(rate.success)} ({rate.low * 100:.0f}–{rate.high * 100:.0f}), n = {rate.n}"


def mark(number: int, x: float, y: float, kind: str = "mark") -> str:
    """The shape of the agent with that number around a point."""
    match number % _SHAPES:
        case 0:
            return f'<circle class="{kind}" cx="{x:.1f}" cy="{y}" r="5"/>'
        case 1:
            return f'<rect class="{kind}" x="{x - 5:.1f}" y="{y - 5}" width="10" height="10"/>'
        case 2:
            return f'<path class="{kind}" d="M{x:.1f} {y - 6}l6 11h-12z"/>'
        case _:
            return f'<path class="{kind}" d="M{x:.1f} {y - 7}l7 7-7 7-7-7z"/>'


def tint(number: int) -> str:
    """The style class of the agent with that number."""
    return f"a{number % _SHAPES}"


def key(names: Sequence[str]) -> str:
    """Which shape is which agent."""
    items = "".join(
        f'<li><svg width="16" height="16" aria-hidden="true" class="{tint(i)}">{mark(i, 8, 8)}</svg>{escape(name)}</li>'
        for i, name in enumerate(names)
    )
    return f'<ul class="key">{items}</ul>'


def forest(title: str, rows: Mapping[str, Sequence[Rate | None]], names: Sequence[str]) -> str:
    """One block a row label, one line an agent in it; None: that agent has no figure there."""
    left, width, right = 190, 520, 150
    block = _ROW * len(names) + _GAP
    height = 26 + block * len(rows)
    parts = [_grid(left, width, height)]
    for i, (label, rates) in enumerate(rows.items()):
        top = 26 + i * block
        middle = top + (block - _GAP) / 2 + 4
        parts.append(f'<text x="{left - 12}" y="{middle:.0f}" text-anchor="end">{escape(label)}</text>')
        for number, rate in enumerate(rates):
            y = top + _ROW * number + _ROW // 2
            if rate is not None:
                parts.append(_line(number, rate, left, width, y, f"{label}, {names[number]}"))
                parts.append(f'<text class="soft" x="{left + width + 12}" y="{y + 4}">{escape(said(rate))}</text>')
    return _svg(title, left + width + right, height, "".join(parts))


def _grid(left: int, width: int, height: int) -> str:
    lines = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        x = left + share * width
        lines.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="20" y2="{height}"/>')
        lines.append(f'<text class="soft" x="{x:.1f}" y="13" text-anchor="middle">{percent(share)}</text>')
    return "".join(lines)


def _line(number: int, rate: Rate, left: int, width: int, y: int, who: str) -> str:
    if not rate.n:
        return ""
    low, high, at = (left + share * width for share in (rate.low, rate.high, rate.success))
    return (
        f'<g class="{tint(number)}"><title>{escape(who)}: {escape(said(rate))}</title>'
        f'<line class="range" x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}"/>{mark(number, at, y)}</g>'
    )


def seeds(title: str, rows: Sequence[Mapping[int, Rate]], names: Sequence[str]) -> str:
    """One line an agent, an open mark a seed: how far the seeds lie apart."""
    left, width = 190, 520
    height = 30 + 28 * len(rows)
    parts = [_grid(left, width, height)]
    for number, rates in enumerate(rows):
        y = 26 + 28 * number + 12
        parts.append(f'<text x="{left - 12}" y="{y + 4}" text-anchor="end">{escape(_short(names[number]))}</text>')
        for seed, rate in rates.items():
            if rate.n:
                told = f"<title>{escape(names[number])}, seed {seed}: {escape(said(rate))}</title>"
                at = left + rate.success * width
                parts.append(f'<g class="{tint(number)}">{told}{mark(number, at, y, "seed")}</g>')
    return _svg(title, left + width + 30, height, "".join(parts))


def small(rates: Sequence[Rate], names: Sequence[str], title: str) -> str:
    """A plot for one line of a table."""
    width, height = 160, 16 * len(rates)
    parts = [f'<line class="grid" x1="{x}" x2="{x}" y1="0" y2="{height}"/>' for x in (8, 80, 152)]
    parts += [_line(i, rate, 8, 144, 16 * i + 8, names[i]) for i, rate in enumerate(rates)]
    return _svg(title, width, height, "".join(parts))


def _svg(title: str, width: int, height: int, inside: str) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg role="img" aria-label="{escape(title)}" {size}>{inside}</svg>'


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"…{name[-23:]}"
