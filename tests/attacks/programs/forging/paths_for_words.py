"""Uses paths and byte strings where the protocol has words."""

import pathlib


def split_even(t, n):
    forge({"status": pathlib.Path("returned"), "value": 0, "devices": [], "changed": []})


def interleave(a, b):
    forge({pathlib.Path("status"): "returned", "status": b"returned"})
