# shellcheck shell=bash
# The programs of others that tests run ours beside: PostgreSQL's server, Go with the log client of its module mirror,
# a static web server, an S3-speaking one, and strace, which breaks disks. Sourced, never run.

peers_need() {
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || MISSING_PACKAGES+=(postgresql-15)
  need strace strace
  need nginx nginx-light
  need go golang-go
  need_packages golang-golang-x-mod-dev
  python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || MISSING_PACKAGES+=(python3 python3-venv)
}

# An S3-speaking server, in a Python environment of its own.
MOTO_VERSION=5.2.5

peers_ensure() {
  local folder=$CACHE/s3-$MOTO_VERSION
  [ ! -x "$folder/bin/moto_server" ] || return 0
  step "An S3-speaking server for tests (moto $MOTO_VERSION)"
  rm -rf "$folder"
  python3 -m venv "$folder" >&2 && "$folder/bin/pip" install --quiet --disable-pip-version-check "moto[s3,server]==$MOTO_VERSION" >&2 ||
    die "pip could not install moto $MOTO_VERSION"
  # Tests find it under a name without a version.
  ln -sfn "s3-$MOTO_VERSION" "$CACHE/s3"
}
