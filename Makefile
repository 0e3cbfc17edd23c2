# Everything a newcomer types. Needs make and Python 3.11 or newer; uses uv where it is present.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MERILO_HOME ?= $(CURDIR)/.home
export TZ := Asia/Vladivostok
export PYTHONDONTWRITEBYTECODE :=
WORKERS ?= 2
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help run test check bench faults docs words screenshots lock clean

help: ## This list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

run: $(BIN)/.ready ## Make the demo company and open its pages
	@env -u TZ $(BIN)/merilo demo --quiet --home "$(MERILO_HOME)"
	@env -u TZ $(BIN)/merilo serve --home "$(MERILO_HOME)" --port $(PORT)

test: $(BIN)/.ready-dev ## Run every test
	@$(BIN)/python -m tests.servers
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

check: $(BIN)/.ready-dev ## Format, types, import contracts, documentation, then every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(BIN)/python -m tests.servers
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

bench: $(BIN)/.ready-dev ## Measure beside plain DuckDB, in the same run
	$(BIN)/python -m benchmarks

faults: $(BIN)/.ready-dev ## Plant every known fault, one at a time; each must be noticed
	$(BIN)/python -m tests.faults

docs: $(BIN)/.ready-dev ## Make the reference pages from the code
	$(BIN)/python -m docs.make

screenshots: $(BIN)/.ready-dev ## Take pictures of every page, in every language, into .screenshots
	@$(BIN)/python -m tests.servers
	$(BIN)/python -m tests.e2e.screenshots

words: $(BIN)/.ready-dev ## Collect what is said into the Russian and Hungarian catalogues
	$(BIN)/python -m docs.words

LOCK = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
       --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet
lock: ## Resolve the locked requirements anew
	$(LOCK) -o requirements/run.txt
	$(LOCK) --extra cluster -c requirements/run.txt -o requirements/cluster.txt
	$(LOCK) --all-extras -c requirements/run.txt -c requirements/cluster.txt -o requirements/dev.txt

clean: ## Take away what was made here; the demo company's folder stays
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# With uv an environment is ready in seconds; with pip alone it takes a minute.
UV := $(shell command -v uv)
INSTALL = $(if $(UV),uv pip install --quiet --python $(BIN)/python,$(BIN)/pip install --quiet --disable-pip-version-check)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Merilo needs Python 3.11 or newer: make run PYTHON=python3.11"; exit 1; }
	$(if $(UV),uv venv --quiet --python $(PYTHON) $(VENV),$(PYTHON) -m venv $(VENV))

ASSETS := hatch_build.py $(wildcard assets/*)
$(BIN)/.ready: requirements/run.txt pyproject.toml $(ASSETS) | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements/run.txt
	$(INSTALL) --no-deps -e .
	@touch $@

$(BIN)/.ready-dev: requirements/dev.txt pyproject.toml $(ASSETS) | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements/dev.txt
	$(INSTALL) --no-deps -e .
	@touch $@ $(BIN)/.ready
