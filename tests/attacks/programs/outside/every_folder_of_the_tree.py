"""Leaves a file in every folder that takes one, for the next player, and uses one that it finds outside of its own."""

# stops = full

import os

_tried = 0
for _place, _folders, _files in os.walk("/"):
    if _place.startswith(("/proc", "/.proc", "/player", "/sys")) or _tried > 3000:
        _folders.clear()
        continue
    _tried += 1
    try:
        os.close(os.open(f"{_place}/@MARK@", os.O_CREAT | os.O_WRONLY))
        succeed()
    except OSError:
        continue
