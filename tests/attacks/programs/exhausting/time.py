"""Never ends, and ignores every signal that could be ignored."""

# seconds = 2

import signal

for _number in range(1, 65):
    try:
        signal.signal(_number, signal.SIG_IGN)
    except (OSError, ValueError):
        continue


def interleave(a, b):
    while True:
        pass
