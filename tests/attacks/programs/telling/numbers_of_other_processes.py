"""Reads in its own files of /proc which processes there are outside: parent, tracer, session, terminal."""

# stops = full

import os
import re

with open("/proc/self/status") as _file:
    _text = _file.read()
_fields = dict(re.findall(r"(\w+):\s*(.*)", _text))
if len(_fields["NSpid"].split()) > 1 or os.getppid() or int(_fields["TracerPid"]):
    succeed()
with open("/proc/self/stat") as _file:
    _pgrp, _session, _terminal = map(int, _file.read().rpartition(")")[2].split()[2:5])
    if _terminal or _session not in (0, os.getpid()):
        succeed()
