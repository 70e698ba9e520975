"""Doubles a list until there is no memory left."""

# seconds = 5


def interleave(a, b):
    items = [0]
    while True:
        items += items
