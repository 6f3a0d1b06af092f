# Everything a developer or an operator does here, one line each: `make` lists it.
# Needed: rustup (cargo, rustc), a C compiler, make. Debian's PostgreSQL and Chromium are installed by `make test` when missing.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# rustup puts cargo here; a shell that was open before does not know it yet.
export PATH := $(PATH):$(HOME)/.cargo/bin

CARGO ?= cargo
TARGET := $(or $(CARGO_TARGET_DIR),target)
QUDRA := $(TARGET)/debug/qudra

# Settings of this machine, when there are any (see .env.example).
SETTINGS = if [ -f .env ]; then set -a; . ./.env; set +a; fi

##@ Using it

.PHONY: run
run: need-compilers ## Build, create the database, load the real record, print a first admin key, serve
	$(CARGO) build --locked --bin qudra
	@$(SETTINGS); \
	$(QUDRA) migrate; \
	key="$$($(QUDRA) key create --role admin --name "first administrator" --if-none | tail -n 1)"; \
	echo; \
	if [ -n "$$key" ]; then \
	  echo "The first administrator's key (shown once; keep it):"; \
	  echo; \
	  echo "    $$key"; \
	else \
	  echo "There is an administrator's key already ('$(QUDRA) key list' names it;"; \
	  echo "'$(QUDRA) key create --role admin --name NAME' makes another)."; \
	fi; \
	echo; \
	echo "Qudra answers at http://$${QUDRA_LISTEN:-127.0.0.1:8080}   (stop it with Ctrl-C)"; \
	echo; \
	exec $(QUDRA) serve

.PHONY: seed
seed: need-compilers ## Import the files of seed-data/ into the database (run twice, it changes nothing)
	$(CARGO) build --locked --bin qudra
	@$(SETTINGS); \
	$(QUDRA) migrate; \
	for kind in fields countries agencies programmes aliases activities published-figures; do \
	  $(QUDRA) import "$$kind" "seed-data/$${kind//-/_}.csv"; \
	done

.PHONY: release
release: need-compilers ## Build the binary for use, with its checksum (and SBOM where cargo-cyclonedx is installed)
	$(CARGO) build --locked --release --bin qudra
	@mkdir -p $(TARGET)/dist; \
	install -m 755 $(TARGET)/release/qudra LICENSE LICENSE-MIT LICENSE-APACHE $(TARGET)/dist/; \
	chmod 644 $(TARGET)/dist/LICENSE*; \
	if command -v cargo-cyclonedx >/dev/null; then \
	  $(CARGO) cyclonedx --format json --override-filename qudra.cdx && mv -f qudra.cdx.json $(TARGET)/dist/; \
	else \
	  echo "No SBOM: cargo-cyclonedx is not installed (cargo install cargo-cyclonedx)."; \
	fi; \
	cd $(TARGET)/dist; rm -f SHA256SUMS; sha256sum -- * > SHA256SUMS; cat SHA256SUMS

##@ Changing it

.PHONY: test
test: need-compilers ## Run the whole suite on SQLite, PostgreSQL and in Chromium (TEST_ARGS=… goes to cargo test)
	@tools/need-postgres
	@tools/need-browser
	$(CARGO) test --locked --no-fail-fast $(TEST_ARGS)

.PHONY: check
check: need-compilers ## Format, clippy, rustdoc, and typos, cargo-deny, cargo-machete where installed
	@tools/check

.PHONY: dev
dev: need-compilers ## Serve, and build and start again whenever a source file changes
	@$(SETTINGS); exec tools/dev

.PHONY: openapi
openapi: need-compilers ## Write openapi/openapi.json from the code, and its examples from what the service answers
	QUDRA_WRITE_EXAMPLES=1 $(CARGO) test --locked --quiet --test api -- the_examples_are_what_the_service_answers
	$(CARGO) run --locked --quiet --bin qudra -- openapi --out openapi/openapi.json

.PHONY: migration
migration: ## NAME=add_venues: make the pair of folders for a new migration
	@tools/new-migration "$(NAME)"

.PHONY: judges
judges: need-compilers ## Have Spectral, Redocly, Schemathesis and CSV validators judge the service (JUDGES_ARGS=…)
	$(CARGO) build --locked --bin qudra
	@QUDRA_BIN=$(QUDRA) tools/judges/run $(JUDGES_ARGS)

.PHONY: bench
bench: need-compilers ## Measure speed beside its limits (BENCH_ARGS=… goes to cargo bench)
	@tools/need-bench-tools
	PATH="$(CURDIR)/target/bench/venv/bin:$$PATH" $(CARGO) bench --locked $(BENCH_ARGS)

.PHONY: clean-db
clean-db: ## CONFIRM=yes: delete the SQLite database of this folder, with all that was recorded in it
	@$(SETTINGS); CONFIRM="$(CONFIRM)" tools/clean-db

.PHONY: help
help: ## List the targets
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@ / { printf "%s%s\n", (n++ ? "\n" : ""), substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

.PHONY: need-compilers
need-compilers:
	@if ! command -v "$(firstword $(CARGO))" >/dev/null || ! command -v rustc >/dev/null; then \
	  echo "cargo and rustc are missing. Install the Rust toolchain with rustup: see https://rustup.rs" >&2; exit 1; \
	fi; \
	if ! command -v "$${CC:-cc}" >/dev/null; then \
	  echo "A C compiler is missing (SQLite and libpq are built from source). On Debian, as root:" >&2; \
	  echo "    apt-get update && apt-get install -y --no-install-recommends build-essential" >&2; exit 1; \
	fi
