"""The rules of conftest.py are alive: each makes a test fail that breaks it."""

from __future__ import annotations

import os
import re
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


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a test run says of a module for each of BROKEN and one that is fine."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "pytest.ini").write_text(PROJECT)
    for rule, (source, _) in BROKEN.items():
        (folder / f"test_{rule.replace(' ', '_')}.py").write_text(source)
    (folder / "test_fine.py").write_text(FINE)
    text = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8").replace("GRACE = 5.0", "GRACE = 0.3")
    (folder / "conftest.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:pytest-qt", "-p", "no:cacheprovider", str(folder)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=env, timeout=200, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_fails_the_test(told: str, rule: str) -> None:
    says = BROKEN[rule][1]
    assert re.search(rf"^(FAILED|ERROR) test_{rule.replace(' ', '_')}\.py::test_it - .*", told, re.M), told
    assert says in told.partition("short test summary")[0], told


def test_keeping_the_rules_passes(told: str) -> None:
    assert len(re.findall(r"^PASSED test_fine\.py::", told, re.M)) == 3
    assert not re.search(r"^(FAILED|ERROR) test_fine", told, re.M), told


def test_bash_scripts_parse() -> None:
    bash = shutil.which("bash")
    assert bash
    for script in (*(ROOT / "packaging").glob("*.sh"), ROOT / ".ci" / "run"):
        subprocess.run([bash, "-n", str(script)], check=True)
