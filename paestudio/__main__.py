"""`python -m paestudio` and the `paestudio` command: the command line inside the fault boundary."""

from __future__ import annotations

import faulthandler
import sys
from collections.abc import Sequence

from paestudio import report


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line; the exit code (2: what you gave, 3: the machine or the site, 70: our bug, 130: Ctrl-C)."""
    if sys.__stderr__ is not None and not faulthandler.is_enabled():
        faulthandler.enable(sys.__stderr__)  # a crash in native code (Qt, torch) leaves at least its Python stack
    arguments = list(sys.argv[1:] if argv is None else argv)

    def work() -> int:
        from paestudio import cli  # inside the boundary: a broken installation is explained too

        return cli.main(arguments)

    return report.guarded(work, arguments)


if __name__ == "__main__":
    sys.exit(main())
