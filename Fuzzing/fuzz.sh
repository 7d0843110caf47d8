#!/usr/bin/env bash
# Looks for files on which the reader of a format breaks a law: fuzz.sh FORMAT [SECONDS] [CASE].
# Begins with the format's samples, and goes on where it stopped the last time. CASE is the sample whose options hold.
# A file that breaks a law is kept in .build/fuzzing/FORMAT/crashers; give it as an argument to the program to see it again.
set -euo pipefail
cd "$(dirname "$0")/.."

format=${1:?which format? make fuzz FORMAT=mt940}
seconds=${2:-600}
sample=SampleData/$format/${3:-plain}
folder=.build/fuzzing/$format
[ -d "SampleData/$format" ] || { echo "no samples in SampleData/$format" >&2; exit 64; }

# Everything is built with the fuzzer's marks, in a folder of its own. Names of functions are enough
# for a trace: no debug information.
swift build --package-path Fuzzing --scratch-path .build/fuzzing -c release -j 2 --product fuzz \
  -Xswiftc -sanitize=fuzzer -Xswiftc -gnone

mkdir -p "$folder/corpus" "$folder/crashers" "$folder/seeds"
for input in SampleData/"$format"/*/input.*; do
  cp "$input" "$folder/seeds/$(basename "$(dirname "$input")")"
done
# Swift would take the signals that libFuzzer keeps the file by.
export FORMAT=$format SWIFT_BACKTRACE=enable=no
if [ -f "$sample/options.yaml" ]; then export OPTIONS=$sample/options.yaml; fi
# One file may take ten seconds and a gigabyte, and no more.
exec .build/fuzzing/release/fuzz "$folder/corpus" "$folder/seeds" -max_total_time="$seconds" -timeout=10 \
  -rss_limit_mb=1024 -artifact_prefix="$folder/crashers/" -print_final_stats=1
