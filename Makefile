# The two commands to know: make demo, make test. Needs Python 3.11 or newer, make, and PyPI for the first set-up.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-cluster setup-dev setup-system demo explore test test-system check docs sample bench release lock clean

PYTHON ?= $(shell for name in python3.11 python3 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
FROM := pyproject.toml
RUN_STAMP := $(VENV)/.set-up-$(shell cat requirements.lock $(FROM) | cksum | cut -d' ' -f1)
DEV_STAMP := $(VENV)/.set-up-dev-$(shell cat requirements-dev.lock $(FROM) | cksum | cut -d' ' -f1)
LOCKING := pip compile --quiet --generate-hashes --python-version 3.11 --universal --only-binary :all: --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --group build \
	--extra analysis --extra collect --extra docx --extra explore --extra pdf

SPREAD := -n auto --dist loadfile# a file's tests share what they build; the files share the cores

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

setup: $(RUN_STAMP) ## create .venv from the hash-pinned lock; the command is then .venv/bin/firstlight

setup-cluster: setup ## the same with what a cluster needs (docs/scale.md)
	@echo "Installing what a cluster needs, from requirements-cluster.lock"
	@$(PIP) install --require-hashes --only-binary :all: -r requirements-cluster.lock

setup-dev: $(DEV_STAMP) ## the same with what the tests and checks need

setup-system: ## install the Debian packages that some tests need (as root)
	@.ci/setup-system

demo: setup ## the example week through all stages, offline, to demo/briefing.html
	@$(BIN)/firstlight demo --to demo

explore: setup ## a local page over the example week (make demo first)
	@$(BIN)/firstlight explore --ledger demo/ledger

test: check ## make check, then all tests that need Python packages only
	$(BIN)/python -m pytest $(SPREAD)

test-system: setup-dev ## the tests that need Chromium, LibreOffice, namespaces or root
	@.ci/setup-axe
	$(BIN)/python -m pytest -m system -rs

check: setup-dev ## the house rules: style, types, who imports whom, sizes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest tests/house/test_house_caps.py

docs: setup-dev ## write the generated pages and schemas of docs/ anew
	$(BIN)/python tools/make_docs.py

sample: setup ## make docs/sample-briefing.html and its picture anew; needs Chromium
	$(BIN)/python tools/make_sample.py

bench: setup-dev ## speed and scale, side by side, to docs/performance.md; each module of bench/ has more to tell
	$(BIN)/python -m bench.page

release: test ## the longer suites, before a release
	$(BIN)/python -m pytest -m release -rs $(SPREAD)

lock: ## pin the newest allowed versions of all packages; needs uv
	$(UV) $(LOCKING) --upgrade $(FROM) -o requirements.lock
	$(UV) $(LOCKING) --upgrade --extra cluster -c requirements.lock $(FROM) -o requirements-cluster.lock
	$(UV) $(LOCKING) --upgrade --extra cluster --group dev -c requirements-cluster.lock $(FROM) -o requirements-dev.lock

clean: ## remove what make has made: .venv, demo and caches
	rm -rf $(VENV) demo dist build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find firstlight tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_STAMP): | $(BIN)/python
	@echo "Installing into $(VENV), hashes checked:" $$(sed -n 's/^\([a-z][^ =]*\)==.*/\1/p' requirements.lock | uniq)
	@$(PIP) install --require-hashes --only-binary :all: -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(PIP) uninstall --yes setuptools 2>/dev/null # Python 3.11 adds it, and with it code that runs at every start
	@rm -f $(VENV)/.set-up-[0-9]*
	@touch $@

$(DEV_STAMP): $(RUN_STAMP)
	@echo "Installing what tests and checks need, from requirements-dev.lock"
	@$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.lock
	@rm -f $(VENV)/.set-up-dev-*
	@touch $@

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found: install python3.11, or say make PYTHON=/where/it/is"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "$(PYTHON) cannot make a virtual environment: on Debian and Ubuntu, apt-get install python3-venv"; exit 1; }
