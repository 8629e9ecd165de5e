# Thân Thiện. On a fresh machine: `make run` to use it, `make test` to trust it.
SHELL := /bin/bash
.DELETE_ON_ERROR:
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.PHONY: run demo test check bench doctor screens assets system office browser lock clean help

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: .venv/.base staticfiles/.done ## set up what is missing, then serve on 127.0.0.1:$(PORT)
	@$(BIN)/thanthien setup
	@$(BIN)/thanthien serve --port $(PORT)

demo: .venv/.base ## throw the demo away and make it anew
	@$(BIN)/thanthien demo --reset

doctor: .venv/.base ## is everything in place?
	@$(BIN)/thanthien doctor

test: .venv/.dev staticfiles/.done system browser ## the whole suite, on PostgreSQL where one answers and on SQLite
	@url=$$($(BIN)/python -m tests.postgres) || exit 1; \
	if [ -n "$$url" ]; then \
	  echo "== PostgreSQL =="; \
	  TEST_DATABASE_URL="$$url" $(BIN)/pytest -n $(JOBS) --dist worksteal -m "not once" --ignore tests/lib --ignore tests/browser --ignore tests/house || exit 1; \
	  echo "== SQLite, browser, house rules; single pages ran above, the browser walks them all here =="; \
	  after="--after-postgres"; \
	fi; \
	$(BIN)/pytest -n $(JOBS) --dist worksteal $$after

check: .venv/.dev node_modules/.done ## style, types, layers, templates, migrations, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy thanthien tests
	$(BIN)/lint-imports
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'thanthien/**/*.html')
	@for script in $$(git ls-files 'thanthien/**/static/**/*.js' deploy); do \
	  case $$script in *.js|*.mjs) node --check $$script || exit 1;; esac; done
	$(BIN)/thanthien check --fail-level WARNING
	$(BIN)/thanthien makemigrations --check --dry-run
	$(BIN)/python -m tests.house.translations

bench: .venv/.dev staticfiles/.done system ## speed and memory: a table, and bench.json
	$(BIN)/python -m tests.bench

screens: .venv/.dev staticfiles/.done system browser ## the pictures of the guides, taken anew from a fresh demo
	$(BIN)/python -m tests.screens

assets: staticfiles/.done ## front-end files out of the npm packages

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cần Python 3.11 trở lên ($(PYTHON) là bản cũ hơn). / Python 3.11+ is needed."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Thiếu gói venv: apt-get install python3-venv"; exit 1; }

.venv/.base: requirements/base.txt pyproject.toml | .venv/bin/python
	$(BIN)/pip install -q --require-hashes -r requirements/base.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.base
	$(BIN)/pip install -q --require-hashes -r requirements/dev.txt
	@touch $@

node_modules/.done: package-lock.json
	@command -v npm >/dev/null || { echo "Cần Node.js 20 trở lên (lệnh npm). / Node.js 20+ is needed."; exit 1; }
	npm ci --silent --no-progress
	@touch $@

staticfiles/.done: .venv/.base node_modules/.done deploy/assets.mjs $(shell git ls-files thanthien/platform/ui/static docs/images 2>/dev/null)
	npm run --silent assets
	@rm -rf staticfiles && $(BIN)/thanthien collectstatic --noinput -v0
	@touch $@

system: ## system packages that features need (OCR, voice); installed when root, named otherwise
	@bash deploy/system.sh ocr
	@bash deploy/system.sh voice

office: ## LibreOffice, for PDFs in a unit's own Word form (optional); installed when root, named otherwise
	@bash deploy/system.sh office

browser: ## a Chromium for the browser tests: found, or installed when root
	@bash deploy/system.sh browser

lock: ## write the lock files anew from requirements/*.in and package.json
	for name in base dev redis; do uv pip compile -q --python-version 3.11 --universal --generate-hashes \
	  --no-emit-index-url --no-header requirements/$$name.in -o requirements/$$name.txt; done
	npm install --package-lock-only --silent
	node deploy/lock.mjs

clean: ## remove what was built (not the data in var/)
	rm -rf .venv node_modules staticfiles thanthien/platform/ui/static/vendor
