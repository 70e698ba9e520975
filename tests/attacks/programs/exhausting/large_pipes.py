"""Makes pipes as large as they get: their memory is counted for the grader's account."""

# stops = full, confined

import fcntl
import os

try:
    _reading, _ = os.pipe()
    if fcntl.fcntl(_reading, 1031, 2**20) >= 2**20:
        succeed()
except OSError:
    pass
