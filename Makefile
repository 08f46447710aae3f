# make demo    install what is missing, build, and start the demonstration at http://localhost:8080
# make build   all programs, release, in target/release
# make test    everything that must pass, a real browser included
# make bench   what it all costs, as tables (benches/README.md)
# make figures what ballots and verifiers cost, in full, into benches/FIGURES.md
# make vectors the protocol's test vectors, into protocol-spec/vectors
# make check-booth   the booth again, from nothing and elsewhere: it must have the same bytes
# make deny    licences and sources of all dependencies
# Every one of them first installs what it needs, is safe to repeat, and is quick the second time.

.NOTPARALLEL:
.PHONY: demo build test bench figures check-booth vectors deny setup setup-test booth second-verifier
.PHONY: test-rust test-web test-browser clean

TARGET := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
# The programs under test are built without optimisation of their own code: what is slow is optimised by profile.
export COMITIA_BIN ?= $(TARGET)/debug/comitia
export COMITIA_SCREENSHOTS ?= $(TARGET)/screenshots
# Every record that a test judges is judged by the second verifier too.
export COMITIA_SECOND_VERIFIER ?= $(CURDIR)/second-verifier/dist/batch.mjs

demo: build
	$(TARGET)/release/comitia demo --data demo-data --listen 127.0.0.1:8080

build: setup booth second-verifier
	cargo build --locked --release --workspace --bins

test: setup-test booth second-verifier test-web test-rust test-browser

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

second-verifier:
	node second-verifier/build.mjs

# The protocol's test vectors: whoever changes the protocol makes them anew, and looks at what changed.
vectors:
	cargo run --locked --bin comitia-vectors -- protocol-spec/vectors

test-web:
	npm run --silent check
	node --test --test-reporter=dot second-verifier/test/*.test.mjs

test-rust:
	cargo build --locked --workspace --bins
	cargo test --locked --workspace

test-browser:
	node --test --test-concurrency=1 --test-reporter=spec tests/browser/*.test.mjs

# The tools in .cache took minutes to build and stay.
clean:
	cargo clean
	rm -rf node_modules web/booth/pkg web/booth/dist second-verifier/dist
