#!/bin/sh
# Joins the parts of a study, or names those that are missing and joins nothing. Written by `daegi submit`.
set -eu
daegi=${DAEGI:-@PROGRAM@}
folder=@FOLDER@
shards=@SHARDS@
out=@OUT@
missing=
part=1
set --
while [ "$part" -le "$shards" ]; do
  if [ -f "$folder/parts/$part/shard.json" ]; then
    set -- "$@" "$folder/parts/$part"
  else
    missing="$missing $part"
  fi
  part=$((part + 1))
done
if [ -n "$missing" ]; then
  {
    echo "nothing was merged: of $shards parts these are missing:$missing"
    if [ -f "$folder/failed.txt" ]; then cat "$folder/failed.txt"; fi
    echo "their output is in $folder/logs; sh $folder/submit.sh plays them again, and no other"
    echo "what there is, with its number of futures said: daegi merge --partial $folder/parts/* --out DIR"
  } | tee "$folder/missing.txt" >&2
  exit 1
fi
rm -f "$folder/missing.txt"
exec "$daegi" merge "$@" --out "$out"@OPTIONS@
