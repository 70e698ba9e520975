"""Opens the channel and its output anew by their names in /proc, to read what others write there."""

# stops = full, confined

import os

try:
    os.open("/proc/self/fd/3", os.O_RDWR)
    succeed()
except OSError:
    pass
