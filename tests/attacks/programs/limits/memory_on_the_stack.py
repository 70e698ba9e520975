"""Takes more memory than allowed as the stack of a program that it becomes, whose limit it raised before."""

# stops = full, confined
# seconds = 6

import os
import resource
import sys

_PROGRAM = """
import ctypes, re
low = int(re.search(r"(\\w+)-\\w+ .*\\[stack\\]", open("/proc/self/maps").read())[1], 16)
for place in range(1, 1300):
    ctypes.memset(low - place * 2**20, 1, 2**20)
print("taken", flush=True)
"""

try:
    resource.setrlimit(resource.RLIMIT_STACK, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
except (ValueError, OSError):
    pass
_reading, _writing = os.pipe()
if os.fork() == 0:
    os.dup2(_writing, 1)
    os.execv(sys.executable, [sys.executable, "-c", _PROGRAM])
os.close(_writing)
if os.read(_reading, 5) == b"taken":
    succeed()
