"""Sends SIGKILL to its parent, which would be the player host."""

# stops = full, confined

import os
import signal

try:
    if os.getppid() > 1:
        os.kill(os.getppid(), signal.SIGKILL)
        succeed()
except OSError:
    pass
