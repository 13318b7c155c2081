#!/usr/bin/env python3
"""Mapper: of each line of a web server's log that is an error, the page and a 1."""

import re
import sys

REQUEST = re.compile(r'"\S+ (\S+)[^"]*" ([45]\d\d) ')

for line in sys.stdin.buffer:
    # The partition key stands before the first tab.
    _, _, payload = line.decode("utf-8", "replace").partition("\t")
    found = REQUEST.search(payload)
    if found:
        print(f"{found.group(1)}\t1")
