#!/usr/bin/env bash
# Style, types of public surfaces, one-direction imports.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/ruff check src tests scripts benchmarks
.venv/bin/ruff format --check --quiet src tests scripts benchmarks || { echo "run: .venv/bin/ruff format src tests scripts benchmarks" >&2; exit 1; }
.venv/bin/lint-imports --no-cache >/tmp/dean06-imports.$$ 2>&1 || { cat /tmp/dean06-imports.$$ >&2; rm -f /tmp/dean06-imports.$$; exit 1; }
rm -f /tmp/dean06-imports.$$
.venv/bin/mypy src/dean06 --no-error-summary
echo "lint: sạch (clean)"
