#!/usr/bin/env bash
# Writes benchmark input: a CSV of bank transactions, its mapping file, and what loading it must come to.
# The same count always gives the same bytes; nothing but awk is needed.
#
# usage: generate.sh ROWS FOLDER
set -euo pipefail
rows=${1:?usage: generate.sh ROWS FOLDER}
folder=${2:?usage: generate.sh ROWS FOLDER}
mkdir -p "$folder"
LC_ALL=C awk -v rows="$rows" -v folder="$folder" '
  # Lehmer generator modulo 2^31 - 1: products stay below 2^53, so every awk counts alike.
  function random(bound) {
    seed = (16807 * seed) % 2147483647
    return seed % bound
  }
  function grouped(whole,   text) {
    text = ""
    while (whole >= 1000) {
      text = sprintf(",%03d%s", whole % 1000, text)
      whole = (whole - whole % 1000) / 1000
    }
    return whole text
  }
  BEGIN {
    seed = 20250101
    split("USD USD USD EUR EUR GBP CHF SEK JPY KWD", currencies, " ")
    kinds = split("payroll rent sales tax travel fees loan supplies", kind_of, " ")
    split("Acme Corp|Globex LLC|M\303\274ller & S\303\266hne|Soci\303\251t\303\251 G\303\251n\303\251rale|\"Umbrella, Inc.\"", firms, "|")
    csv = folder "/wave1.csv"
    print "transaction_id,account_number,booking_date,value_date,amount,currency,description,counterparty,category,balance" > csv
    print "category,gl_account" > (folder "/map.csv")
    for (k = 1; k <= kinds; k++) printf "%s,%d\n", kind_of[k], 4000 + k * 10 > (folder "/map.csv")
    for (row = 1; row <= rows; row++) {
      code = currencies[1 + random(10)]
      decimals = code == "JPY" ? 0 : code == "KWD" ? 3 : 2
      whole = random(100) < 80 ? random(5000) : random(5000000)
      cents = decimals == 0 ? 0 : random(decimals == 3 ? 1000 : 100)
      negative = random(2)
      text = grouped(whole) (decimals == 0 ? "" : sprintf(decimals == 3 ? ".%03d" : ".%02d", cents))
      if (negative) text = random(2) ? "(" text ")" : "-" text
      if (index(text, ",")) text = "\"" text "\""
      early = random(100) < 3
      category = random(200) == 0 ? "unknown" : kind_of[1 + random(kinds)]
      id = sprintf("T%07x%07x", random(268435456), row)
      printf "%s,DE%018d,%02d/%02d/%04d,,%s,%s,\"Invoice, no. %08d\",%s,%s,%d%s\n", id, random(500) * 7919, 1 + random(12), \
        1 + random(28), early ? 2024 : 2025, text, code, row, firms[1 + random(5)], category, random(1000000),
        decimals ? ".00" : "" > csv
      if (early) continue
      if (category == "unknown") { refused++; continue }
      minor = whole * (decimals == 0 ? 1 : decimals == 3 ? 1000 : 100) + cents
      loaded++
      sum[code] += negative ? -minor : minor
    }
    printf "loaded %d\nrefused %d\n", loaded, refused > (folder "/expected.txt")
    count = split("CHF EUR GBP JPY KWD SEK USD", codes, " ")
    for (k = 1; k <= count; k++) printf "%s %.0f\n", codes[k], sum[codes[k]] > (folder "/expected.txt")
  }'
