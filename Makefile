# Everything a developer or an instructor runs from here. `make help` lists it.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
PORT ?= 8888

.PHONY: help demo lab student test lint bench card format release lock clean

help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The stamp is younger than what it was made from: then the environment is up to date.
.venv/stamp: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else f"Python 3.11 or newer is needed, but $(PYTHON) is {sys.version.split()[0]}; say make PYTHON=/path/to/python3.11")'
	@echo "making .venv from requirements.txt (about a minute, once) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@# compat: this very folder is on the path, so that the tests of a course elsewhere find oracle/, which is not installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --config-settings editable_mode=compat --editable .
	@touch $@

demo: .venv/stamp ## Release, submit, collect, grade and hand back with four sample students, one of them hostile; report on forty more
	@$(BIN)/python -m demo

lab: .venv/stamp ## Start JupyterLab for the instructor, with formgrader (PORT=8888); Ctrl-C stops it
	@$(BIN)/python -m demo.lab instructor --port $(PORT)

student: .venv/stamp ## Start JupyterLab for a student, in demo/home/ (PORT=8888)
	@$(BIN)/python -m demo.lab student --port $(PORT)

test: .venv/stamp ## Run the whole test suite
	@# three workers for two cores: while one waits (for a time limit, say), the others work; short files come last
	@$(BIN)/python -m tests.support.whole_run -n 3 --dist loadfile --no-loadscope-reorder

lint: .venv/stamp ## Check style, types and which way imports point (ruff, mypy --strict, import-linter)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-logo --no-cache

bench: .venv/stamp ## Measure grading against stock nbgrader (BENCH="--help" shows what else)
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m benchmarks.bench_autograde $(BENCH)

card: .venv/stamp ## Make docs/course/quality-card.md anew, with 100 seeds (commit the result)
	@$(BIN)/nbjudge selfcheck activation --seeds 100 --write docs/course/quality-card.md

format: .venv/stamp ## Format the Python files
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

release: .venv/stamp ## Generate release/ from source/ (commit the result)
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/nbgrader generate_assignment activation --force

lock: .venv/stamp ## Pin new versions in requirements.txt, from the ranges in pyproject.toml
	@$(BIN)/pip-compile --quiet --upgrade --strip-extras --extra course --extra dask --extra dev --extra postgres --constraint constraints.txt --no-emit-index-url --no-emit-find-links --output-file requirements.txt pyproject.toml

clean: ## Remove the environment and what tools made (keeps the gradebook and all grading)
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis demo/students
