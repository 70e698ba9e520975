"""Leaves a file in /dev/shm for the next player, and uses one that it finds there."""

# stops = full

import pathlib

_path = pathlib.Path("/dev/shm/@MARK@")
if _path.exists():
    succeed()
_path.write_text("left")
