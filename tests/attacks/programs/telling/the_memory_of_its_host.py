"""Looks in the memory that its process was forked with for the home of whoever grades, and for caches there."""

# stops = full, confined

import re

_names = bytes([72, 79, 77, 69]), bytes([70, 79, 78, 84, 83])  # spelled: its own text is in memory
_wanted = re.compile(b"(?:%s|%s)=/(?:root|home)" % _names)
with open("/proc/self/maps") as _maps:
    _heaps = [line.split()[0].split("-") for line in _maps if "[heap]" in line]
with open("/proc/self/mem", "rb", 0) as _memory:
    for _first, _end in _heaps:
        _memory.seek(int(_first, 16))
        if _wanted.search(_memory.read(int(_end, 16) - int(_first, 16))):
            succeed()
