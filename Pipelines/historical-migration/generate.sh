#!/usr/bin/env bash
# Writes the export of a legacy general ledger: ten yearly files, 100,000 lines, two entities, four currencies,
# departments. The same seed always gives the same bytes; nothing but awk is needed.
#
# usage: generate.sh FOLDER [LINES-PER-YEAR]
set -euo pipefail
folder=${1:?usage: generate.sh FOLDER [LINES-PER-YEAR]}
lines=${2:-10000}
mkdir -p "$folder"
for year in 2015 2016 2017 2018 2019 2020 2021 2022 2023 2024; do
  LC_ALL=C awk -v year="$year" -v wanted="$lines" '
    # Lehmer generator modulo 2^31 - 1: products stay below 2^53, so every awk counts alike.
    function random(bound) {
      seed = (16807 * seed) % 2147483647
      return seed % bound
    }
    # Minor units in the notation of the old system: 1.234,56
    function money(minor,   whole, cents, text) {
      cents = minor % 100
      whole = (minor - cents) / 100
      text = ""
      while (whole >= 1000) {
        text = sprintf(".%03d%s", whole % 1000, text)
        whole = (whole - whole % 1000) / 1000
      }
      return sprintf("%d%s,%02d", whole, text, cents)
    }
    function line(number, account, department, text, debit, credit, currency) {
      printf "%s;%s;%d;%02d.%02d.%04d;%02d/%04d;%s;%s;%s;%s;%s;%s;%s\r\n", entity, document, number, day, month, year, \
        month, year, account, department, text, debit, credit, currency, voucher
      written++
    }
    BEGIN {
      seed = year * 7919 + 17
      entities = split("NORD SUED", entity_of, " ")
      split("EUR EUR CHF SEK USD", currency_of, " ")
      departments = split("100 110 200 210 300 400 900", department_of, " ")
      expenses = split("4100 4120 4200 4360 4400 4500 4600 4610 4650 4900", expense_of, " ")
      texts = split("Miete B\374ro|Reisekosten|Wareneinkauf|B\374romaterial|Frachtkosten|Beratung|Versicherung|Provision|Geb\374hren|Instandhaltung", text_of, "|")
      split("31 28 31 30 31 30 31 31 30 31 30 31", days_of, " ")
      printf "Mandant;Beleg;Pos;Datum;Periode;Konto;KSt;Buchungstext;Soll;Haben;W\344hr;Referenz\r\n"
      for (number = 1; written < wanted; number++) {
        entity = entity_of[1 + random(entities)]
        currency = currency_of[1 + random(5)]
        month = 1 + int((number * 12) / (wanted / 3.2 + 2))
        if (month > 12) month = 12
        day = 1 + random(days_of[month])
        document = sprintf("%s%02d-%06d", substr(entity, 1, 1), year % 100, number)
        voucher = sprintf("R%05d", random(100000))
        parts = 1 + random(3)
        total = 0
        # Every thousandth entry carries an account that nobody mapped: it must be seen.
        stray = random(1000) == 0
        for (part = 1; part <= parts; part++) {
          minor = 1 + random(90000) + (random(20) == 0) * random(9000000)
          total += minor
          account = stray && part == 1 ? "4999" : expense_of[1 + random(expenses)]
          line(part, account, department_of[1 + random(departments)], text_of[1 + random(texts)], money(minor), "", currency)
        }
        line(parts + 1, random(3) == 0 ? "1600" : "1200", "", "Gegenbuchung", "", money(total), currency)
      }
    }' > "$folder/ledger_$year.csv"
done
