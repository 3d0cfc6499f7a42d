#!/bin/sh
# Plays one part of a study: sh element.sh K, or as an element of an array. A part that is there is not played again.
# Written by `daegi submit`. DAEGI names another program than the one that wrote it.
set -eu
daegi=${DAEGI:-@PROGRAM@}
file=@FILE@
folder=@FOLDER@
shards=@SHARDS@
part=${1:-${SLURM_ARRAY_TASK_ID:-${PBS_ARRAY_INDEX:-}}}
case $part in
  '' | *[!0-9]*) echo "usage: sh element.sh K, with K from 1 to $shards" >&2; exit 2 ;;
esac
place=$folder/parts/$part
if [ -f "$place/shard.json" ]; then
  echo "part $part of $shards is there"
  exit 0
fi
threads=${SLURM_CPUS_PER_TASK:-${SLURM_CPUS_ON_NODE:-${NCPUS:-}}}
echo "part $part of $shards on $(uname -n), $(date)"
code=0
"$daegi" run "$file" --shard "$part/$shards" --out "$place" --quiet@OPTIONS@ ${threads:+--threads "$threads"} || code=$?
if [ "$code" -eq 0 ] && [ ! -f "$place/shard.json" ]; then
  code=1
fi
if [ "$code" -ne 0 ]; then
  echo "part $part of $shards failed on $(uname -n), exit code $code" | tee -a "$folder/failed.txt" >&2
fi
exit "$code"
