"""Answers with dictionaries of a hundred thousand keys, floats, tuples and texts."""

# seconds = 4


def interleave(a, b):
    return {f"{number}": number for number in range(90_000)}


def split_even(t, n):
    return {(number, (number,)): None for number in range(1_500)}
