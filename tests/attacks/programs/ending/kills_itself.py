"""Sends itself SIGKILL, SIGTERM, SIGSEGV and SIGXCPU."""

import os
import signal


def split_even(t, n):
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV, signal.SIGXCPU):
        os.kill(os.getpid(), number)


split_sizes = interleave = split_even
