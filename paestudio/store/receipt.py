"""A run on one sheet: settings, versions, measurements, updates with the hashes of their adapters, a person's word."""

from __future__ import annotations

import html
import json
import time
from collections import Counter
from pathlib import Path
from string import Template
from typing import Any

from paestudio.core.errors import EnvironmentFault, UserError
from paestudio.store import queries
from paestudio.store.db import Store

FORMATS = ("json", "html")


def receipt(store: Store, run: str) -> dict[str, Any]:
    """Everything as plain JSON. Raises UserError for an unknown run, EnvironmentFault for a row that is damaged."""
    row = queries.run(store, run)
    verdicts = queries.settled_verdicts(store, run)
    settled = store.rows("SELECT status, count(*) AS n FROM tasks WHERE run = ? GROUP BY status", (run,))
    human = store.rows("SELECT count(*) FROM tasks WHERE run = ? AND settled_by = 'human'", (run,))[0][0]
    said = store.rows("SELECT count(*) FROM verdicts WHERE run = ? AND evaluator = 'human'", (run,))[0][0]
    return {
        "run": row.run.id,
        "site": row.run.site,
        "state": str(row.state),
        "started": _instant(row.run.started),
        "sessions": row.sessions,
        "seed": row.run.seed,
        "episodes": row.episodes,
        "tasks": {str(r["status"]): r["n"] for r in settled},
        "verdicts": dict(Counter(str(v.outcome) for v in verdicts.values())),
        "person": {"tasks": human, "verdicts": said},
        "measured": [
            {"name": m.name, "iteration": m.iteration, "success": m.rate.success, "low": m.rate.low,
             "high": m.rate.high, "n": m.rate.n, "unknown": m.rate.unknown}
            for m in queries.measured(store, run)
        ],
        "updates": [
            {"version": u.version, "iteration": u.iteration, "algorithm": u.algorithm, "episodes": list(u.episodes),
             "metrics": dict(u.metrics), "adapter_sha256": _adapter(store, run, u.checkpoint)}
            for u in queries.updates(store, run)
        ],
        "config": dict(row.run.config),
        "versions": dict(row.run.versions),
    }  # fmt: skip


def write(store: Store, run: str, to: Path) -> Path:
    """The receipt as a file, JSON or HTML by its name.

    Raises UserError for any other name, EnvironmentFault when it cannot be written.
    """
    kind = to.suffix.lstrip(".").lower()
    if kind not in FORMATS:
        raise UserError(f"A receipt is a .json or .html file, not {to.name!r}.")
    made = receipt(store, run)
    text = json.dumps(made, ensure_ascii=False, indent=1) if kind == "json" else as_html(made)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(text, encoding="utf-8")
    except OSError as e:
        raise EnvironmentFault(f"The receipt cannot be written to {to} ({e.strerror}).", "Give another file.") from e
    return to


def as_html(made: dict[str, Any]) -> str:
    """The same for people: one file, no scripts, nothing loaded from elsewhere."""
    page = Template(Path(__file__).with_name("receipt.html").read_text(encoding="utf-8"))
    facts = {name: made[name] for name in ("site", "state", "started", "sessions", "seed", "episodes")}
    facts |= {f"tasks {status}": number for status, number in made["tasks"].items()}
    facts |= {f"verdicts {outcome}": number for outcome, number in made["verdicts"].items()}
    return page.substitute(
        run=html.escape(made["run"]),
        facts=_pairs(facts),
        measured=_rows(
            [m["name"], f"{m['success']:.0%}", f"{m['low']:.0%} – {m['high']:.0%}", m["n"]] for m in made["measured"]
        ),
        updates=_rows(
            [u["version"], u["iteration"], u["algorithm"], len(u["episodes"]), u["adapter_sha256"]]
            for u in made["updates"]
        ),
        decisions=_pairs({"tasks decided": made["person"]["tasks"], "verdicts given": made["person"]["verdicts"]}),
        config=_pairs(made["config"]),
        versions=_pairs(made["versions"]),
    )


def _adapter(store: Store, run: str, checkpoint: str) -> str:
    """The hash that the checkpoint's own manifest gives for its adapter; "" when it is gone."""
    manifest = store.run_folder(run) / "checkpoints" / checkpoint / "manifest.json"
    try:
        return str(json.loads(manifest.read_text(encoding="utf-8"))["adapter_model.safetensors"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _instant(at: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))


def _pairs(values: dict[str, Any]) -> str:
    return _rows([name, value] for name, value in values.items())


def _rows(lines: Any) -> str:
    return "".join("<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in line) + "</tr>" for line in lines)
