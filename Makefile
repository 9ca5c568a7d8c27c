# make run    the portal with its demonstration on http://127.0.0.1:8000 (PORT= changes it)
# make test   every test, on SQLite and, where a server can be had, on PostgreSQL
# make dice   every test with all its dice, as CI throws them
# make drill  faults on purpose, with figures: PART=kills one alone, SHORT=1 in five minutes, FULL=1 in hours
# make quality  bandit, and what needs node and java too: Lighthouse, HTML checker, links, weights
# make check  lint, format, the order of the rooms, types, missing migrations
# make sbom   what is installed, in CycloneDX, as var/sbom.cdx.json
# make fix    lint and format, mended
# make mutation  faults put in on purpose: ROOM=published SAMPLE=50 SEED=1
# make record RELEASE=1.0  the database of a version just tagged, for tests/upgrade
# make bench  the figures, measured on this machine

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
STATIC := $(shell find static -type f)

.PHONY: run test dice drill mutation record quality sbom check fix bench

run: .venv/run.stamp .env var/static/.stamp
	@$(BIN)/python deploy/port_free.py $(PORT)
	@$(BIN)/python manage.py load_demo --migrate
	@echo "打开 http://127.0.0.1:$(PORT)/ ，管理后台 http://127.0.0.1:$(PORT)/admin/ ，按 Ctrl+C 停止。"
	@$(BIN)/python deploy/with_worker.py $(BIN)/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --http 1 \
		--runtime-threads 2 --blocking-threads 4 \
		--respawn-failed-workers --respawn-interval 0.5 --log-level warning config.wsgi:application

test: .venv/dev.stamp
	@BIN=$(BIN) tests/run.sh

dice: .venv/dev.stamp
	@DICE=1 BIN=$(BIN) tests/run.sh

drill: .venv/dev.stamp
	@PORTAL_ENV_FILE=/dev/null PART="$(PART)" SHORT="$(SHORT)" FULL="$(FULL)" $(BIN)/python -m drill

quality: .venv/dev.stamp
	@BIN=$(BIN) tests/quality/run.sh

sbom: .venv/run.stamp
	@mkdir -p var
	@$(BIN)/python deploy/sbom.py > var/sbom.cdx.json
	@echo "var/sbom.cdx.json"

check: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy supervision/rules
	PORTAL_ENV_FILE=/dev/null $(BIN)/python manage.py makemigrations --check --dry-run

fix: .venv/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

mutation: .venv/dev.stamp
	@$(BIN)/python -m tests.mutation $(ROOM) $(and $(SAMPLE),--sample $(SAMPLE)) \
		$(and $(SEED),--seed $(SEED)) $(and $(TESTS),--tests $(TESTS))

record: .venv/dev.stamp
	@BIN=$(BIN) tests/upgrade/record.sh $(RELEASE)

bench: .venv/dev.stamp
	PORTAL_ENV_FILE=/dev/null $(BIN)/python -m bench

.venv/run.stamp: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 run")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -qq --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/dev.stamp: .venv/run.stamp
	$(BIN)/pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

.env:
	@cp config/demo.env .env

var/static/.stamp: .venv/run.stamp $(STATIC)
	@PORTAL_ENV_FILE=/dev/null $(BIN)/python manage.py collectstatic --noinput -v 0
	@touch $@
