"""Reads what people keep at home, passwords, and the sockets of engines that run as root."""

# stops = full, confined

import os

for _path in ("/etc/shadow", "/etc/sudoers", "/root/.bash_history", "/root/.ssh", "/run/docker.sock", "/var/run/secrets", "/var/log"):
    try:
        os.listdir(_path) if os.path.isdir(_path) else open(_path, "rb").read(1)
        succeed()
    except OSError:
        continue
for _place in ("/root", "/home", "/srv", "/work", "/mnt", "/opt"):
    try:
        _seen = os.listdir(_place)
    except OSError:
        continue
    if _place in ("/root", "/home") and _seen:
        if any(os.access(f"{_place}/{name}/.profile", os.R_OK) for name in _seen):
            succeed()
