# Everything that a fresh machine with Python 3.11+, pip and make needs is made here.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: setup serve demo test harvesters lint docs types assets clean
.DEFAULT_GOAL := help

help: ## Show the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

# Some systems ship Python without ensurepip; virtualenv from pip makes the same environment there.
$(BIN)/python:
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); $(PYTHON) -m pip install --quiet --user --break-system-packages virtualenv 2>/dev/null \
		|| $(PYTHON) -m pip install --quiet --user virtualenv; $(PYTHON) -m virtualenv --quiet $(VENV); }

$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,lint]'
	@touch $@

# The query editor comes from npm; without npm, or without a network, the pages work as plain forms.
server/static/vendor/installed: package.json
	@if command -v npm >/dev/null; then \
		npm install --silent --no-audit --no-fund --no-package-lock && npm run --silent assets && touch $@ \
		|| echo "npm could not install the query editor: the query page works as a plain form"; \
	else echo "npm is not here: the query page works as a plain form"; fi

assets: server/static/vendor/installed ## Install the query editor from npm

setup: $(VENV)/installed ## Make the environment in .venv
	@$(MAKE) --no-print-directory assets

serve: setup ## Build the release from seeds/ and serve it on http://localhost:8000 (PORT=… for another port)
	$(BIN)/policygraph build $(if $(filter-out 8000,$(PORT)),--base http://localhost:$(PORT)/)
	$(BIN)/policygraph serve --port $(PORT)

demo: setup ## Serve three invented provinces beside the real plans, in a release of their own
	$(BIN)/policygraph build seeds/plans/* tests/samples/plans/* --reference tests/samples/reference \
		--releases build/demo --base http://localhost:$(PORT)/
	$(BIN)/policygraph serve --releases build/demo --port $(PORT)

test: setup ## Run the tests
	$(BIN)/python -m pytest -n auto --dist loadfile

harvesters: setup ## Let the real importers of CKAN, udata and the reference client of LDES take the catalogue
	$(BIN)/python -m tests.harvesters.run

lint: setup ## Check style, dependencies, dead code, templates, CSS and scripts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/deptry .
	! $(BIN)/vulture | grep -v "unused variable"
	$(BIN)/djlint --quiet --lint server/templates
	@if test -x node_modules/.bin/biome; then node_modules/.bin/biome check; else echo "npm is not here: CSS and scripts are not checked"; fi

docs: setup ## Write the documentation as a site to build/docs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[docs]'
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs build/docs
	@echo "build/docs/index.html"

types: setup ## Check types
	$(BIN)/mypy

clean: ## Remove the environment and what was built
	rm -rf $(VENV) releases build/demo node_modules server/static/vendor
