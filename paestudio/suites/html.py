"""The report of an evaluation as one HTML page that needs nothing beside it: no script, no font, no picture file."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files

from paestudio.core.records import Rate
from paestudio.suites import plots
from paestudio.suites.report import Comparison, Results


def page(found: Comparison) -> str:
    """The whole page."""
    style = (files("paestudio.suites") / "report.css").read_text(encoding="utf-8")
    names = list(found.adapters)
    body = [_head(found), _rates(found, names), _seeds(found, names), _summary(found), _unknown(found)]
    body.append(_tasks(found, names))
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(found.suite)}: {escape(', '.join(names))}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{''.join(body)}</main>\n</body>\n</html>\n"
    )


def _head(found: Comparison) -> str:
    when = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(found.started))
    seeds = ", ".join(map(str, found.seeds))
    return (
        f"<h1>{escape(found.suite)}</h1>\n"
        f'<p class="soft">{escape(found.model)} · seeds {seeds} · at most {found.max_steps} actions ·'
        f" {when} · {_duration(found.seconds)}</p>\n"
        "<p>Success in percent with Wilson's 95 % interval. Attempts that could not be decided (the site, the browser"
        " or the model failed) are unknown: they are counted below and are part of no rate.</p>\n"
    )


def _rates(found: Comparison, names: Sequence[str]) -> str:
    every = [found.adapters[name] for name in names]
    rows: dict[str, list[Rate | None]] = {"All tasks": [one.overall for one in every]}
    for group in _keys(one.groups for one in every):
        rows[group.capitalize()] = [one.groups.get(group) for one in every]
    for kind in _keys(one.by_kind for one in every):
        rows[f"Kind: {kind}"] = [one.by_kind.get(kind) for one in every]
    plot = plots.forest("Success by kind of task, with intervals; the numbers stand beside each mark.", rows, names)
    return f'<h2>Success</h2>\n{plots.key(names)}\n<div class="wide">{plot}</div>\n'


def _seeds(found: Comparison, names: Sequence[str]) -> str:
    if len(found.seeds) < 2:
        return ""
    spread = [found.adapters[name].by_seed for name in names]
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(_cell(rates.get(seed)) for seed in found.seeds)}</tr>'
        for name, rates in zip(names, spread, strict=True)
    )
    heads = "".join(f'<th scope="col" class="n">Seed {seed}</th>' for seed in found.seeds)
    plot = plots.seeds("Success of each seed; the table below has the numbers.", spread, names)
    return (
        f'<h2>Seeds</h2>\n<div class="wide">{plot}</div>\n<div class="wide"><table><caption>Success by seed</caption>'
        f'<thead><tr><th scope="col">Agent</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>\n'
    )


def _summary(found: Comparison) -> str:
    rows = "".join(_summary_row(name, one) for name, one in found.adapters.items())
    return (
        '<h2>Steps, time, unknown</h2>\n<div class="wide"><table><thead><tr><th scope="col">Agent</th>'
        '<th scope="col" class="n">Success</th><th scope="col" class="n">Steps an attempt</th>'
        '<th scope="col" class="n">Seconds an attempt</th><th scope="col" class="n">Unknown</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>\n"
    )


def _summary_row(name: str, one: Results) -> str:
    attempts = one.overall.n + one.overall.unknown
    each = f"{one.seconds / attempts:.1f}" if attempts else "–"
    lost = f"{one.overall.unknown} of {attempts} ({plots.percent(one.overall.unknown / max(1, attempts))})"
    return (
        f'<tr><th scope="row">{escape(name)}</th>{_cell(one.overall)}<td class="n">{one.steps:.1f}</td>'
        f'<td class="n">{each}</td><td class="n">{lost}</td></tr>'
    )


def _unknown(found: Comparison) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(cause)}</td><td class="n">{count}</td></tr>'
        for name, one in found.adapters.items()
        for cause, count in one.causes.items()
    )
    if not rows:
        return ""
    return (
        '<h2>Why attempts are unknown</h2>\n<div class="wide"><table><thead><tr><th scope="col">Agent</th>'
        f'<th scope="col">Cause</th><th scope="col" class="n">Attempts</th></tr></thead><tbody>{rows}</tbody>'
        "</table></div>\n"
    )


def _tasks(found: Comparison, names: Sequence[str]) -> str:
    heads = "".join(
        f'<th scope="col" class="n">{escape(name)}</th><th scope="col" class="n">Steps</th>'
        f'<th scope="col" class="n">Seconds</th><th scope="col" class="n">Unknown</th>'
        for name in names
    )
    every = list(found.adapters.values())
    rows = "".join(_task_row(one.id, i, every, names) for i, one in enumerate(every[0].tasks)) if every else ""
    return (
        f'<h2>Tasks</h2>\n{plots.key(names)}\n<div class="wide"><table><thead><tr><th scope="col">Task</th>'
        f'<th scope="col">Kind</th><th scope="col">0 to 100 %</th>{heads}</tr></thead><tbody>{rows}</tbody>'
        "</table></div>\n"
    )


def _task_row(name: str, at: int, every: Sequence[Results], names: Sequence[str]) -> str:
    rows = [one.tasks[at] for one in every]
    told = "; ".join(f"{who}: {plots.said(row.rate)}" for who, row in zip(names, rows, strict=True))
    plot = plots.small([row.rate for row in rows], names, f"{name}: {told}")
    figures = "".join(
        f'{_cell(row.rate)}<td class="n">{row.steps:.1f}</td><td class="n">{row.seconds:.1f}</td>'
        f'<td class="n">{row.unknown or ""}</td>'
        for row in rows
    )
    return (
        f'<tr><th scope="row">{escape(name)}<span class="soft">{escape(rows[0].instruction)}</span></th>'
        f"<td>{escape(rows[0].kind)}</td><td>{plot}</td>{figures}</tr>"
    )


def _cell(rate: Rate | None) -> str:
    return f'<td class="n">{escape(plots.said(rate)) if rate else "–"}</td>'


def _keys(some: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(key for one in some for key in one))


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{seconds:.0f} seconds"
