# `run` and `test` do everything; each makes its own virtual environment in .venv. `lock` writes the
# locked requirements again; `release` puts into dist/ all that a machine without a network needs.
PYTHON ?= python3
BIN = .venv/bin

# Each process that a test starts would else compile the core again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test checks soak tests lock release

run: .venv/run-ready ## install and open the dashboard on the sample cohort
	$(BIN)/streamlit run server.py

test: .venv/test-ready ## install and pass every check and test
	$(MAKE) --no-print-directory --jobs 2 checks tests

checks:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# What is tried at random is tried ten times as often, or more.
soak: .venv/test-ready ## the tests at length: before a release, or when what they try was changed
	IMT_LONG=1 $(MAKE) --no-print-directory tests

# The tests' files and what they import are compiled once before, which each worker would do; errors are
# said by the second, whose workers take whole files in their order (tests/conftest.py).
tests:
	$(BIN)/pytest --collect-only -qq >/dev/null 2>&1 || true
	$(BIN)/pytest -n 4 --dist loadfile --no-loadscope-reorder

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-header --no-emit-index-url --no-emit-find-links

lock: .venv/release-ready ## lock every requirement, with hashes, for all systems and versions of Python
	$(COMPILE) --output-file requirements.lock requirements.txt
	$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['build-system']['requires'], sep='\n')" \
		| $(COMPILE) --output-file deploy/build.lock -

release: .venv/release-ready ## wheels for this system, their hashes, the bill of materials, the notices
	rm -rf dist
	$(BIN)/pip wheel --quiet --require-hashes --requirement requirements.lock --wheel-dir dist/wheels
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir dist/wheels .
	cd dist/wheels && sha256sum *.whl > ../SHA256SUMS
	$(PYTHON) -m venv --without-pip dist/installed
	$(BIN)/pip --python dist/installed/bin/python install --quiet --no-index --find-links dist/wheels imt-explorer
	$(BIN)/cyclonedx-py environment --output-reproducible \
		--output-file dist/sbom.cdx.json dist/installed/bin/python
	$(BIN)/pip-licenses --python dist/installed/bin/python --ignore-packages imt-explorer \
		--with-license-file --no-license-path --with-urls --format plain-vertical \
		--output-file dist/THIRD_PARTY_NOTICES.txt
	rm -rf dist/installed

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run-ready: .venv/bin/python requirements.txt
	$(BIN)/pip install --quiet -r requirements.txt
	touch $@

# uv unpacks with all cores, pip with one, and leaves to be compiled what is imported: a third of it.
# pip is what may know how this machine reaches its packages.
.venv/test-ready: .venv/bin/python requirements.txt requirements-dev.txt
	$(BIN)/pip install --quiet 'uv>=0.9,<1'
	$(BIN)/uv pip install --quiet -r requirements-dev.txt \
		|| $(BIN)/pip install --quiet -r requirements-dev.txt
	touch $@ .venv/run-ready

.venv/release-ready: .venv/bin/python deploy/requirements-release.txt
	$(BIN)/pip install --quiet -r deploy/requirements-release.txt
	touch $@
