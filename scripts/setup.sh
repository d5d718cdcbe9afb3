#!/usr/bin/env bash
# Makes .venv with exactly the locked packages. Usage: setup.sh run|dev
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-run}
python=${PYTHON:-python3}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "dean06 cần Python 3.11 trở lên (needs Python >= 3.11): $("$python" --version 2>&1)" >&2
    exit 1
fi

make_venv() { "$python" -m venv .venv >/dev/null 2>&1 && .venv/bin/python -m pip --version >/dev/null 2>&1; }

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    echo "setup: tạo .venv (creating .venv)"
    if ! make_venv; then
        # Debian ships Python without the module that makes environments.
        rm -rf .venv
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            echo "setup: apt-get install python3-venv"
            apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
            make_venv
        else
            echo "Python này thiếu mô-đun venv. Hãy chạy: sudo apt-get install python3-venv, rồi chạy lại." >&2
            echo "(This Python lacks the venv module: install python3-venv, then run again.)" >&2
            exit 1
        fi
    fi
fi

lock=requirements.lock
[ "$what" = dev ] && lock=requirements-dev.lock
echo "setup: cài gói theo $lock (installing locked packages)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
touch .venv/.ready
if [ "$what" = dev ]; then touch .venv/.ready-dev; fi
