"""Writes random bytes to the result channel."""

import os


def split_even(t, n):
    os.write(3, os.urandom(4096))


def split_sizes(t, sizes):
    os.write(3, b"\x00\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00\x00{{{{{")


def interleave(a, b):
    os.write(3, b"\x00\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00null")
