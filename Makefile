# The commands of this house. `make help` lists them; contract.md of the design says what each promises.
# Everything is installed into .venv from locked requirements; stamp files make a second start instant.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check --no-input --quiet
PO_FILES := $(wildcard sipp/translations/*/LC_MESSAGES/*.po)
MO_FILES := $(PO_FILES:.po=.mo)
EDITABLE_INSTALL = $(PIP) install --no-deps --no-build-isolation --editable .

.DEFAULT_GOAL := help
.PHONY: help run test quick faults bench lint format types contracts tests lock audit translations clean
.NOTPARALLEL:

help: ## list these commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 16

run: .venv/base.stamp $(MO_FILES) ## install, load the demo data and serve on http://127.0.0.1:8000 (PORT=)
	@exec scripts/run.sh

test: .venv/dev.stamp $(MO_FILES) lint types contracts tests ## everything that must hold

quick: .venv/dev.stamp $(MO_FILES) lint types contracts ## the fast part, under a minute, on SQLite alone
	$(BIN)/pytest -q -n 2 -m "not postgres and not browser and not slow" $(wildcard tests/rules tests/models tests/house)

faults: .venv/dev.stamp $(MO_FILES) ## fault and property tests at full size
	SIPP_TRIALS=$${SIPP_TRIALS:-10} $(BIN)/pytest -n 2 -m faults tests

bench: .venv/dev.stamp .venv/bench.stamp $(MO_FILES) ## measure search beside its peers (SIZES=2000,20000 QUERIES=100: less; PUBLISH=1: into the README)
	$(BIN)/python -m bench $(if $(SIZES),--sizes $(SIZES)) $(if $(QUERIES),--queries $(QUERIES)) $(if $(PUBLISH),--publish)

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(if $(wildcard templates),$(BIN)/djlint --lint --quiet templates)

format: .venv/dev.stamp ## lay out the Python files
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: .venv/dev.stamp
	$(BIN)/mypy

contracts: .venv/dev.stamp
	$(BIN)/lint-imports --config setup.cfg

tests: .venv/dev.stamp $(MO_FILES)
	$(BIN)/pytest -n 2 --dist worksteal tests

lock: ## resolve the newest allowed versions into requirements/*.txt, with hashes
	scripts/lock.sh

audit: .venv/dev.stamp ## slow outside checkers: known vulnerabilities, HTML validators
	scripts/audit.sh

translations: .venv/dev.stamp ## collect new interface texts into the catalogues
	scripts/translations.sh

clean: ## remove everything that can be made again (keeps the data in instance/)
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	rm -f $(MO_FILES) .venv/*.stamp
	find sipp tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/pip:
	$(PYTHON) -m venv .venv

.venv/base.stamp: requirements/base.txt setup.cfg pyproject.toml | .venv/bin/pip
	$(PIP) install --require-hashes --requirement requirements/base.txt
	$(EDITABLE_INSTALL)
	@touch $@

.venv/dev.stamp: requirements/dev.txt setup.cfg pyproject.toml | .venv/bin/pip
	$(PIP) install --require-hashes --requirement requirements/dev.txt
	$(EDITABLE_INSTALL)
	@touch $@ .venv/base.stamp

# A peer that cannot be installed is named in the result, and the rest is measured.
.venv/bench.stamp: requirements/bench.txt | .venv/dev.stamp
	-$(PIP) install --require-hashes --requirement requirements/bench.txt && touch $@

%.mo: %.po | .venv/base.stamp
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
