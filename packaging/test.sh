#!/usr/bin/env bash
# Set up, then lint, check types and test.
#
#   bash packaging/test.sh                  everything
#   bash packaging/test.sh PYTEST-ARGUMENTS linters and types as always, and only these tests
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

setup dev
want_chromium
cd "$ROOT"
export QT_QPA_PLATFORM=offscreen
# No test may need the hub, and tests of "no network" must mean it.
export HF_HUB_OFFLINE=1 TOKENIZERS_PARALLELISM=false

result=0
stage() {
    local title="$1"
    shift
    printf '== %s\n' "$title"
    "$@" </dev/null || { result=1 && printf '== %s: failed\n' "$title"; }
}
stage "ruff" "$PYTHON" -m ruff check .
stage "mypy" "$PYTHON" -m mypy
stage "pytest" "$PYTHON" -m pytest "$@"
exit "$result"
