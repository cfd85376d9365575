# Every target sets up what it needs in .venv; nothing is installed elsewhere.
SHELL := /bin/sh
PYTHON ?= python3
REPO ?= .
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup assess test check lint types contracts docs bench bench-honesty lock clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name what; do printf '  make %-14s %s\n' "$$name" "$$what"; done

setup: .venv/.ready ## Make the environment in .venv from the hashed lock

.venv/.ready: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

assess: .venv/.ready ## Assess a repository: make assess REPO=path
	@$(BIN)/assay assess "$(REPO)"

test: .venv/.ready ## Run all tests
	$(BIN)/python -m pytest -n auto

check: .venv/.ready lint types contracts test ## Lint, types, layer contracts and tests: what CI runs

lint: .venv/.ready
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks

types: .venv/.ready
	$(BIN)/mypy

contracts: .venv/.ready
	$(BIN)/lint-imports

docs: .venv/.ready ## Write the generated reference pages and the transcripts anew
	$(BIN)/python -m assay.testing.reference docs/reference
	$(BIN)/python -m assay.testing.snapshot_rights docs/how-to/snapshot-a-platform.md
	$(BIN)/python -m assay.testing.transcript README.md docs/tutorial/first-assessment.md

bench: .venv/.ready ## Measure speed and memory against the floors and peers
	$(BIN)/python benchmarks/speed.py

bench-honesty: .venv/.ready ## False support and recall on the two corpora, beside a peer
	$(BIN)/python benchmarks/honesty.py

lock: .venv/.ready ## Resolve the locks anew
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra scan --extra forge --extra sign pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra scan --extra forge --extra sign --group dev pyproject.toml -o requirements/dev.txt

clean: ## Remove the environment and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache dist
