"""Recurses without end after lifting the recursion limit."""


# seconds = 2

import sys

sys.setrecursionlimit(10**9)


def interleave(a, b):
    return interleave(b, a) + 1
