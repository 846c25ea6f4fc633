"""Collects the window's texts into resources/translations/*.ts and compiles them: run after a text was changed.

Texts that stand in declarations (settings, presets) are handed to lupdate in a file made for it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = ROOT / "resources" / "translations"
TOOLS = Path(sys.executable).parent
LANGUAGES = ("en", "de")


def declared() -> list[str]:
    """Texts for people outside gui/, in the order of their declaration."""
    from paestudio.config import RunConfig
    from paestudio.presets import PRESETS

    abouts = [f.metadata["about"] for f in fields(RunConfig)]
    told = [about.help for about in abouts] + [about.group.capitalize() for about in abouts]
    told += [text for preset in PRESETS.values() for text in (preset.title, preset.help)]
    return list(dict.fromkeys(told))


def main() -> int:
    """Update, then compile; the exit code."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT) as scratch:
        extra = Path(scratch) / "declared.py"
        extra.write_text("".join(f"tr({text!r})\n" for text in declared()), encoding="utf-8")
        sources = [*sorted((ROOT / "paestudio" / "gui").glob("*.py")), extra]
        for code in LANGUAGES:
            target = FOLDER / f"paestudio_{code}.ts"
            only = ["-pluralonly"] if code == "en" else []
            command = [str(TOOLS / "pyside6-lupdate"), "-locations", "none", "-no-obsolete", "-target-language", code]
            alias = ["-tr-function-alias", "tr+=later"]
            subprocess.run([*command, *alias, *only, *map(str, sources), "-ts", str(target)], check=True)
            release = [str(TOOLS / "pyside6-lrelease"), str(target), "-qm", str(target.with_suffix(".qm"))]
            subprocess.run(release, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
