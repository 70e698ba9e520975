"""Threads."""

import threading, queue
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(4) as pool:
    assert sum(pool.map(abs, range(100))) == 4950
threading.Timer(0.01, print, ["t"]).start()
