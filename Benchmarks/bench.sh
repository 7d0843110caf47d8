#!/usr/bin/env bash
# Measures the release program on generated data: first load, the same file again, the same records forced again.
# Prints the median of five rounds, and fails when the books are not what the generator says they must be.
#
# usage: bench.sh [ROWS]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
rows=${1:-1000000}
data="$here/../.build/bench/$rows"
out="$here/../.build/bench/out"
for tool in time sqlite3; do
  command -v $tool >/dev/null || [ -x /usr/bin/$tool ] || { echo "bench.sh needs the Debian package $tool" >&2; exit 69; }
done
[ -f "$data/expected.txt" ] || { echo "generating $rows rows" >&2; "$here/generate.sh" "$rows" "$data"; }

job() { # PHASE: one run, its wall and CPU seconds and peak memory appended to the phase's figures
  FULL=$([ "$1" = full ] && echo 1 || true) /usr/bin/time -f '%e %U %S %M' -o "$out/time" \
    "$here/job.sh" csv sqlite "$data/wave1.csv" "$data/map.csv" 2025-01-01 "$out" >"$out/log" 2>&1 || { cat "$out/log"; exit 1; }
  awk '{ print $1, $2 + $3, $4 / 1024 }' "$out/time" >>"$out.$1"
}

verify() {
  local found
  found=$(sqlite3 -separator ' ' "$out/ledger.db" "SELECT 'loaded', count(*) FROM entries;
    SELECT 'refused', count(*) FROM daybook_rejects WHERE run = 1;
    SELECT currency, sum(amount) FROM entries GROUP BY currency ORDER BY currency")
  [ "$found" = "$(cat "$data/expected.txt")" ] || { echo "the books are wrong:"; diff <(echo "$found") "$data/expected.txt"; exit 1; }
}

mkdir -p "$(dirname "$out")"
rm -f "$out".load "$out".again "$out".full
for _ in 1 2 3 4 5; do
  rm -rf "$out"; mkdir "$out"
  for phase in load again full; do job $phase; done
  verify
done
printf '%-28s %8s %8s %10s %8s\n' "$rows rows, csv to sqlite" "wall s" "CPU s" "rows/s" "RSS MB"
for phase in load again full; do
  for column in 1 2 3; do sort -n -k $column "$out.$phase" | awk -v c=$column 'NR == 3 { print $c }'; done | paste -sd ' ' |
    awk -v rows="$rows" -v phase=$phase '{ printf "%-28s %8.2f %8.2f %10d %8.0f\n", phase, $1, $2, rows / $1, $3 }'
done
