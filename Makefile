# The one list of commands. The first two are all that most people need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest
WORKERS ?= 2
CORPUS ?= ../shared/corpus
MUTANTS ?= 2000
FIRST ?= 500
NEEDS := needs_chromium or needs_readers or needs_node or needs_servers
TORTURE ?= 10

# Where Python may not keep what it compiled, each of the many processes compiles the program anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: build test test-quick test-tools lint format types check fuzz torture real bench requirements recordings references docs messages clean

build: $(VENV)/installed  ## Build the site of this workspace from its recordings.
	@$(BIN)/media-pipeline build

test: lint test-tools  ## Everything: quick ones first, then real media, browsers and feed readers.
	$(PYTEST) -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not slow and not ($(NEEDS))"
	$(PYTEST) -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "slow or $(NEEDS)"

test-quick: $(VENV)/tested  ## Six minutes on two cores, without root.
	$(PYTEST) -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not slow and not ($(NEEDS))"

test-tools: $(VENV)/tested  ## Install what tests need from Debian and npm, where that is allowed.
	@scripts/install_test_tools.sh

torture: $(VENV)/tested  ## A thousand kills and a hundred thousand sequences of events: about an hour.
	TORTURE=$(TORTURE) $(PYTEST) -q tests/faults

lint: $(VENV)/tested  ## Style and types.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/tested  ## Mend what can be mended by a program.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

check: build  ## Judge the built site as a stranger would.
	@$(BIN)/media-pipeline check

real: $(VENV)/installed  ## Build a school from real recordings, where they stand beside the checkout.
	@$(BIN)/python scripts/real_school.py $(CORPUS) build/real
	@$(BIN)/media-pipeline build -w build/real
	@$(BIN)/media-pipeline approve -w build/real --all --by "make real"
	@$(BIN)/media-pipeline build -w build/real
	@$(BIN)/media-pipeline check -w build/real

fuzz: $(VENV)/tested  ## Thousands of mutants of good recordings: make fuzz MUTANTS=20000 FIRST=500
	$(BIN)/python tests/hostile/fuzzing.py $(MUTANTS) $(FIRST)

bench: build test-tools  ## Measure all side by side into docs/performance.md; Lighthouse's scores of the demo site.
	@CORPUS=$(CORPUS) $(BIN)/python -m benchmarks.run
	@$(BIN)/python benchmarks/judge_pages.py

requirements:  ## Pin the newest versions with their hashes (needs uv).
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --upgrade -q -o requirements/run.txt
	uv pip compile requirements/test.in --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --upgrade -q -o requirements/test.txt
	uv pip compile requirements/build.in --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --upgrade -q -o requirements/build.txt

recordings: $(VENV)/installed  ## Make the demo school's recordings again (needs espeak-ng).
	$(BIN)/python scripts/make_recordings.py

docs: $(VENV)/installed  ## Write docs/settings.md and the examples for web servers.
	$(BIN)/python scripts/document_settings.py
	$(BIN)/python scripts/document_hosting.py

messages: $(VENV)/installed  ## Write messages.pot, and add what is new to every catalogue.
	$(BIN)/python scripts/extract_messages.py

references: $(VENV)/tested  ## Draw the reference titles of the lettering tests again.
	$(BIN)/python tests/media/letter_titles.py

clean:  ## Delete all that is derived.
	rm -rf build $(VENV) .tools

$(VENV)/installed: requirements/run.txt requirements/build.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 build")'
	@test -x $(BIN)/python || { echo "Setting up (once; a minute or two) …"; $(PYTHON) -m venv $(VENV); }
	@$(PIP) install --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/tested: $(VENV)/installed requirements/test.txt
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@
