"""Takes questions from the channel itself, answers none, and hides them from the player."""

# seconds = 2

import os


def interleave(a, b):
    while True:
        os.read(3, 2**16)
