# Two commands do everything on a fresh machine: make run, make test.

PREFIX ?= /usr/local
BUILD = swift build -c release --static-swift-stdlib --explicit-target-dependency-import-check error
DAYBOOK = .build/release/daybook

.PHONY: help setup build run test install bench fuzz generate format clean

help:
	@echo "make run       build the program and run the sample pipelines"
	@echo "make test      everything that must hold: format, arrows, tests, generated pages"
	@echo "make install   put daybook into PREFIX/bin (PREFIX=$(PREFIX))"
	@echo "make bench     measure the program on generated data (ROWS=1000000)"
	@echo "make fuzz      look for files that a reader breaks on (FORMAT=mt940 SECONDS=600)"
	@echo "make generate  write the generated pages anew"
	@echo "make format    bring the sources into the house's form"

setup:
	@Scripts/install-packages.sh

build: setup
	@$(BUILD) --product daybook

run: build
	@Scripts/run-samples.sh $(DAYBOOK)

test: setup
	@Scripts/test.sh

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 $(DAYBOOK) "$(DESTDIR)$(PREFIX)/bin/daybook"

bench: build
	@Benchmarks/bench.sh $(or $(ROWS),1000000)

fuzz: setup
	@Fuzzing/fuzz.sh "$(FORMAT)" "$(or $(SECONDS),600)" "$(or $(CASE),plain)"

generate: build
	@Scripts/generate-contracts.sh
	@Scripts/embed-calendars.sh
	@Scripts/embed-layouts.sh
	@$(BUILD) --product daybook
	@$(DAYBOOK) docs --write Specs/components
	@$(DAYBOOK) schema > Specs/schema/pipeline.schema.json

format:
	@swift format --in-place --recursive Sources Tests Fuzzing Package.swift

clean:
	rm -rf .build Pipelines/historical-migration/Export
