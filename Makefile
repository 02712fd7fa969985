# Everything that a fresh machine with Python 3.11+, pip and make needs is made here.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: setup serve demo test bench harvesters lint model docs types fuzz audit licences sbom assets clean
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

test: setup ## Run the tests, one more at a time than there are cores: some wait for servers
	$(BIN)/python -m pytest -n $$(($$(getconf _NPROCESSORS_ONLN) + 1)) --dist loadfile

bench: setup ## Measure builds of SIZE=40 plans, beside what they stand on, and write the report below benchmarks/results
	$(BIN)/python -m benchmarks --plans $(or $(SIZE),40)

harvesters: setup ## Let the real importers of CKAN, udata and the reference client of LDES take the catalogue
	$(BIN)/python -m tests.harvesters.run

lint: setup ## Check style, dependencies, dead code, templates, CSS and scripts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/deptry .
	! $(BIN)/vulture | grep -v "unused variable"
	$(BIN)/djlint --quiet --lint server/templates
	@if test -x node_modules/.bin/biome; then node_modules/.bin/biome check; else echo "npm is not here: CSS and scripts are not checked"; fi

model: setup ## Write docs/model.md from the ontology, the shapes and the examples
	$(BIN)/python -m server.vocabulary.model_document > docs/model.md

mutants: setup ## Change the ten modules that matter most in small ways, and list the changes that no test notices (20 minutes)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[mutants]'
	timeout 20m $(BIN)/mutmut run || true
	$(BIN)/mutmut results

fuzz: setup ## Let libFuzzer try queries, plan.toml and every reader (SECONDS=60 for each)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[fuzz]'
	$(BIN)/python -m tests.faults.fuzzing --seconds $(or $(SECONDS),60)

docs: setup ## Write the documentation as a site to build/docs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[docs]'
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs build/docs
	@echo "build/docs/index.html"

types: setup ## Check types
	$(BIN)/mypy

$(VENV)/auditing: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[audit]'
	@touch $@

# What runs on a server, apart from what tests and checks use.
build/shipped/installed: pyproject.toml constraints.txt $(VENV)/auditing
	$(BIN)/python -m venv build/shipped 2>/dev/null || $(BIN)/python -m virtualenv --quiet build/shipped
	build/shipped/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt '.[documents]'
	@touch $@

# A version that is known to be vulnerable tells whether what answers holds the advisories: a mirror of packages may not.
KNOWN := https://pypi.org/pypi/jinja2/2.4.1/json
audit: $(VENV)/auditing ## Ask the advisory database about every pinned version
	@$(BIN)/python -c "import json, urllib.request as r; json.load(r.urlopen('$(KNOWN)', timeout=20))['vulnerabilities'][0]" 2>/dev/null || \
		{ echo "The advisory data could not be reached ($(KNOWN)): nothing was checked. Run this where there is a network."; exit 1; }
	$(BIN)/pip-audit --strict --no-deps --disable-pip --requirement constraints.txt

licences: build/shipped/installed ## Write the licences of what is shipped to build/licences.md
	$(BIN)/pip-licenses --python build/shipped/bin/python --format markdown --with-urls --order license \
		--ignore-packages policygraph pip setuptools --output-file build/licences.md

sbom: build/shipped/installed ## Write what is shipped as CycloneDX to build/sbom.cdx.json
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
		--output-file build/sbom.cdx.json build/shipped/bin/python

clean: ## Remove the environment and what was built
	rm -rf $(VENV) releases build/demo build/shipped node_modules server/static/vendor
