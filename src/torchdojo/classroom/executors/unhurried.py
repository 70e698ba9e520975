"""Loaded by workers that a command starts: Ctrl-C is for the command, which ends them.

A handler, and not `signal.SIG_IGN`: what a worker starts would inherit that.
"""

import signal

signal.signal(signal.SIGINT, lambda number, frame: None)
