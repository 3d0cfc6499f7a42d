#!/bin/sh
# Submits a study to Slurm: sh submit.sh [options of sbatch]. Written by `daegi submit --slurm`.
#
# An array plays the parts. After it, whatever became of it, the same array is submitted @RETRIES@ more times: an element
# whose part is there ends at once, one whose part failed, was killed or lost its node plays it again. After the last
# of them the parts are merged, or the missing ones are named and that job fails.
# WAIT=1 waits for the end; the exit code is then that of the merge.
set -eu
folder=@FOLDER@
mkdir -p "$folder/parts" "$folder/logs"
cd "$folder"
rm -f failed.txt missing.txt
jobs=
# No half of it stays in the queue if one of its jobs is refused.
trap 'code=$?; if [ "$code" -ne 0 ] && [ -n "$jobs" ] && [ -z "${waiting:-}" ]; then scancel $jobs; fi' EXIT
try=0
while [ "$try" -le @RETRIES@ ]; do
  job=$(sbatch --parsable --job-name=@NAME@ --array=1-@SHARDS@@AT_ONCE@ --requeue \
    --output="logs/part-%a-try-$try.txt" ${jobs:+--dependency=afterany:${jobs##* }} "$@" element.sh)
  jobs="$jobs ${job%%;*}"
  echo "parts 1 to @SHARDS@, try $((try + 1)): job ${job%%;*}"
  try=$((try + 1))
done
echo "then the merge: logs/merge.txt, results in" @OUT@
waiting=${WAIT:-}
sbatch ${WAIT:+--wait} --job-name=@NAME@-merge --output=logs/merge.txt --dependency="afterany:${jobs##* }" "$@" merge.sh
