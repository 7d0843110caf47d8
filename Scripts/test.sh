#!/usr/bin/env bash
# Everything that must hold before work lands: format, arrows, tests, generated pages fresh.
# Arguments go to `swift test`: Scripts/test.sh --filter HouseTests.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "== format"
swift format lint --strict --recursive Sources Tests Fuzzing Package.swift

echo "== the program, with the arrows checked"
swift build -c release --static-swift-stdlib --explicit-target-dependency-import-check error --product daybook

echo "== tests"
# The tests drive the program as a user would: they find it here.
export DAYBOOK="$PWD/.build/release/daybook"
# Every sample file is mutated so many times, seeded; MUTATIONS=10000 before a release, which takes some minutes more.
export MUTATIONS=${MUTATIONS:-3000}
# A build of its own, beside the program's: the tests see what is internal.
swift test -c release -Xswiftc -enable-testing --scratch-path .build/tests --disable-xctest \
  --explicit-target-dependency-import-check error "$@"
