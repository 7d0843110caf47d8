#!/usr/bin/env bash
# Measures how fast the release program reads each format: files are generated, read to their end with
# `daybook read FILE --statements`, which reads, types and counts every record and prints the statements, and the counts
# and sums of a small file are held against what the generator knows.
#
# Beside it stand libxml2's bare SAX pass (for XML, where a C compiler and libxml2-dev are there) and the package that
# people use in Python, which makes objects of the records and sums their amounts (where PEERS names a Python that has it).
#
# usage: readers.sh [MEGABYTES [FORMAT…]]
#   PEERS=python     with any of: mt-940 ofxtools pycamt lxml pyx12 pydifact openpyxl bai2
#   PEER_MEGABYTES   size of the files that peers read, default 5; ROUNDS default 5; DAYBOOK, DATA
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
megabytes=${1:-100}
[ $# -gt 0 ] && shift
formats=${*:-mt940 ofx qif nacha fixed_width bai2 csv json x12 edifact camt saft xml xlsx}
daybook=${DAYBOOK:-$here/../.build/release/daybook}
data=${DATA:-$here/../.build/bench/readers}
peer_megabytes=${PEER_MEGABYTES:-5}
[ -x /usr/bin/time ] || { echo "readers.sh needs the Debian package time" >&2; exit 69; }
mkdir -p "$data"
# csv, json, xml, xlsx, fixed_width and qif need columns, a layout or an account: readers.yaml has them.
export INPUT=none

sax=""
if xml2-config --version >/dev/null 2>&1 && cc -O2 "$here/sax.c" -o "$data/sax" $(xml2-config --cflags --libs); then
  sax="$data/sax"
else
  echo "no C compiler or no libxml2-dev: no floor for XML" >&2
fi
[ -n "${PEERS:-}" ] || echo "PEERS names no Python: no peers" >&2

generated() { # FORMAT MEGABYTES: the path of a generated file
  local file="$data/$2.$1"
  [ -f "$file.expected" ] || python3 "$here/generate-statements.py" "$1" "$2" "$file"
  echo "$file"
}

reading() { # FORMAT FILE OPTION…
  local spec=()
  case $1 in csv | json | xml | xlsx | fixed_width | qif) spec=(--spec "$here/readers.yaml") ;; esac
  "${clock[@]}" "$daybook" read "$2" --format "$1" "${spec[@]}" "${@:3}"
}

verify() { # FORMAT: every record of a small file, against the generator
  local file
  file=$(generated "$1" 1)
  clock=()
  local found
  found=$(reading "$1" "$file" --output csv | python3 -c '
import csv, decimal, sys
rows = list(csv.DictReader(sys.stdin))
print(len(rows), int(sum(decimal.Decimal(row["amount"]) for row in rows) * 100))')
  [ "$found" = "$(cat "$file.expected")" ] || { echo "$1: read $found, generated $(cat "$file.expected")" >&2; exit 1; }
}

clock=()
best() { # the least CPU seconds of ROUNDS runs of what follows, the wall seconds of that run, peak MB of all
  rm -f "$data/times"
  for _ in $(seq "${ROUNDS:-5}"); do
    clock=(/usr/bin/time -a -o "$data/times" -f '%U %S %e %M')
    "$@" >/dev/null
  done
  awk '{ cpu = $1 + $2; if (NR == 1 || cpu < least) { least = cpu; wall = $3 } if ($4 > peak) peak = $4 }
    END { printf "%.3f %.3f %.0f\n", least, wall, peak / 1024 }' "$data/times"
}

floor() { # FORMAT FILE
  if [ "$1" = xlsx ]; then "${clock[@]}" sh -c 'unzip -p "$1" xl/worksheets/sheet1.xml | "$2"' - "$2" "$sax"; else "${clock[@]}" "$sax" <"$2"; fi
}

peer() { "${clock[@]}" "$PEERS" "$here/peers.py" "$1" "$2"; }

printf '%-12s %6s %7s %7s %7s %8s  %-10s %s\n' format MB "CPU s" "wall s" MB/s "peak MB" "of floor" peer
for format in $formats; do
  verify "$format"
  file=$(generated "$format" "$megabytes")
  read -r cpu wall peak < <(best reading "$format" "$file" --statements)
  ratio="-" name="-" times=""
  case $format in
    camt | saft | xml | xlsx)
      if [ -n "$sax" ]; then
        read -r floor _ < <(best floor "$format" "$file")
        ratio=$(awk -v a="$floor" -v b="$cpu" 'BEGIN { printf "%.2f", a / b }')
      fi ;;
  esac
  if [ -n "${PEERS:-}" ]; then
    small=$(generated "$format" "$peer_megabytes")
    clock=()
    if read -r name found < <(peer "$format" "$small" 2>/dev/null) && [ "$found" = "$(cat "$small.expected")" ]; then
      read -r slow _ < <(ROUNDS=1 best peer "$format" "$small" 2>/dev/null)
      times=$(awk -v s="$slow" -v m="$peer_megabytes" -v c="$cpu" -v n="$megabytes" 'BEGIN { printf "%.1f MB/s, %.0f times", m / s, s / m / (c / n) }')
    else
      times="not measured"
    fi
  fi
  awk -v f="$format" -v m="$megabytes" -v c="$cpu" -v w="$wall" -v p="$peak" -v r="$ratio" -v n="$name" -v t="$times" \
    'BEGIN { printf "%-12s %6d %7.2f %7.2f %7.0f %8d  %-10s %s %s\n", f, m, c, w, m / c, p, r, n, t }'
done
