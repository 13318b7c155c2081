#!/bin/sh
# Reducer: adds up the numbers of each key. Lines of one key come one after another.
exec awk -F '\t' '
    NR > 1 && $1 != key { print key "\t" sum; sum = 0 }
    { key = $1; sum += $2 }
    END { if (NR > 0) print key "\t" sum }'
