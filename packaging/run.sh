#!/usr/bin/env bash
# Set PAE Studio up, where that is still to be done, and start it.
#
#   bash packaging/run.sh              the window on the demo site; without a display, training on it in the terminal
#   bash packaging/run.sh ARGUMENTS    what `paestudio ARGUMENTS` does, e.g. train http://127.0.0.1:8101/
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

setup run
if [ $# -eq 0 ]; then
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname -s)" = Darwin ]; then
        set -- demo
    else
        set -- train demo --headless
    fi
fi
# -P: a file of the same name in the current folder must not stand in for one of ours.
exec "$PYTHON" -P -m paestudio "$@"
