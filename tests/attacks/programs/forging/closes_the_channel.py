"""Closes the descriptor of the channel, then opens a file in its place."""

import os


def split_even(t, n):
    os.close(3)


def split_sizes(t, sizes):
    os.dup2(1, 3)


interleave = split_even
