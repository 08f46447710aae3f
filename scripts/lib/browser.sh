# shellcheck shell=bash
# The browser of the browser tests. COMITIA_CHROMIUM names another one. Sourced, never run.

find_chromium() {
  local candidate
  for candidate in "${COMITIA_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$candidate" ] && have "$candidate"; then
      command -v "$candidate"
      return 0
    fi
  done
  return 1
}

browser_need() { find_chromium >/dev/null || MISSING_PACKAGES+=(chromium); }
