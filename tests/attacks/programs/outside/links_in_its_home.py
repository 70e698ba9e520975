"""Puts links into its home where the engine copies, reads or removes things afterwards."""

import os

for _name, _to in (("exercise.py", "@CANARY@"), (".cache", "@DECOY@"), ("d", "@DECOY@"), ("up", "..")):
    try:
        os.symlink(_to, _name)
    except OSError:
        continue
try:
    if os.listdir("up/..") and "@MARK@" in os.listdir("d"):
        succeed()
except OSError:
    pass
