"""The rules of conftest.py are alive: each makes a test fail that breaks it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = "[pytest]\nmarkers =\n  expect_log(pattern)\n  leaves(pattern)\nfilterwarnings = error\n"

BROKEN = {
    "stray log": (
        "import logging\n\ndef test_it():\n    logging.getLogger('x').warning('boo')\n",
        "without being expected",
    ),
    "silent log": ("import pytest\n\n@pytest.mark.expect_log('boo')\ndef test_it():\n    pass\n", "never came"),
    "thread": (
        "import threading, time\n\ndef test_it():\n"
        "    threading.Thread(target=time.sleep, args=(3,), name='lost', daemon=True).start()\n",
        "thread lost",
    ),
    "process": (
        "import subprocess, sys\nkeep = []\n\ndef test_it():\n"
        "    keep.append(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3)']))\n",
        "process python",
    ),
    "warning": ("import warnings\n\ndef test_it():\n    warnings.warn('old')\n", "UserWarning: old"),
}
FINE = """
import logging, subprocess, sys, threading, pytest

@pytest.mark.expect_log("boo")
def test_log():
    logging.getLogger("x").warning("boo")

def test_thread():
    threading.Thread(target=print).start()

def test_process():
    subprocess.run([sys.executable, "-c", "pass"], check=True)
"""


def run(tmp_path: Path, source: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "pytest.ini").write_text(PROJECT)
    (tmp_path / "test_it.py").write_text(source)
    text = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8").replace("GRACE = 5.0", "GRACE = 0.3")
    (tmp_path / "conftest.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:pytest-qt", "-p", "no:cacheprovider", str(tmp_path)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=env, timeout=60, check=False)


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_fails_the_test(tmp_path: Path, rule: str) -> None:
    source, says = BROKEN[rule]
    done = run(tmp_path, source)
    assert done.returncode == 1, done.stdout
    assert says in done.stdout


def test_keeping_the_rules_passes(tmp_path: Path) -> None:
    done = run(tmp_path, FINE)
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


def test_bash_scripts_parse() -> None:
    bash = shutil.which("bash")
    assert bash
    for script in (*(ROOT / "packaging").glob("*.sh"), ROOT / ".ci" / "run"):
        subprocess.run([bash, "-n", str(script)], check=True)
