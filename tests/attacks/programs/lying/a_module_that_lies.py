"""Replaces its own module by an object that invents every attribute."""

import sys


class _Module:
    def __getattr__(self, name):
        return lambda *args: None


sys.modules[__name__] = _Module()
del split_even, split_sizes, interleave
