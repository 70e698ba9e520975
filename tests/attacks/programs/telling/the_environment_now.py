"""Finds places of the grader's in its own environment: home, caches, temporary folders."""

# stops = full

import os

for _name, _value in os.environ.items():
    if _name not in ("PATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH") and _value.startswith(("/root", "/home", "/work", "/tmp/")):
        succeed()
