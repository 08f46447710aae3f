# shellcheck shell=bash
# Which compiler makes the booth's WASM, and how it is called. Sourced, never run.
#
#   rustup   the toolchain that builds everything else, with its wasm32-unknown-unknown target
#   debian   Debian's rustc-web, which has no such target: the standard library is built from rust-web-src
#
# The two give different bytes; one of them gives the same bytes everywhere. WASM_TOOLCHAIN=rustup|debian decides;
# otherwise an installed target is taken, else Debian's compiler where it is there or can be installed, else rustup.

WASM_TARGET=wasm32-unknown-unknown

rustup_has_wasm() { [ -d "$(rustc --print target-libdir --target $WASM_TARGET 2>/dev/null)" ]; }
debian_has_wasm() {
  is_debian && package_installed rustc-web && package_installed cargo-web && package_installed rust-web-src
}
# Only a Debian whose rustc-web is as new as the workspace asks.
debian_can_wasm() {
  is_debian || return 1
  debian_wasm_is_new_enough && return 0
  # The lists may be older than the package.
  apt_refresh
  debian_wasm_is_new_enough
}
debian_wasm_is_new_enough() {
  local version required
  version=$(apt_candidate rustc-web)
  required=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml")
  [ -n "$version" ] && version_at_least "${version%%+*}" "$required"
}

# Sets WASM_CHOSEN.
wasm_choose() {
  [ -z "${WASM_CHOSEN:-}" ] || return 0
  case "${WASM_TOOLCHAIN:-}" in
    rustup | debian) WASM_CHOSEN=$WASM_TOOLCHAIN ;;
    '')
      WASM_CHOSEN=rustup
      rustup_has_wasm && return 0
      if debian_has_wasm || { is_root && debian_can_wasm; }; then WASM_CHOSEN=debian; fi
      ;;
    *) die "WASM_TOOLCHAIN is '$WASM_TOOLCHAIN'; it may be rustup or debian." ;;
  esac
}

# The linker of the LLVM that Debian's rustc-web is built with.
debian_lld() {
  local llvm
  if package_installed rustc-web; then
    llvm=$(/usr/bin/rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
  else
    llvm=$(apt-cache show --no-all-versions rust-web-llvm | sed -n 's/^Depends:.*llvm-\([0-9]*\).*/\1/p')
  fi
  [ -n "$llvm" ] || die "cannot tell which LLVM Debian's rustc-web is built with"
  printf 'lld-%s' "$llvm"
}

wasm_need() {
  wasm_choose
  [ "$WASM_CHOSEN" = debian ] || return 0
  is_debian || die "WASM_TOOLCHAIN=debian needs a Debian."
  debian_has_wasm || debian_can_wasm || die "this Debian has no rustc-web that is new enough."
  need_packages rustc-web cargo-web rust-web-src "$(debian_lld)"
}

wasm_ensure() {
  [ "$WASM_CHOSEN" = rustup ] || return 0
  rustup_has_wasm && return 0
  have rustup || die "this rustc has no $WASM_TARGET target, and there is no rustup to add it."
  step "Rust target $WASM_TARGET"
  rustup target add $WASM_TARGET >&2 ||
    die "rustup could not add $WASM_TARGET. On Debian, WASM_TOOLCHAIN=debian uses Debian's own compiler instead."
}

# wasm-bindgen must be exactly the version of the library. Built once, kept in .cache/tools.
wasm_bindgen() { printf '%s/tools/wasm-bindgen-%s/bin/wasm-bindgen' "$CACHE" "$(locked_version wasm-bindgen)"; }

wasm_bindgen_ensure() {
  local program version
  program=$(wasm_bindgen)
  version=$(locked_version wasm-bindgen)
  [ ! -x "$program" ] || return 0
  step "wasm-bindgen $version (once, a few minutes)"
  local install=(env -u CARGO_TARGET_DIR -u RUSTC_BOOTSTRAP CARGO_PROFILE_DEV_DEBUG=0
    cargo install wasm-bindgen-cli --version "=$version" --bin wasm-bindgen --profile dev --quiet
    --root "${program%/bin/*}")
  # A registry that lags behind may miss a version that the tool's own lock file names: then cargo chooses.
  "${install[@]}" --locked 2>/dev/null || "${install[@]}" >&2 ||
    die "cargo could not install wasm-bindgen-cli $version"
}

# What is recorded beside the artefact, so that somebody else can make the same bytes.
wasm_toolchain_description() {
  if [ "$WASM_CHOSEN" = debian ]; then
    printf 'debian rustc-web %s, %s %s' "$(dpkg-query -W -f '${Version}' rustc-web)" \
      "$(debian_lld)" "$(dpkg-query -W -f '${Version}' "$(debian_lld)")"
  else
    printf 'rustup %s' "$(rustc --version | cut -d ' ' -f 2)"
  fi
}
