"""A long life of Qt calls in one process, on every Python that is supported."""

from __future__ import annotations

import subprocess
import sys

import pytest

from paestudio.core import none_guard

PROGRAM = """
import paestudio.core
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(300_000):
    thing.setObjectName("x")
print("alive")
"""


def test_the_process_survives_many_calls_that_return_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "alive", done.stderr


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="immortal by themselves from Python 3.12 on")
@pytest.mark.parametrize("thing", [None, True, False])
def test_guarding_again_changes_nothing(thing: object) -> None:
    before = sys.getrefcount(thing)
    assert none_guard.guard() and none_guard.guard()
    assert abs(sys.getrefcount(thing) - before) < 1000 and before > none_guard.ENOUGH // 2
