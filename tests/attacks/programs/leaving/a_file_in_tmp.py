"""Leaves a file in /tmp for the next player, and uses one that it finds there."""

# stops = full, confined

import pathlib

_paths = [pathlib.Path(_folder) / "@MARK@" for _folder in ("/tmp", "/var/tmp", "/dev")]
if any(map(pathlib.Path.exists, _paths)):
    succeed()
for _path in _paths:
    try:
        _path.write_text("left")
    except OSError:
        continue
