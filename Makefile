# `make help` prints each target from the comment beside it.
PYTHON ?= python3
ENV := .venv
RUN := $(ENV)/bin
WEERBAAR_DATA ?= ../shared/data
export WEERBAAR_DATA
TESTS ?=
MEDIA ?= credentials copies codes papers pictures listening voices video calls
# One more than there are cores: many tests wait for a server or a browser.
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 1) + 1)

.DEFAULT_GOAL := check
.PHONY: check demo desk test lint format environment parts help train train-voices gathered bench-mail bench-speed bench-fuzz bench-media bench-pain bench-copies bench-credentials bench-gateway bench-interface bench-leak bench-leak-hostile bench-words bench-ledger bench-likeness bench-proof bench-readability bench-desk docs clean

check: lint test ## format check, ruff, mypy --strict, import-linter, tests

demo: environment ## set up and check every bundled example, each language in its own
	@for language in nl fr de en; do \
	    echo; \
	    $(RUN)/weerbaar check examples/$$language --lang $$language --organisation examples/organisation.toml || [ $$? -le 4 ] || exit 1; \
	done

test: environment parts ## all tests, offline
	$(RUN)/pytest -n $(WORKERS) $(if $(TESTS),-k "$(TESTS)" -x)

lint: environment ## format check, ruff, mypy --strict, import-linter, corpus, generated docs
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/python corpus/check.py > /dev/null
	$(RUN)/python docs/generate.py --check

format: environment ## put the code in shape
	$(RUN)/ruff format .
	$(RUN)/ruff check --fix .

environment: $(ENV)/ready ## the virtual environment with everything a developer needs

$(ENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(ENV)
	$(RUN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(RUN)/python -m pip install --quiet --constraint constraints.txt --editable '.[desk,gateway,listen,media,postgres,signatures]' --group dev
	touch $@

parts: ## system parts that tests use: tesseract, dovecot; installed where we may, named where we may not
	@sh .ci/parts

desk: environment ## open the desk on localhost; prints a link for its first administrator
	$(RUN)/weerbaar desk

train: environment ## learned models and weights, from WEERBAAR_DATA and the corpus
	$(RUN)/python -m training.train $(if $(filter permissive,$(SOURCES)),--permissive)

train-voices bench-media: export WEERBAAR_VOICES ?= $(CURDIR)/build/voices
train-voices: environment gathered ## the model of synthetic voices, from WEERBAAR_DATA and WEERBAAR_VOICES (gathered from free packages where it is not there)
	$(RUN)/python -m training.voices

gathered: environment
	@[ -d "$$WEERBAAR_VOICES" ] || $(RUN)/python -m training.voices.gather "$$WEERBAAR_VOICES"

bench-media: environment gathered ## pictures, documents, voices, videos and calls: every table, an hour or so (MEDIA="codes voices" for some)
	@for table in $(MEDIA); do echo "== $$table"; $(RUN)/python -m bench.$$table || exit 1; done

bench-mail: environment ## detection and false alarms per source, language and origin, beside SpamAssassin and rspamd
	$(RUN)/python -m bench.mail

bench-speed: environment ## milliseconds and memory per mail
	$(RUN)/python -m bench.speed

bench-credentials: environment ## Content Credentials of the public test files
	$(RUN)/python -m bench.credentials

bench-copies: environment ## pictures seen before, found again and not mixed up
	$(RUN)/python -m bench.copies

bench-interface: environment ## whatever fits the description of the interface, and what does not, against a desk
	$(RUN)/python -m bench.interface

bench-fuzz: environment ## hostile input over every reader
	$(RUN)/python -m bench.fuzz

bench-pain: environment ## payment files through the gate: time, byte for byte, hostile files
	$(RUN)/python -m bench.pain

bench-ledger: environment ## scripted histories of suppliers, a ledger changed byte by byte, kill -9 while releasing
	$(RUN)/python -m bench.ledger

bench-leak: environment ## what the leak checks find and miss in prompts nobody read; ANCHORS=.../python adds Presidio
	$(RUN)/python -m bench.leak

bench-words: environment ## the organisation's own words and documents: found, missed, wrongly found
	$(RUN)/python -m bench.words

bench-leak-hostile: environment ## texts made to keep the leak checks busy
	$(RUN)/python -m bench.leak_hostile

bench-gateway: environment ## what the gateway adds: latency, requests a second, memory; --failures kills and breaks things
	$(RUN)/python -m bench.gateway
	$(RUN)/python -m bench.gateway --failures 10000

bench-likeness: environment ## which messages are put into one campaign, rightly and wrongly
	$(RUN)/python -m bench.likeness

bench-proof: environment ## a million forged words of call-proof, and every answer that does not belong
	$(RUN)/python -m bench.proof

bench-readability: environment ## how well the agreement about AI reads, in four languages
	$(RUN)/python -m bench.readability

bench-desk: environment ## a live desk: killed at random moments, under load, with 50,000 cases (two hours)
	$(RUN)/python -m bench.desk_load
	$(RUN)/python -m bench.desk_pages
	$(RUN)/python -m bench.desk_kill
	$(RUN)/python -m bench.desk_aside

docs: environment ## pages made from docstrings, settings and detectors; the picture in the README
	$(RUN)/python docs/generate.py
	$(RUN)/python docs/picture.py

clean: ## remove what was built
	rm -rf $(ENV) build out .mypy_cache .ruff_cache .pytest_cache .hypothesis

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 16
