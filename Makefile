# dean06: `make help` lists what can be done.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8006
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PORT

.PHONY: help demo serve setup test test-sqlite test-postgres lint bench chaos docs lock clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(VENV)/.ready ## Install what running needs into .venv (nothing outside this folder)

$(VENV)/.ready: requirements.lock pyproject.toml scripts/setup.sh
	@PYTHON=$(PYTHON) scripts/setup.sh run

$(VENV)/.ready-dev: requirements-dev.lock pyproject.toml scripts/setup.sh
	@PYTHON=$(PYTHON) scripts/setup.sh dev

demo: $(VENV)/.ready ## Build the made-up province (once) and serve it; RESET=1 rebuilds, PORT=8006 moves it
	@scripts/demo.sh $(if $(RESET),--reset)

serve: $(VENV)/.ready ## Serve the present database with the production server and the timers
	@scripts/serve.sh

test: $(VENV)/.ready-dev ## Everything: conventions, SQLite, PostgreSQL, browser
	@scripts/test.sh all

test-sqlite: $(VENV)/.ready-dev ## Only the tests on SQLite
	@scripts/test.sh sqlite

test-postgres: $(VENV)/.ready-dev ## Only the tests on PostgreSQL
	@scripts/test.sh postgres

lint: $(VENV)/.ready-dev ## Style, types of public surfaces, import rules
	@scripts/lint.sh

bench: $(VENV)/.ready-dev ## Ratios against named peers (benchmarks/)
	@for script in benchmarks/bench_*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

chaos: $(VENV)/.ready-dev ## Kill -9 workers during 20,000 operations, on SQLite and PostgreSQL; OPERATIONS=… for less
	@env -u DATABASE_URL $(BIN)/python tests/chaos/run.py --operations $(or $(OPERATIONS),20000)
	@settings=$$(scripts/postgres.sh start) || { echo "chaos: no PostgreSQL server, only SQLite was tried"; exit 0; }; \
	    eval "$$settings"; trap 'scripts/postgres.sh stop' EXIT; \
	    $(BIN)/python tests/chaos/run.py --operations $(or $(OPERATIONS),20000)

docs: $(VENV)/.ready-dev ## Build the documentation into site/
	@$(BIN)/mkdocs build --strict --quiet && echo "docs: site/index.html"

lock: $(VENV)/.ready-dev ## Compute the lock files again from pyproject.toml
	@scripts/lock.sh

clean: ## Remove what was built, keep the data in var/
	rm -rf $(VENV) build site *.egg-info src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
