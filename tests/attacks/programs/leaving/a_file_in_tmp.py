"""Leaves a file in /tmp for the next player, and uses one that it finds there."""

# stops = full, confined

import pathlib

for _folder in ("/tmp", "/var/tmp", "/dev"):
    _path = pathlib.Path(_folder) / "@MARK@"
    try:
        if _path.exists():
            succeed()
        _path.write_text("left")
    except OSError:
        continue
