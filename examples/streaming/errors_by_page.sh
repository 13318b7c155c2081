#!/bin/sh
# Mapper, as errors_by_page.py, with nothing but sed. The partition key stands before the first tab.
exec sed -n -E 's/^[^\t]*\t.*"[^ "]+ ([^ "]+)[^"]*" [45][0-9][0-9] .*$/\1\t1/p'
