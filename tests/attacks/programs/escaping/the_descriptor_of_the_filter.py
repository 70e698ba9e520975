"""Looks among its descriptors for what only the engine should have: sockets, listeners, folders."""

# stops = full, confined

import os

for _name in os.listdir("/proc/self/fd"):
    try:
        _what = os.readlink(f"/proc/self/fd/{_name}")
    except OSError:
        continue
    if _what.startswith(("socket:", "anon_inode:")) and _name != "3":
        succeed()
    if int(_name) > 4 and _what.startswith("/") and not _what.startswith(("/proc", "/.proc", "/dev/null")):
        succeed()
