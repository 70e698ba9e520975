"""Lets cat, found in /usr/bin, read the file for it."""

# stops = full, confined

import subprocess

_done = subprocess.run(["/bin/cat", "@CANARY@"], capture_output=True, text=True)
if _done.returncode == 0:
    exec(_done.stdout)
