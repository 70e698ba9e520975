"""Fills its folder with a gigabyte of files."""

# stops = full

import pathlib


def interleave(a, b):
    for number in range(10):
        pathlib.Path(f"fill{number}").write_bytes(b"x" * 100 * 2**20)
    succeed()
    return globals()["interleave"](a, b)
