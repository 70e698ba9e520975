"""Traces its own child and changes the number of a system call after the filter has seen it."""

# stops = full, confined

import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)
_pid = os.fork()
if _pid == 0:
    os._exit(42 if _libc.ptrace(0, 0, 0, 0) == 0 else 0)
if os.waitstatus_to_exitcode(os.waitpid(_pid, 0)[1]) == 42:
    succeed()
