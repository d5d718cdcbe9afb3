#!/usr/bin/env bash
# `make demo`: the made-up province, built once and kept, then served.
set -euo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=dean06.config.settings.dev
export DEAN06_DATA_DIR=${DEAN06_DATA_DIR:-$PWD/var/demo}
.venv/bin/dean06 make_demo "$@"
exec scripts/serve.sh
