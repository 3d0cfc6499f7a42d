#!/bin/sh
# Plays a study by GNU parallel: sh submit.sh [options of parallel]. Written by `daegi submit --parallel`.
#
# A part uses every core it finds, so one is played at a time on each machine; --sshlogin names further machines that see
# the same files. A part that fails is played again, @RETRIES@ more times at most. Then the parts are merged, or the missing
# ones are named and the exit code is 1.
set -eu
folder=@FOLDER@
mkdir -p "$folder/parts" "$folder/logs"
cd "$folder"
rm -f failed.txt missing.txt
part=1
while [ "$part" -le @SHARDS@ ]; do
  echo "$part"
  part=$((part + 1))
done | parallel --jobs 1 --retries @TRIES@ --joblog logs/parts.tsv "$@" "sh $PWD/element.sh {} >> $PWD/logs/part-{}.txt 2>&1" || true
exec sh merge.sh
