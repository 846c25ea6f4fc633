"""The engine's asyncio loop. The programs it starts are in no process group of ours.

Ctrl-C in a terminal, `timeout` and service managers signal the whole group. The browser's driver must not die of that:
the engine still needs it to reach the next action boundary, and closes it then. It ends with its pipe in any case.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

if sys.platform == "win32":
    _Base = asyncio.ProactorEventLoop
    APART: dict[str, Any] = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
else:
    _Base = asyncio.SelectorEventLoop
    APART: dict[str, Any] = {"start_new_session": True}


class _Loop(_Base):
    async def subprocess_exec(self, *args: Any, **kwargs: Any) -> Any:
        """As asyncio's, apart from our group."""
        return await super().subprocess_exec(*args, **{**APART, **kwargs})


def run(main: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run` on such a loop."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(main)
