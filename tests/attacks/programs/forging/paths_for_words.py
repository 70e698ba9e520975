"""Uses paths and byte strings where the protocol has words."""

import pathlib


def split_even(t, n):
    forge(returned(0, devices=()) | {"status": pathlib.Path("Returned")})


def interleave(a, b):
    forge({pathlib.Path("status"): "Returned", "status": b"Returned"})
