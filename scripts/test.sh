#!/usr/bin/env bash
# The whole test run: conventions and lint, then every test on SQLite (browser tests included), then on PostgreSQL
# all that touches a database. Ends with pytest's own summary; says plainly what it had to skip and why.
set -uo pipefail
cd "$(dirname "$0")/.."
what=${1:-all}
export DJANGO_SETTINGS_MODULE=dean06.config.settings.test
workers=${TEST_WORKERS:-2}
status=0
skipped=()

step() { echo; echo "== $1"; }

# ensure PACKAGE PROGRAM…: one of the programs is there, or Debian's package is installed when we may.
ensure() {
    local package=$1 name
    shift
    for name in "$@"; do command -v "$name" >/dev/null && return 0; done
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "test: apt-get install $package"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null
}

if [ "$what" = all ]; then
    step "lint"
    scripts/lint.sh || status=1
fi

pytest() { .venv/bin/pytest -n "$workers" --dist loadfile -p no:cacheprovider --durations=8 "$@" || status=1; }

if [ "$what" = all ] || [ "$what" = sqlite ]; then
    step "tests on SQLite"
    ensure default-jre-headless java || skipped+=("matching on Spark: no Java here and no right to install it")
    (unset DATABASE_URL; pytest -m "not browser"; exit $status) || status=1
    # Apart from the others: the browser driver's event loop stays in its process, where Django then refuses its database.
    step "browser tests"
    if ensure chromium chromium chromium-browser google-chrome; then
        (unset DATABASE_URL; pytest -m browser tests/browser; exit $status) || status=1
    else
        skipped+=("browser tests: no Chromium here and no right to install it (apt-get install chromium)")
    fi
fi

if [ "$what" = all ] || [ "$what" = postgres ]; then
    step "tests on PostgreSQL"
    if [ -n "${DATABASE_URL:-}" ] || { started=$(scripts/postgres.sh start) && eval "$started"; }; then
        trap 'scripts/postgres.sh stop' EXIT
        # Pages in a browser and pure functions do not depend on the database: once is enough for them.
        pytest -m "not browser" --database-only
    else
        skipped+=("PostgreSQL tests: no server here and no right to install one (apt-get install postgresql)")
    fi
fi

for reason in "${skipped[@]}"; do echo "BỎ QUA (skipped): $reason"; done
exit $status
