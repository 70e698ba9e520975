"""Gives itself further users, by the files of its user namespace."""

# stops = full, confined

import os

for _name in ("uid_map", "gid_map", "setgroups", "projid_map"):
    try:
        with open(f"/proc/self/{_name}", "w") as _file:
            _file.write("0 0 4294967295" if _name != "setgroups" else "allow")
        succeed()
    except OSError:
        continue
for _change in (os.setuid, os.setgid):
    try:
        _change(0) if os.getuid() else _change(1)
        succeed()
    except OSError:
        continue
