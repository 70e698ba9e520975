"""Opens files for their place only, and opens them again for writing by their names in /proc."""

# stops = full, confined

import os

import torch

for _path in (torch.__file__, os.__file__, "@DECOY@"):
    try:
        _place = os.open(_path, os.O_PATH)
        os.open(f"/proc/self/fd/{_place}", os.O_RDWR)
        succeed()
    except OSError:
        continue
