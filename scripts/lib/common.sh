# shellcheck shell=bash
# What every script here shares: where things are, how to speak, how to stop, how to remember.
# Sourced, never run.
set -euo pipefail

ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
CACHE=$ROOT/.cache
export ROOT CACHE

# Everything that is said goes to standard error; standard output is for what was asked for.
say() { printf '%s\n' "$*" >&2; }
step() { printf '\n▸ %s\n' "$*" >&2; }
die() {
  printf '\nStopped: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" -eq 0 ]; }
is_debian() { have apt-get && have dpkg-query; }

# version_at_least 1.95.0 1.94: is the first at least the second?
version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# locked_version NAME: the version of a crate in Cargo.lock.
locked_version() {
  awk -v name="$1" '$1 == "name" { found = ($3 == "\"" name "\"") }
    found && $1 == "version" { gsub(/"/, "", $3); print $3; exit }' "$ROOT/Cargo.lock"
}

# A stamp remembers the content that a step was done for.
content_hash() { cat -- "$@" | sha256sum | cut -c 1-64; }
stamp_is() { [ -f "$1" ] && [ "$(cat -- "$1")" = "$2" ]; }
