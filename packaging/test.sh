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
# Types are checked beside the tests, which wait a lot; what mypy says comes after them, in one piece.
said="$(mktemp)"
nice "$PYTHON" -m mypy </dev/null >"$said" 2>&1 &
checking=$!
trap 'kill "$checking" 2>/dev/null || true; rm -f "$said"' EXIT
types() {
    local code=0
    wait "$checking" || code=$?
    cat "$said"
    return "$code"
}
stage "ruff" "$PYTHON" -m ruff check .
stage "pytest" "$PYTHON" -m pytest "$@"
stage "mypy" types
exit "$result"
