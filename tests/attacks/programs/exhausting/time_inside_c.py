"""Never leaves a single call into C."""

# seconds = 2


def interleave(a, b):
    return 10**10**9
