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
prepared=$(mktemp -d "${TMPDIR:-/tmp}/dean06-tests.XXXXXX")
# Each run of pytest adds what failed (conftest.py); told again at the very end.
export DEAN06_TEST_FAILURES=$prepared/failures

step() { echo; echo "== $1 ($(date +%T))"; }

# ensure PACKAGE PROGRAM…: one of the programs is there, or Debian's package is installed when we may.
ensure() {
    local package=$1 name
    shift
    for name in "$@"; do command -v "$name" >/dev/null && return 0; done
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "test: apt-get install $package"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null
}

finish() {
    wait
    [ -f "$prepared/server" ] && (eval "$(cat "$prepared/server")"; scripts/postgres.sh stop)
    rm -rf "$prepared"
}
trap finish EXIT
trap 'echo "test: ngắt (interrupted)" >&2; exit 130' INT TERM

# Migrating takes longer than hundreds of tests: done once per kind of database, while lint leaves a core free; the
# workers copy it (DEAN06_TEST_MIGRATED, see conftest.py). Where it is missing they migrate for themselves.
prepare() {
    DATABASE_URL="sqlite:///$prepared/unfinished.sqlite3" .venv/bin/python -m django migrate -v0 &&
        mv "$prepared/unfinished.sqlite3" "$prepared/migrated.sqlite3"
    [ "$what" = sqlite ] || [ -n "${DATABASE_URL:-}" ] && return
    scripts/postgres.sh start >"$prepared/server" || { rm -f "$prepared/server"; return; }
    eval "$(cat "$prepared/server")"
    "$POSTGRES_BIN/psql" "$DATABASE_URL" -qc "CREATE DATABASE migrated" &&
        DATABASE_URL="${DATABASE_URL%/*}/migrated" .venv/bin/python -m django migrate -v0 && touch "$prepared/migrated"
}

pytest() {
    .venv/bin/pytest -n "$workers" --dist loadfile --no-loadscope-reorder -p no:cacheprovider --durations=8 "$@" || status=1
}

prepare >"$prepared/log" 2>&1 &
preparing=$!
if [ "$what" = all ]; then
    step "lint"
    scripts/lint.sh || status=1
fi
wait "$preparing" || cat "$prepared/log"

if [ "$what" = all ] || [ "$what" = sqlite ]; then
    step "tests on SQLite"
    ensure default-jre-headless java || skipped+=("matching on Spark: no Java here and no right to install it")
    [ -f "$prepared/migrated.sqlite3" ] && export DEAN06_TEST_MIGRATED=$prepared/migrated.sqlite3
    (unset DATABASE_URL; pytest -m "not browser"; exit $status) || status=1
    # Apart from the others: the browser driver's event loop stays in its process, where Django then refuses its database.
    step "browser tests"
    if ensure chromium chromium chromium-browser google-chrome; then
        (unset DATABASE_URL; pytest -m browser tests/browser; exit $status) || status=1
    else
        skipped+=("browser tests: no Chromium here and no right to install it (apt-get install chromium)")
    fi
    unset DEAN06_TEST_MIGRATED
fi

if [ "$what" = all ] || [ "$what" = postgres ]; then
    step "tests on PostgreSQL"
    [ -f "$prepared/server" ] && eval "$(cat "$prepared/server")"
    if [ -n "${DATABASE_URL:-}" ]; then
        [ -f "$prepared/migrated" ] && export DEAN06_TEST_MIGRATED=migrated
        # Pages in a browser and pure functions do not depend on the database: once is enough for them.
        pytest -m "not browser" --database-only
    else
        skipped+=("PostgreSQL tests: no server here and no right to install one (apt-get install postgresql)")
    fi
fi

if [ -s "$DEAN06_TEST_FAILURES" ]; then
    step "failed"
    cat "$DEAN06_TEST_FAILURES"
fi
for reason in "${skipped[@]}"; do echo "BỎ QUA (skipped): $reason"; done
exit $status
