# shellcheck shell=bash
# The programs of others that tests run ours beside: PostgreSQL's server, Go with the log client of its module mirror,
# a static web server, and strace, which breaks disks. Sourced, never run.

peers_need() {
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || MISSING_PACKAGES+=(postgresql-15)
  need strace strace
  need nginx nginx-light
  need go golang-go
  need_packages golang-golang-x-mod-dev
}
