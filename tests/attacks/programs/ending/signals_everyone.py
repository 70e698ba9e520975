"""Signals every process it may reach (with a harmless signal, so that a success hurts nobody)."""

# stops = full

import os
import signal

try:
    os.kill(-1, signal.SIGCONT)
    succeed()
except OSError:
    pass
