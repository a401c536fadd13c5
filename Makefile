# Every target installs what it needs first; the second time that takes no time.
PYTHON ?= python3
PY := .venv/bin/python
TOOLS := .venv-tools/bin
QUICK := $(patsubst benchmarks/%.py,%,$(wildcard benchmarks/embedding.py benchmarks/startup.py))
SUITES := $(wildcard tests/unit tests/sentences tests/actions tests/upstream tests/store tests/scenarios tests/load)

.DEFAULT_GOAL := help
.PHONY: help run train test check format evaluate bench bench-nlu content install lock clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .install-run  ## Install, train when something changed, and start everything
	@$(PY) -m bot serve

train: .install-run  ## Train the model, if its content or configuration changed
	@$(PY) -m bot train

test: .install-test  ## Run every test: first the fast ones, last those in a browser
	@$(PY) -m bot train
	$(PY) -m pytest $(SUITES)
	$(if $(wildcard tests/e2e/test_*.py),$(PY) -m pytest tests/e2e)

check: .install-tools .install-test  ## Lint and check the types
	$(TOOLS)/ruff check .
	$(TOOLS)/mypy --python-executable $(PY)

format: .install-tools  ## Put right what the linter can put right
	$(TOOLS)/ruff check --fix-only --quiet .

evaluate: .install-test  ## Measure a running assistant: FOLDER= the sets, URL= where it runs, ONLY= one set
	@$(PY) -m benchmarks.evaluate $(FOLDER) $(if $(URL),--url $(URL)) $(if $(ONLY),--only $(ONLY))

bench: .install-test  ## Measure what is quick: the embedding and a warm start
	@$(PY) -m bot train
	@set -e; for name in $(QUICK); do echo "== $$name"; $(PY) -m benchmarks.$$name; done

bench-nlu: .install-test  ## Compare the classifier with others, which takes hours: FOLDER= the sets, EPOCHS= of DIET
	@$(PY) -m benchmarks.nlu $(FOLDER) $(if $(EPOCHS),--epochs $(EPOCHS))

content: .install-run  ## Write docs/content.md anew
	@$(PY) -m bot.catalogue

install: .install-test  ## Only install

lock:  ## Compile requirements/*.txt anew after a change to pyproject.toml
	@scripts/lock.sh

clean:  ## Remove environments, models and caches; data in var/ stays
	rm -rf .venv .venv-tools .uv models .rasa .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: .install-run .install-test .install-tools
.install-run .install-test .install-tools: .install-%:
	@$(PYTHON) scripts/bootstrap.py $*
