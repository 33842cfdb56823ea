# make site    make the environment, install, build content/ into site/
# make test    everything that must hold: format, lint, types, floors, tests, with a real browser
# make check   what is wrong with content/
# make screenshots  pictures of each kind of page for docs/screenshots/
# make docs    make the generated pages of docs/ anew
# make soak    long random walks of edits, builds that are killed, full disks; make soak SOAK="WALKS STEPS FIRST-SEED KILLED"
# make bench   how long it takes (docs/performance.md); with more: make bench BENCH="--full --write"

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := site
.PHONY: site check test format docs bench soak clean browser servers screenshots

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "briefgen needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.tools: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

site: $(VENV)/.installed
	$(BIN)/briefgen build
	@echo "The site is in site/. Look at it: open site/index.html, or run $(BIN)/briefgen serve --open"

check: $(VENV)/.installed
	$(BIN)/briefgen check --strict

browser:
	@sh tests/browser/find_chromium.sh

servers:
	@sh tests/publish/find_servers.sh $(VENV)

test: $(VENV)/.tools browser servers
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/briefgen check --strict
	$(BIN)/python -m pytest -n 2

format: $(VENV)/.tools
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

screenshots: $(VENV)/.tools browser
	$(BIN)/python -m tests.browser.screenshots

docs: $(VENV)/.installed
	$(BIN)/python -m briefgen.desk.reference docs

bench: $(VENV)/.tools
	$(BIN)/python -m tests.bench $(BENCH)

soak: $(VENV)/.tools
	$(BIN)/python -m tests.soak $(SOAK)

clean:
	rm -rf $(VENV) .briefgen build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
