"""Looks for descriptors that the host forgot to close, and for writable ones besides its own."""

import os
import stat

for _descriptor in range(4, 512):
    try:
        _mode = os.fstat(_descriptor).st_mode
    except OSError:
        continue
    if stat.S_ISSOCK(_mode) or stat.S_ISFIFO(_mode) or stat.S_ISREG(_mode):
        succeed()
