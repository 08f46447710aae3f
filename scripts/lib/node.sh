# shellcheck shell=bash
# Node and the npm packages of package-lock.json. Sourced, never run.

node_need() {
  if ! have node || ! have npm; then die "Node 20 or newer is missing: https://nodejs.org, then repeat."; fi
  local version
  version=$(node --version)
  version_at_least "${version#v}" 20 || die "Node $version is too old: 20 or newer is needed."
}

node_ensure() {
  local stamp=$ROOT/node_modules/.installed-for hash
  hash=$(cat "$ROOT/package.json" "$ROOT/package-lock.json" <(node --version) | sha256sum | cut -c 1-64)
  stamp_is "$stamp" "$hash" && return 0
  step "npm packages"
  (cd "$ROOT" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) || die "npm ci failed"
  printf %s "$hash" >"$stamp"
}
