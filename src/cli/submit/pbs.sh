#!/bin/sh
# Submits a study to PBS: sh submit.sh [options of qsub]. Written by `daegi submit --pbs`.
#
# An array plays the parts. After it, whatever became of it, the same array is submitted @RETRIES@ more times: an element
# whose part is there ends at once, one whose part failed or was killed plays it again. After the last of them the parts
# are merged, or the missing ones are named and that job fails.
set -eu
folder=@FOLDER@
mkdir -p "$folder/parts" "$folder/logs"
cd "$folder"
rm -f failed.txt missing.txt
jobs=
# No half of it stays in the queue if one of its jobs is refused.
trap 'code=$?; if [ "$code" -ne 0 ] && [ -n "$jobs" ]; then qdel $jobs; fi' EXIT
try=0
while [ "$try" -le @RETRIES@ ]; do
  job=$(qsub -N @NAME@ @ARRAY@ -r y -j oe -o logs/ ${jobs:+-W depend=afterany:${jobs##* }} "$@" element.sh)
  jobs="$jobs $job"
  echo "parts 1 to @SHARDS@, try $((try + 1)): job $job"
  try=$((try + 1))
done
job=$(qsub -N @NAME@-merge -j oe -o logs/merge.txt -W "depend=afterany:${jobs##* }" "$@" merge.sh)
echo "then the merge: job $job, results in" @OUT@
