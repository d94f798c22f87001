#!/bin/bash
# A sweep, or a search, on all cores of one machine, or of several (--sshlogin), with GNU parallel. Run again after an
# interruption: finished parts of a sweep are kept, the others go on where their files end.
#   ./parallel.sh 16 cluster.yaml --vary gpus.count=256..16384:x2
#   ./parallel.sh 16 search cluster.yaml --wide --top 10
set -euo pipefail
parts=$1
shift
command=sweep ending=csv resume=--resume
if [ "$1" = search ]; then
  command=search ending=json resume=
  shift
fi
mkdir -p rows
seq "$parts" | parallel --retries 3 --joblog rows/joblog \
  fabricplan "$command" "$(printf '%q ' "$@")" --shard "{}/$parts" -o "rows/part-{}.$ending" $resume
fabricplan merge rows/part-*."$ending" -o "rows.$ending"
