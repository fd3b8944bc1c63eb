# shellcheck shell=bash
# What script/bootstrap, run, test and lock share. Sourced by scripts that stand beside it.
#
# stdout belongs to the program's data (script/run score ... --format json | jq): everything said here goes to stderr.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
venv=$root/.venv

# Raise it when script/bootstrap makes something else than before: every existing environment is then made anew.
setup_version=1

# --- words ----------------------------------------------------------------------------------------------------------

say() { # INDONESIAN ENGLISH
    printf 'kami: %s\n      (%s)\n' "$1" "$2" >&2
}

die() {
    say "$1" "$2"
    exit 1
}

# --- is the environment there? (all that a second start pays) -------------------------------------------------------

lock_of() { # run|dev
    if [ "$1" = dev ]; then
        printf '%s' "$root/requirements-dev.lock"
    else
        printf '%s' "$root/requirements.lock"
    fi
}

sha256() {
    if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi
}

# What an environment stands on: the Python beneath by its real path (a system upgrade from 3.11 to 3.12 counts) and
# the place of the checkout (it is written into the environment).
base_of() { # PYTHON
    printf '%s\n%s\n%s' "$setup_version" "$(readlink -f "$1")" "$root"
}

# What a finished set-up leaves in .venv/stamp-run or stamp-dev. pyproject.toml is not in it: nothing in the
# environment is made from that file, only from the locks that script/lock makes from it.
stamp_of() { # run|dev PYTHON
    printf '%s\n%s' "$(sha256 <"$(lock_of "$1")")" "$(base_of "$2")"
}

is_ready() { # run|dev; an environment for development serves for running too
    [ -x "$venv/bin/python" ] || return 1
    local kind
    for kind in "$1" dev; do
        [ -f "$venv/stamp-$kind" ] || continue
        if [ "$(<"$venv/stamp-$kind")" = "$(stamp_of "$kind" "$venv/bin/python")" ]; then return 0; fi
    done
    return 1
}

# --- what the system must have --------------------------------------------------------------------------------------

# Prints the Debian packages needed beside Python, or with a Python only those that are missing. The libraries are
# looked for the way WeasyPrint does, by opening them, so that one that came from elsewhere counts too. HarfBuzz,
# Fontconfig and GLib come with Pango.
system_packages() { # run|dev [PYTHON]
    if [ $# = 1 ]; then
        printf '%s\n' libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    elif [ "$(uname)" = Linux ]; then
        "$2" -I -c '
import ctypes, sys
for soname, package in zip(sys.argv[1::2], sys.argv[2::2]):
    try:
        ctypes.CDLL(soname)
    except OSError:
        print(package)
' libpango-1.0.so.0 libpango-1.0-0 libpangoft2-1.0.so.0 libpangoft2-1.0-0 libharfbuzz-subset.so.0 libharfbuzz-subset0
    fi
    if [ "$1" = dev ]; then
        command -v tmux >/dev/null || echo tmux
        command -v pdftotext >/dev/null || echo poppler-utils
        # Recalculates our workbooks, so that their formulas are held against the scorer.
        command -v soffice >/dev/null || echo libreoffice-calc-nogui
    fi
}

# Sets as_root to what runs a command as root; fails where that is not allowed. A password is asked for only where a
# person is there to type it.
become_root() {
    if [ "$(id -u)" = 0 ]; then
        as_root=(env)
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root=(sudo env)
    elif command -v sudo >/dev/null && [ -z "${CI:-}" ] && [ -t 2 ] && { : </dev/tty; } 2>/dev/null; then
        say "sudo diperlukan untuk memasang: $*" "sudo is needed to install: $*"
        sudo -v && as_root=(sudo env)
    else
        return 1
    fi
}

# apt-get that never asks, says only what goes wrong, and waits for another apt or a dead mirror, but not for ever.
apt() {
    "${as_root[@]}" DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get -qq -y -o DPkg::Lock::Timeout=120 \
        -o Dpkg::Use-Pty=0 -o Acquire::Retries=1 -o Acquire::http::Timeout=30 "$@" </dev/null >/dev/null
}

install_system() { # PACKAGE...; when it fails, the administrator's command has been said
    if ! command -v apt-get >/dev/null; then
        say "perlu paket sistem berikut (nama Debian), pasang padanannya: $*" \
            "these system packages are needed (Debian's names), install their like: $*"
        return 1
    fi
    if become_root "$@"; then
        say "memasang paket sistem: $*" "installing system packages: $*"
        # The lists are fetched only if it fails without: they are absent on a new machine, or older than the mirror.
        if apt install --no-install-recommends "$@" 2>/dev/null; then return 0; fi
        apt update || true
        if apt install --no-install-recommends "$@"; then return 0; fi
        # One by one, so that a name this release does not know keeps no other out.
        local package failed=()
        for package in "$@"; do
            apt install --no-install-recommends "$package" 2>/dev/null || failed+=("$package")
        done
        [ ${#failed[@]} -gt 0 ] || return 0
        set -- "${failed[@]}"
    fi
    say "mintalah administrator menjalankan: apt-get install $*" "ask the administrator to run: apt-get install $*"
    return 1
}

# --- Python ---------------------------------------------------------------------------------------------------------

is_python() { # COMMAND; a pyenv shim can be on the PATH and still not run
    "$1" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# Sets python to the first Python 3.11 or later that can make environments (Debian packs venv's half separately).
find_python() {
    local candidate
    for candidate in ${KAMI_PYTHON:+"$KAMI_PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if is_python "$candidate" && "$candidate" -I -c 'import venv, ensurepip' >/dev/null 2>&1; then
            # shellcheck disable=SC2034  # for the script that sources this
            python=$candidate
            return 0
        fi
    done
    return 1
}

# Prints the Debian package that makes find_python succeed: of the Python that is there, or of the release's newest.
python_package() {
    local candidate
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if is_python "$candidate"; then
            "$candidate" -I -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
            return
        fi
    done
    for candidate in python3.14 python3.13 python3.12 python3.11; do
        if apt-cache show "$candidate-venv" >/dev/null 2>&1; then
            echo "$candidate-venv"
            return
        fi
    done
    echo python3-venv
}
