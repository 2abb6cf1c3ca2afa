# Two commands do everything; each makes its own virtual environment in .venv.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: run test

run: .venv/run-ready ## install and open the dashboard on the sample cohort
	$(BIN)/streamlit run server.py

test: .venv/test-ready ## install and pass every check and test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -n 2

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run-ready: .venv/bin/python requirements.txt
	$(BIN)/pip install --quiet -r requirements.txt
	touch $@

.venv/test-ready: .venv/bin/python requirements.txt requirements-dev.txt
	$(BIN)/pip install --quiet -r requirements-dev.txt
	touch $@ .venv/run-ready
