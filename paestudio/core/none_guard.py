"""Keeps Python alive under PySide6 6.12.0 on Python 3.10 and 3.11.

Those wheels give back None, True and False without counting the reference, which is right from Python 3.12 on, where
they cannot die. Before, each call of Qt that returns nothing takes one of None's references away, and after some ten
thousand the process ends with "Fatal Python error: none_dealloc". So they get more references than any run uses up.
"""

from __future__ import annotations

import ctypes
import sys

ENOUGH = 1 << 40


def guard() -> bool:
    """Make None, True and False immortal where Python does not. True when they are, by Python or by us. Idempotent."""
    if sys.version_info >= (3, 12):
        return True
    if sys.implementation.name != "cpython" or hasattr(sys, "getobjects"):
        return False  # another layout of objects in memory
    kept = [_keep(thing) for thing in (None, True, False)]
    return all(kept)


def _keep(thing: object) -> bool:
    count = ctypes.c_ssize_t.from_address(id(thing))
    if abs(count.value - sys.getrefcount(thing)) > 64:
        return False  # not where CPython keeps it: leave it alone
    if count.value < ENOUGH // 2:
        count.value += ENOUGH
    return True


guard()
