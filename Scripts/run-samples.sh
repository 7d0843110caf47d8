#!/usr/bin/env bash
# Runs the sample pipelines into ./Books and says what to try next. Run it again: there is nothing new.
#
# usage: run-samples.sh DAYBOOK
set -euo pipefail
daybook=$(realpath "${1:?usage: run-samples.sh DAYBOOK}")
cd "$(dirname "$0")/.."
bank=Pipelines/monthly-bank/pipeline.yaml
banks=Pipelines/four-banks/pipeline.yaml
invoices=Pipelines/invoices/pipeline.yaml
remittances=Pipelines/remittances/pipeline.yaml
migration=Pipelines/historical-migration/pipeline.yaml

# Written beside and renamed when complete: a run never meets half an export.
export=Pipelines/historical-migration/Export
if [ ! -d "$export" ]; then
  rm -rf "$export.new"
  Pipelines/historical-migration/generate.sh "$export.new"
  mv "$export.new" "$export"
fi

# The samples hold records that are refused on purpose, each shown on standard error with its place and a hint.
for pipeline in "$bank" "$banks" "$invoices" "$remittances" "$migration"; do
  echo "== daybook run $pipeline"
  "$daybook" run "$pipeline"
  echo
done

shown=.build/release/daybook
cat <<END
The books are SQLite databases:
  Books/monthly-bank.db            table bank_transactions
  Books/four-banks.db              table bank_transactions
  Books/receivables.db             tables invoices and remittance_lines; the query is in $remittances
  Books/historical-migration.db    table journal_lines
What was refused lies beside them, as CSV.

Try next ($shown; \`make install\` puts it on the path):
  $shown history $bank
  $shown show    $bank
  $shown rejects $bank
  $shown explain $bank 1 SM-6001003
  $shown plan    $bank --full
  $shown read    Pipelines/monthly-bank/Inbox/harbor_2026-01.bai --statements
and, where sqlite3 is installed:
  sqlite3 -box Books/monthly-bank.db \\
    "SELECT gl_account, currency, count(*) AS entries FROM bank_transactions GROUP BY 1, 2"
END
