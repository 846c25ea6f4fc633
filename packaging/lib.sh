# Sets up PAE Studio in its checkout: sourced by run.sh and test.sh, never run by itself.
#
# Everything lands in CHECKOUT/.venv. A stamp file there holds a hash of what set-up depends on, so a second run
# skips it; a file `incomplete` says that an earlier run was interrupted, and packages it left half written are
# taken out before pip goes on. Messages are for people; everything else goes to .venv/setup.log.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
HERE="$ROOT/packaging"
VENV="$ROOT/.venv"
PYTHON="$VENV/bin/python"
LOG="$VENV/setup.log"

say() { printf '%s\n' "paestudio: $*" >&2; }

# stop CODE MESSAGE...: the message, a line each, and the end.
stop() {
    local code="$1"
    shift
    local line
    for line in "$@"; do say "$line"; done
    exit "$code"
}

is_debian() { command -v apt-get >/dev/null 2>&1 && command -v dpkg >/dev/null 2>&1; }
is_root() { [ "$(id -u)" -eq 0 ]; }

# The last lines of the log, when something failed.
failed() { stop 3 "$1 failed; the end of $LOG:" "$(tail -n 15 "$LOG" 2>/dev/null)" "${@:2}"; }

# candidate PACKAGE: prints the name under which this release has it (perhaps with t64), or nothing.
candidate() {
    local name
    for name in "$1" "$1t64"; do
        if apt-cache policy "$name" 2>/dev/null | grep -q '^  Candidate: [^(]'; then
            printf '%s\n' "$name"
            return
        fi
    done
}

APT_UPDATED=0
apt_update() {
    [ "$APT_UPDATED" -eq 1 ] && return
    APT_UPDATED=1
    DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 update >>"$LOG" 2>&1 ||
        say "apt-get update failed; going on with the package lists that are there."
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@" \
        >>"$LOG" 2>&1 </dev/null
}

# usable PYTHON: 3.11 to 3.14 and able to make an environment with pip in it.
usable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1
}

find_python() {
    local name
    for name in "${PAESTUDIO_PYTHON:-}" python3.11 python3.12 python3.13 python3.14 python3; do
        if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && usable "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# Sets BASE_PYTHON; installs Python when root on Debian or Ubuntu, else says how.
need_python() {
    BASE_PYTHON="$(find_python)" && return
    if ! is_debian; then
        stop 3 "Python 3.11 to 3.14 with its venv module is needed and was not found." \
            "Install it, or name one: PAESTUDIO_PYTHON=/path/to/python3 bash $0"
    fi
    if is_root; then apt_update; fi
    local version want=()
    for version in 3.11 3.12 3.13 3.14; do
        if [ -n "$(candidate "python$version")" ] && [ -n "$(candidate "python$version-venv")" ]; then
            want=("python$version" "python$version-venv")
            break
        fi
    done
    if [ ${#want[@]} -eq 0 ]; then
        stop 3 "Python 3.11 to 3.14 with venv is needed, and this release's package lists do not have it." \
            "Install it another way and name it: PAESTUDIO_PYTHON=/path/to/python3 bash $0"
    fi
    if ! is_root; then
        stop 3 "Python 3.11 or later with its venv module is needed. Run this, then start again:" \
            "  sudo apt-get install -y ${want[*]}"
    fi
    say "Installing ${want[*]} …"
    apt_install "${want[@]}" || failed "Installing ${want[*]}"
    BASE_PYTHON="$(find_python)" || stop 3 "Python was installed but does not work; see $LOG."
}

has_font() {
    local dir
    for dir in /usr/share/fonts /usr/local/share/fonts "${XDG_DATA_HOME:-${HOME:-/}/.local/share}/fonts" \
        "${HOME:-/}/.fonts"; do
        [ -d "$dir" ] || continue
        [ -n "$(find -L "$dir" -type f \( -iname '*.ttf' -o -iname '*.otf' -o -iname '*.ttc' \) -print -quit \
            2>/dev/null)" ] && return 0
    done
    return 1
}

# Prints the packages of the libraries that cannot be loaded, one a line. Tries to load each: no guessing by name.
missing_packages() {
    "$PYTHON" - "$HERE/system-libraries.txt" <<'PY'
import ctypes
import sys

for line in open(sys.argv[1], encoding="utf-8"):
    if line.strip() and not line.startswith("#"):
        library, package = line.split()
        try:
            ctypes.CDLL(library)
        except OSError:
            print(package)
PY
    has_font || printf 'fonts-dejavu-core\n'
}

# Libraries and a font: installed when root on Debian or Ubuntu, else the command is printed and 3 is the exit code.
need_system() {
    [ "$(uname -s)" = Linux ] || return 0
    local missing=() names=() package name
    mapfile -t missing < <(missing_packages)
    [ ${#missing[@]} -eq 0 ] && return
    if ! is_debian; then
        stop 3 "System libraries are missing. Their names on Debian (look up your system's own):" "  ${missing[*]}"
    fi
    if is_root; then apt_update; fi
    for package in "${missing[@]}"; do
        name="$(candidate "$package")"
        names+=("${name:-$package}")
    done
    if ! is_root; then
        stop 3 "System libraries are missing. Run this, then start again:" \
            "  sudo apt-get install -y ${names[*]}"
    fi
    say "Installing ${#names[@]} system packages …"
    apt_install "${names[@]}" || failed "apt-get install" "  apt-get install -y ${names[*]}"
    mapfile -t missing < <(missing_packages)
    if [ ${#missing[@]} -gt 0 ]; then
        stop 3 "Installed, but these still cannot be loaded: ${missing[*]}; see $LOG."
    fi
}

# Chromium for the tests of the launched browser; they skip, and say so, without it.
want_chromium() {
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return
    done
    if is_debian && is_root; then
        apt_update
        if [ -n "$(candidate chromium)" ]; then
            say "Installing chromium for the launched browser's tests …"
            apt_install chromium || say "Installing chromium failed (see $LOG); those tests will skip."
            return
        fi
    fi
    say "No Chromium here: the launched browser's tests will skip. On Debian: sudo apt-get install -y chromium"
}

# pip with its output in the log, and on a terminal a count of the packages done.
pip_install() {
    local total="$1"
    shift
    local live=0
    [ -t 2 ] && live=1
    "$PYTHON" -m pip install --no-input --disable-pip-version-check "$@" 2>&1 </dev/null | tee -a "$LOG" |
        awk -v total="$total" -v live="$live" '
            /^(Collecting|Requirement already satisfied)/ {
                if (seen[$2 $3 $4]++ == 0) n++
                if (live && n <= total) { printf "\rpaestudio:   %d of %d packages found", n, total; fflush() }
            }
            /^Installing collected/ {
                if (live) printf "\r"
                if (total > 1) printf "paestudio:   unpacking %d packages …\n", NF - 3; fflush()
            }' >&2
    return "${PIPESTATUS[0]}"
}

# hash KIND: of everything that this set-up depends on.
setup_hash() {
    cat "$HERE/requirements.lock" "$HERE/$([ "$1" = dev ] && echo requirements-dev.lock || echo requirements.lock)" \
        "$ROOT/pyproject.toml" <(printf '%s\n' "$ROOT") | sha256sum | cut -d' ' -f1
}

make_venv() {
    if [ -x "$PYTHON" ] && usable "$PYTHON" && "$PYTHON" -m pip --version >/dev/null 2>&1; then return; fi
    need_python
    say "Making the environment in .venv with $("$BASE_PYTHON" --version) …"
    "$BASE_PYTHON" -m venv --clear "$VENV" >/dev/null || stop 3 "Making $VENV failed." "Is the disk full?"
    : >"$VENV/incomplete"
}

# setup KIND: KIND is run or dev (with the tools for tests). Does nothing when the stamp is right.
setup() {
    local kind="$1" stamp hash count
    umask 022
    mkdir -p "$VENV" 2>/dev/null || stop 3 "Cannot write to $ROOT." "Copy the checkout to a folder of yours."
    exec 9<"$HERE"
    if command -v flock >/dev/null 2>&1 && ! flock -n 9; then
        say "Waiting for another set-up of this checkout …"
        flock 9
    fi
    stamp="$VENV/stamp-$kind"
    hash="$(setup_hash "$kind")"
    if [ "$(cat "$stamp" 2>/dev/null)" != "$hash" ] || ! usable "$PYTHON"; then
        make_venv
        install_packages "$kind"
        need_system
        printf '%s\n' "$hash" >"$stamp.new" && mv "$stamp.new" "$stamp"
        say "Set-up is complete."
    else
        need_system
    fi
    exec 9<&-
}

install_packages() {
    local kind="$1" files=(-r "$HERE/requirements.lock") count
    [ "$kind" = dev ] && files+=(-r "$HERE/requirements-dev.lock")
    count="$(cat "$HERE/requirements.lock" "$([ "$kind" = dev ] && echo "$HERE/requirements-dev.lock" ||
        echo /dev/null)" | grep -c '==')"
    if [ -e "$VENV/incomplete" ]; then "$PYTHON" "$HERE/repair.py" >>"$LOG" 2>&1; fi
    : >"$VENV/incomplete"
    say "Installing $count packages (about 2 GB on disk, a few minutes the first time) …"
    pip_install "$count" "${files[@]}" || failed "Installing the packages" "Start again to go on where it ended."
    pip_install 1 --no-deps --no-build-isolation --editable "$ROOT" || failed "Installing paestudio"
    rm -f "$VENV/incomplete"
}
