# `make demo`, `make test` and `make quality` build what they need themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install

.PHONY: demo test quality lint clean

$(VENV)/demo: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	touch $@

$(VENV)/test: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[test]'
	touch $@ $(VENV)/demo

$(VENV)/train: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[test,train]'
	touch $@ $(VENV)/test $(VENV)/demo

# Loads the bundled, invented corpus into khabar-demo.db and shows its stories.
demo: $(VENV)/demo
	$(BIN)/khabar demo

# All tests, the checks of style and types, and a sample of the quality gate.
test: $(VENV)/test lint
	$(BIN)/python -m pytest
	$(BIN)/python quality/gate.py --sample

lint: $(VENV)/test
	$(BIN)/ruff check .
	$(BIN)/mypy

# The whole gate and the benches; under 90 minutes on two cores.
quality: $(VENV)/train
	$(BIN)/python quality/gate.py
	$(BIN)/python bench/all.py

clean:
	rm -rf $(VENV) build dist *.db *.db-* *.db.work
