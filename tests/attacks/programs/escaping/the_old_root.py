"""Looks for the root that was left: in its folder, above its own, and by open descriptors."""

# stops = full

import os

for _path in ("/.old", "/..", "/../..", "/proc/1/root/..", "/.proc/1/cwd/../../.."):
    try:
        _names = set(os.listdir(_path))
    except OSError:
        continue
    if "boot" in _names or (_path == "/.old" and _names):
        succeed()
    if os.path.exists(f"{_path}/@ROOT@/solutions/01_tensors"):
        succeed()
