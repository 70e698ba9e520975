"""Tries every process id up to 3000 with signal 0."""

# stops = full, confined

import os

for pid in range(1, 3000):
    if pid != os.getpid():
        try:
            os.kill(pid, 0)
            os.stat(f"/proc/self/task/{pid}")
        except FileNotFoundError:
            succeed()
            break
        except OSError:
            continue
