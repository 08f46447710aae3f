# shellcheck shell=bash
# Debian's packages: first everything that is missing is collected, then it is installed in one go, or asked for in
# one line. Sourced, never run.

MISSING_PACKAGES=()

package_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}

# need COMMAND PACKAGE...: the packages that bring a command which is not there.
need() {
  local command=$1
  shift
  have "$command" || MISSING_PACKAGES+=("$@")
}

# need_packages PACKAGE...: those of them that are not installed.
need_packages() {
  local package
  for package in "$@"; do
    package_installed "$package" || MISSING_PACKAGES+=("$package")
  done
}

# Fresh package lists, once in a run, and only where they can be had.
apt_refresh() {
  [ -z "${APT_REFRESHED:-}" ] || return 0
  APT_REFRESHED=yes
  ! is_root || apt-get update -qq >&2 || say "apt-get update failed; going on with the lists that are there"
}

# The version that apt would install, empty if none is known.
apt_candidate() { LC_ALL=C apt-cache policy "$1" | sed -n 's/^  Candidate: \([^(].*\)/\1/p'; }

# Installs what `need` and `need_packages` collected, or says how and stops.
install_missing_packages() {
  [ "${#MISSING_PACKAGES[@]}" -gt 0 ] || return 0
  if ! is_debian; then
    die "this machine lacks what these Debian packages bring: ${MISSING_PACKAGES[*]}. Install your system's equivalents."
  fi
  if ! is_root; then
    say "Some Debian packages are missing, and only root may install them. Run this, then repeat your command:"
    printf 'sudo apt-get install -y --no-install-recommends %s\n' "${MISSING_PACKAGES[*]}"
    exit 1
  fi
  step "Debian packages: ${MISSING_PACKAGES[*]}"
  apt_refresh
  # --no-remove: a package that somebody chose is never thrown out for one of ours.
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends --no-remove \
    "${MISSING_PACKAGES[@]}" >&2 || die "apt-get could not install: ${MISSING_PACKAGES[*]}"
}
