"""Raises errors that cannot be shown, that pretend to be another kind, or that claim no start."""


class ValueError(BaseException):
    __module__ = "builtins"

    def __str__(self):
        raise KeyboardInterrupt


def split_even(t, n):
    raise ValueError


def split_sizes(t, sizes):
    raise ValueError


def interleave(a, b):
    raise NotImplementedError
