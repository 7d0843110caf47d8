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
log=.build/tests.log
if ! swift test -c release -Xswiftc -enable-testing --scratch-path .build/tests --disable-xctest \
  --explicit-target-dependency-import-check error "$@" 2>&1 | tee "$log"; then
  # A thousand lines lie between a failure and the end.
  echo "== what failed"
  grep -a -A 2 -E '✘ Test .* recorded an issue|^.*error: ' "$log" | cut -c 1-400 | tail -n 60 || true
  exit 1
fi
