#!/bin/sh
# Reducer, for a job with a single reduce task: adds up the numbers of each key and keeps the ten keys with the most.
sh count.sh | LC_ALL=C sort -t "$(printf '\t')" -k 2,2nr -k 1,1 | head -n 10
