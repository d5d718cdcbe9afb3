#!/usr/bin/env bash
# Recomputes both lock files: every package with its hashes, no address of any registry. UPGRADE=1 takes newer versions.
set -euo pipefail
cd "$(dirname "$0")/.."
flags=(--quiet ${UPGRADE:+--upgrade} --generate-hashes --allow-unsafe --strip-extras --no-header
       --no-emit-index-url --no-emit-find-links --no-emit-trusted-host)
.venv/bin/pip-compile "${flags[@]}" --extra build -o requirements.lock pyproject.toml
.venv/bin/pip-compile "${flags[@]}" --extra build --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
