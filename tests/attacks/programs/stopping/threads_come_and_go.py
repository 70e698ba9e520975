"""Starts and ends threads without end, so that whoever counts their waiting always misses some."""

# seconds = 2

import threading
import time


def _churn():
    while True:
        thread = threading.Thread(target=int)
        thread.start()
        thread.join()


def interleave(a, b):
    for _ in range(8):
        threading.Thread(target=_churn, daemon=True).start()
    time.sleep(10_000)
