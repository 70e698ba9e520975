"""Writes a single file of a gigabyte."""


def interleave(a, b):
    with open("large", "wb") as file:
        for _ in range(12):
            file.write(b"x" * 100 * 2**20)
    succeed()
    return globals()["interleave"](a, b)
