"""Leaves a process of its own session behind, which would outlive the run."""

import os

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        if os.fork() == 0:
            os.execv("/bin/sleep", ["sleep", "@MARK@"])
        os.execv("/bin/sleep", ["sleep", "@MARK@"])
    os._exit(0)
