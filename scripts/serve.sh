#!/usr/bin/env bash
# Serves the present database: gunicorn for pages, one process for timers and the outbox, one for long work. Ctrl-C
# stops all three.
set -euo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=${DJANGO_SETTINGS_MODULE:-dean06.config.settings.dev}
port=${PORT:-8006}
.venv/bin/dean06 run_due --loop &
timers=$!
.venv/bin/dean06 db_worker --verbosity 0 &
worker=$!
trap 'kill "$timers" "$worker" 2>/dev/null || true' EXIT
.venv/bin/gunicorn dean06.config.wsgi:application --bind "127.0.0.1:$port" --worker-class gthread \
    --workers "${WORKERS:-2}" --threads 4 --timeout 60 --preload --log-level warning &
server=$!
trap 'kill "$server" "$timers" "$worker" 2>/dev/null || true; wait "$server" 2>/dev/null || true; exit 0' INT TERM
wait "$server"
