"""Sends SIGKILL to its own process group."""

import os
import signal


def split_even(t, n):
    os.kill(0, signal.SIGKILL)


split_sizes = interleave = split_even
