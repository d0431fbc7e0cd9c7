# Needs Python 3.11 or newer and make; everything else is installed into .venv by the first command.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help html publish serve check test interop fuzz lint format bench bless pictures clean

help: ## Say what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

html: $(VENV)/.site ## Build the site into output/
	$(BIN)/partwork build

publish: $(VENV)/.site ## Build the site for its real address into published/
	$(BIN)/partwork build --settings publishconf.py

serve: $(VENV)/.site ## Build, serve at http://127.0.0.1:8000/, rebuild and reload on every change
	$(BIN)/partwork serve

check: $(VENV)/.site ## Run every check of the content and write nothing
	$(BIN)/partwork check

test: $(VENV)/.test ## Run every test
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal --cov --cov-report=term

fuzz: $(VENV)/.fuzz ## Feed the readers of strangers' input with nonsense, SECONDS=60 each
	$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),60)

interop: $(VENV)/.test ## Exchange pingbacks with WordPress, where its packages are installed
	$(BIN)/python -m tests.interop.wordpress

lint: $(VENV)/.lint ## Check style, types and the arrows between the modules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.lint ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.bench ## Measure builds beside Pelican alone and Hugo, of POSTS="1000 10000" posts, and reloads
	$(BIN)/python bench/compare.py
	$(BIN)/python bench/press.py --posts $(or $(POSTS),1000)
	$(BIN)/python -m tests.chromium
	$(BIN)/python bench/reload.py --posts $(lastword $(or $(POSTS),1000))

bless: $(VENV)/.test ## Take today's output of the test site as the expected one
	$(BIN)/python -m tests.site.golden
	$(BIN)/python -m tests.hosting.blessed
	$(BIN)/python -m tests.settings_table

pictures: $(VENV)/.test html ## Take the pictures of the README anew
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m tests.pictures

clean: ## Remove everything made here, the environment included
	rm -rf output published build dist .press .output-* .published-* $(VENV) *.egg-info plugins/*.egg-info
	rm -rf .fuzz .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage .coverage.*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("partwork needs Python 3.11 or newer, this is " + sys.version) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.site: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable .
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable '.[test]'
	@touch $@ $(VENV)/.site

$(VENV)/.bench: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable '.[test,bench]'
	@touch $@ $(VENV)/.test $(VENV)/.site

$(VENV)/.lint: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable '.[test,lint]'
	@touch $@ $(VENV)/.test $(VENV)/.site

$(VENV)/.fuzz: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable '.[test,fuzz]'
	@touch $@ $(VENV)/.test $(VENV)/.site
