# make run    set up, then translate seeds/ into out/
# make serve  set up, then a page to translate on, and an API, on http://127.0.0.1:5000/
# make test   set up with the development tools, then run the tests
# make lint   ruff, mypy and bandit
# make browser   what the tests of the pages need beside that: Chromium, a linter, an accessibility checker
# A second call installs nothing: stamps in .venv say what is there.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python

.PHONY: run serve test lint format browser clean

run: $(VENV)/.run
	$(BIN)/bitexte translate seeds/*.txt --out out

serve: $(VENV)/.run
	$(BIN)/bitexte serve

test: $(VENV)/.dev
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/bandit -q -c pyproject.toml -r pipeline

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Tests that find no browser are skipped, with the name of this target as the reason.
browser:
	command -v chromium > /dev/null && command -v firefox-esr > /dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium firefox-esr > /dev/null; }
	[ -d tests/web/node_modules ] || npm install --silent --no-audit --no-fund --prefix tests/web

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

# uv honours the overrides in pyproject.toml that keep torch, CUDA and an AGPL package out.
$(BIN)/uv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "bitexte needs Python 3.10 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.run: pyproject.toml | $(BIN)/uv
	$(UV) -e '.[full]'
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/uv
	$(UV) -e '.[dev]'
	@touch $@ $(VENV)/.run
