"""Reads the place of its process among the machine's services, which names its container or session."""

# stops = full

import re

with open("/proc/self/cgroup") as _file:
    if not all(re.search(r":/$", line.strip()) for line in _file):
        succeed()
