"""Keeps Python alive under PySide6 6.12.0 on Python 3.10 and 3.11.

Those wheels give back None without counting the reference, which is right from Python 3.12 on, where None cannot
die. Before, each call of Qt that returns nothing takes one of None's references away, and after some ten thousand
the process ends with "Fatal Python error: none_dealloc". So None gets more references than any run can use up.
"""

from __future__ import annotations

import ctypes
import sys

ENOUGH = 1 << 40


def guard() -> bool:
    """Make None immortal where Python does not. True when it is, by Python or by us. Idempotent."""
    if sys.version_info >= (3, 12):
        return True
    if sys.implementation.name != "cpython" or hasattr(sys, "getobjects"):
        return False  # another layout of objects in memory
    count = ctypes.c_ssize_t.from_address(id(None))
    if abs(count.value - sys.getrefcount(None)) > 64:
        return False  # not where CPython keeps it: leave it alone
    if count.value < ENOUGH // 2:
        count.value += ENOUGH
    return True


guard()
