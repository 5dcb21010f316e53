# `make` alone lists what there is. Needs python3 (3.11 to 3.13) with pip, make and git; everything else goes to .venv.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.made-from-pyproject
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
OUT    ?= out
# One worker for each of two cores; more with `make test WORKERS=8`.
WORKERS ?= 2
# For instance: make test PYTEST_ARGS="-k checker -x"
PYTEST_ARGS ?=
# For instance: make bench BENCH_ARGS="--sizes S --seeds 1"
BENCH_ARGS ?=

FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
# The first that fits; another with `make setup PYTHON=/usr/local/bin/python3.12`.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	"$$p" -c '$(FITS)' >/dev/null 2>&1 && { echo "$$p"; break; }; done)

HELP := awk -F ':.*\#\# ' '/^[a-z-]+:.*\#\# / { printf "  make %-10s %s\n", $$1, $$2 }'

.PHONY: help setup demo what-if test test-long bench fmt clean

help: ## this list
	@$(HELP) $(firstword $(MAKEFILE_LIST))

setup: $(STAMP) ## create .venv with everything needed (again when pyproject.toml has changed)

$(STAMP): pyproject.toml
	@test -n "$(PYTHON)" || { \
		echo 'mainstay needs Python 3.11, 3.12 or 3.13, and none was found.' >&2; \
		echo 'Remedy: install one, then: make setup PYTHON=/path/to/python3' >&2; exit 1; }
	@$(PIP) --version >/dev/null 2>&1 && $(BIN)/python -c '$(FITS)' || { \
		echo "Creating $(VENV) with $(PYTHON) ..."; \
		$(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 \
		|| { $(PYTHON) -m venv --clear --without-pip $(VENV) \
			&& $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; } >/dev/null 2>&1; \
	} || { rm -rf $(VENV); \
		echo '$(PYTHON) cannot create a virtual environment: its parts "venv" or "ensurepip" are missing.' >&2; \
		echo 'Remedy on Debian and Ubuntu: apt install python3-venv (as root); on others: install Python whole,' >&2; \
		echo 'or name another one: make setup PYTHON=/path/to/python3' >&2; exit 1; }
	@echo 'Installing what mainstay needs (the first time about a minute) ...'
	@$(PIP) install --upgrade pip
	@$(PIP) install --editable '.[dev]'
	@$(PIP) check
	@touch $@

demo: setup ## plan the example scenario; tables, charts and pages go to out/
	@$(BIN)/mainstay demo --out $(OUT)

what-if: setup ## what the example plan loses if its largest contributor stops; a page in out-what-if/
	@test -f $(OUT)/summary.json || $(BIN)/mainstay demo --out $(OUT)
	@$(BIN)/mainstay stress $(OUT) --case 'largest contributor stops' --workers 2 --out $(OUT)-what-if

test: setup ## style, types, layers, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -n $(WORKERS) $(PYTEST_ARGS)

test-long: setup ## the tests with the long forms of their randomised checks
	MAINSTAY_LONG=1 $(BIN)/pytest -n $(WORKERS) --timeout 7200 $(PYTEST_ARGS)

bench: setup ## measure the planner against its peers (an hour and more; goes on where it was interrupted)
	@echo 'Installing the peers (ortools, linopy, pyomo) ...'
	@$(PIP) install --editable '.[bench]' || echo 'Not all peers could be installed; those are left out.' >&2
	@$(BIN)/python -m benchmarks $(BENCH_ARGS)

fmt: setup ## put the code into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove everything that was made, .venv too
	rm -rf $(VENV) out dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
