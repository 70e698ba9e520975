"""Makes more files than a folder of its own may hold: each is an entry in the machine's table."""

# stops = full
# seconds = 6

import os

try:
    for _number in range(25_000):
        os.mknod(f"file{_number}")
    succeed()
except OSError:
    pass
