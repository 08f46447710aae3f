# shellcheck shell=bash
# The Rust that builds the programs. Sourced, never run.

rust_need() {
  if ! have cargo || ! have rustc; then die "Rust is missing: install it with rustup (https://rustup.rs), then repeat."; fi
  local required version
  required=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml")
  version=$(rustc --version | cut -d ' ' -f 2)
  version_at_least "$version" "$required" || die "rustc $version is too old: $required or newer is needed (rustup update stable)."
  # Crates that bring C (SQLite, ring) and the linker.
  need cc gcc libc6-dev
}

# Formatter and linter, which a minimal rustup profile leaves out.
rust_ensure_lints() {
  cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt >&2 || die "rustfmt is missing"
  cargo clippy --version >/dev/null 2>&1 || rustup component add clippy >&2 || die "clippy is missing"
}
