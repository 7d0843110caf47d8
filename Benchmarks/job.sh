#!/usr/bin/env bash
# One benchmark job with the release program and an ordinary pipeline of this folder.
#
# usage: job.sh KIND DEST INPUT MAP CUTOFF OUT
#   KIND csv | bai2, DEST sqlite. Leaves OUT/ledger.db with a view bank_transaction and OUT/rejects.csv.
#   FULL=1 in the environment forces a file that was loaded before.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
kind=$1 destination=$2
export INPUT=$3 MAP=$4 CUTOFF=$5 OUT=$6
[ "$destination" = sqlite ] || { echo "job.sh: no destination $destination yet" >&2; exit 64; }

"$here/../.build/release/daybook" run "$here/$kind-to-sqlite.yaml" ${FULL:+--full}

case $kind in
  csv) names="external_id, account_id, booking_date, value_date, amount, currency, description, counterparty_name, category, gl_account, running_balance" ;;
  bai2) names="bank_reference, account_id, booking_date, value_date, amount, currency, description, customer_reference, type_code, gl_account, NULL" ;;
esac
sqlite3 "$OUT/ledger.db" <<END
CREATE VIEW IF NOT EXISTS bank_transaction (transaction_id, account_number, booking_date, value_date, amount_minor, currency,
  description, counterparty, category, gl_account, balance_minor) AS SELECT $names FROM entries;
.headers on
.mode csv
.once '$OUT/rejects.csv'
SELECT CASE field WHEN 'booking_date' THEN 'bad_date' WHEN 'amount' THEN 'bad_amount' ELSE 'unmapped_category' END AS reason
  FROM daybook_rejects WHERE run = (SELECT max(run) FROM daybook_runs);
END
