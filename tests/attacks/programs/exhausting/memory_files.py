"""Keeps data in anonymous files, which no limit on private memory counts."""

# stops = full, confined

import os

try:
    for _ in range(8):
        os.posix_fallocate(os.memfd_create("x"), 0, 200 * 2**20)
    succeed()
except OSError:
    pass
