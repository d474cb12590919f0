# Everything below stays inside this checkout: .venv (Python packages) and .cache (fetched and made files).
# `make browser` alone may install a Debian package.
# The first Python on the path that runs and is new enough (a version manager's stand-ins are on the path and do not run).
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python3.14 python; do \
  $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$name; break; }; done)
PORT ?=
INDEX ?=
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo serve test check elasticsearch browser lock python

help:  ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 22

demo: .venv/installed  ## Make the sample archive, index it, serve it  [PORT=8000] [INDEX=http://localhost:9200/demo]
	@exec $(BIN)/backfile demo --folder .cache/demo $(if $(PORT),--port $(PORT)) $(if $(INDEX),--index $(INDEX))

serve: .venv/installed  ## Serve an index of yours  [PORT=8000] [INDEX=folder or http(s) address]
	@exec $(BIN)/backfile serve $(if $(PORT),--port $(PORT)) $(if $(INDEX),--index $(INDEX))

test: .venv/tested  ## Run all tests, on both engines
	@$(BIN)/python tests/fetch_elasticsearch.py --if-possible
	@$(BIN)/python -m pytest

check: .venv/tested  ## Lint, types and arrows between the rooms
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

elasticsearch: .venv/tested  ## Fetch a real Elasticsearch node for the tests into .cache (1 GB, once; needs JDK 21 and Maven)
	@$(BIN)/python tests/fetch_elasticsearch.py

browser:  ## Install Chromium for the browser tests (Debian, Ubuntu; needs root)
	@if command -v chromium >/dev/null; then echo "chromium is there"; \
	else apt-get update -q && apt-get install -qy --no-install-recommends chromium fonts-noto-core; fi

lock: .venv/tested  ## Write the lock files anew from pyproject.toml
	@$(BIN)/python -m pip install -q uv
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group build -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group build --group test --extra uk -o requirements-test.lock

python:
	@test -n "$(PYTHON)" || { \
	  echo "Backfile needs Python 3.11 or newer, and none was found."; \
	  echo "  Debian, Ubuntu:  apt install python3 python3-venv     macOS:  brew install python@3.12     Windows:  winget install Python.Python.3.12"; \
	  echo "Is it elsewhere? Say where:  make $(or $(MAKECMDGOALS),demo) PYTHON=/path/to/python3"; exit 1; }

.venv/bin/python: | python
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	  echo "Python cannot make virtual environments here. On Debian and Ubuntu:  apt install python3-venv"; exit 1; }

.venv/installed: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing Backfile into .venv …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/tested: requirements-test.lock .venv/installed
	@echo "Installing what the tests need into .venv …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@
