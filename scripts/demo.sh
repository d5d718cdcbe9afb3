#!/usr/bin/env bash
# `make demo`: the made-up province, built once and kept, then served.
set -euo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=dean06.config.settings.dev
export DEAN06_DATA_DIR=${DEAN06_DATA_DIR:-$PWD/var/demo}
export DEAN06_SITE_URL=${DEAN06_SITE_URL:-http://127.0.0.1:${PORT:-8006}}
.venv/bin/dean06 make_demo "$@"
exec scripts/serve.sh
