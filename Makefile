# make demo    install what is missing, build, and start the demonstration at http://localhost:8080
# make build   all programs, release, in target/release
# make test    everything that must pass, a real browser included
# make bench   what it all costs, as tables (benches/README.md)
# make figures what ballots and verifiers cost, in full, into benches/FIGURES.md
# make check-booth   the booth again, from nothing and elsewhere: it must have the same bytes
# make deny    licences and sources of all dependencies
# Every one of them first installs what it needs, is safe to repeat, and is quick the second time.

.NOTPARALLEL:
.PHONY: demo build test bench figures check-booth deny setup setup-test booth test-rust test-web test-browser clean

TARGET := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
# The programs under test are built without optimisation of their own code: what is slow is optimised by profile.
export COMITIA_BIN ?= $(TARGET)/debug/comitia
export COMITIA_SCREENSHOTS ?= $(TARGET)/screenshots

demo: build
	$(TARGET)/release/comitia demo --data demo-data --listen 127.0.0.1:8080

build: setup booth
	cargo build --locked --release --workspace --bins

test: setup-test booth test-web test-rust test-browser

bench: export COMITIA_BIN = $(TARGET)/release/comitia
bench: setup-test build
	$(TARGET)/release/comitia-tables --quick
	node benches/belenios.mjs --quick --ballots 40
	node benches/memory.mjs 10000
	cargo bench --locked -p comitia-benches
	node benches/booth.mjs
	node benches/election.mjs

# Ballots in the records whose verification is measured.
BALLOTS ?= 10000 100000

figures: export COMITIA_BIN = $(TARGET)/release/comitia
figures: build
	rm -rf $(TARGET)/figures
	$(TARGET)/release/comitia-tables --out $(TARGET)/figures
	node benches/belenios.mjs --out $(TARGET)/figures
	node benches/memory.mjs --out $(TARGET)/figures $(BALLOTS)
	benches/collect $(TARGET)/figures

# The booth is built again, elsewhere, and must have the same bytes.
check-booth: setup booth
	scripts/check-booth

deny:
	scripts/deny

setup:
	scripts/setup

setup-test:
	scripts/setup --test

booth:
	scripts/build-booth

test-web:
	npm run --silent check

test-rust:
	cargo build --locked --workspace --bins
	cargo test --locked --workspace

test-browser:
	node --test --test-concurrency=1 --test-reporter=spec tests/browser/*.test.mjs

# The tools in .cache took minutes to build and stay.
clean:
	cargo clean
	rm -rf node_modules web/booth/pkg web/booth/dist
