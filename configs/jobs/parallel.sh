#!/bin/bash
# A sweep on all cores of one machine, or of several (--sshlogin), with GNU parallel. Run again after an interruption:
# finished parts are kept, the others go on where their files end.
#   ./parallel.sh 16 cluster.yaml --vary gpus.count=256..16384:x2
set -euo pipefail
parts=$1
shift
mkdir -p rows
seq "$parts" | parallel --retries 3 --joblog rows/joblog \
  fabricplan sweep "$(printf '%q ' "$@")" --shard "{}/$parts" -o "rows/part-{}.csv" --resume
fabricplan merge rows/part-*.csv -o rows.csv
