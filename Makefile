# Each target sets up the virtual environment that it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check format lock bench clean

run: $(VENV)/run.stamp ## start the bot: in Discord with a token, else at a prompt
	@$(BIN)/python -m bot

test: $(VENV)/dev.stamp ## run every test
	$(BIN)/python -m pytest -q

check: $(VENV)/dev.stamp ## check format, lint, types and import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev.stamp ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/dev.stamp ## write the requirements files from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --group dev pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --group dev --group bench pyproject.toml -o requirements-bench.txt

bench: $(VENV)/bench.stamp ## measure speed and quality against other engines, into docs/bench.md
	$(BIN)/python -m tools.bench $(SIZES)

clean: ## delete the virtual environment
	rm -rf $(VENV)

$(VENV)/made.stamp:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.stamp: $(VENV)/made.stamp requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/made.stamp requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/bench.stamp: $(VENV)/made.stamp requirements-bench.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@
