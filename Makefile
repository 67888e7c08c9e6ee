# Each target sets up the virtual environment that it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ENGINE ?= docker
VERSION = $(shell sed -n 's/^__version__ = "\(.*\)"/\1/p' bot/__init__.py)

.PHONY: run test acceptance check format lock bench release clean

# Status 1 means that a request found nothing, which is no error of make's. One plain command, with
# no shell between make and the bot, so that signals reach the bot.
run: $(VENV)/run.stamp ## start the bot: in Discord with a token, else at a prompt
	@$(BIN)/python -c 'import sys; from bot.__main__ import main; sys.exit({1: 0}.get(s := main(), s))'

# Three processes, because tests wait for timers; each has a PostgreSQL of its own. Bytecode is kept
# even where the environment says otherwise: each bot that a test starts would be compiled again.
TESTS := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -q -n 3 --dist worksteal

test: $(VENV)/dev.stamp ## run every test but the long ones
	$(TESTS)

acceptance: $(VENV)/dev.stamp ## run the long tests, then those of time, one at a time
	$(TESTS) -m acceptance
	$(TESTS) -m timing -n 0

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

release: $(VENV)/dev.stamp ## build the wheel, the image and their checksums, into dist/
	@grep -q '^## \[$(VERSION)\]' CHANGELOG.md || { echo "CHANGELOG.md has no section $(VERSION)" >&2; exit 1; }
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist
	@if $(ENGINE) info >/dev/null 2>&1; then \
		$(ENGINE) build -t counterpoint:$(VERSION) . && \
		$(ENGINE) save counterpoint:$(VERSION) | gzip > dist/counterpoint-$(VERSION)-image.tar.gz; \
	else \
		echo "No container engine runs here, so there is no image." >&2; \
	fi
	cd dist && sha256sum counterpoint-* > SHA256SUMS

clean: ## delete the virtual environment
	rm -rf $(VENV)

# The progress goes to standard error: the output is the bot's.
$(VENV)/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Counterpoint needs Python 3.11 or later. $(PYTHON) is $$(v=$$($(PYTHON) --version 2>&1) && echo "$$v" || echo missing)." >&2; \
		echo "Install one and name it, as in: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make a virtual environment: install python3-venv, as in: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Setting up in $(VENV) with $$($(PYTHON) --version), once. This takes about a minute." >&2
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.stamp: $(VENV)/made.stamp requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/made.stamp requirements-dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/bench.stamp: $(VENV)/made.stamp requirements-bench.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@
