"""Starts threads until no more can be started."""

# seconds = 5

import threading
import time

try:
    for _ in range(3000):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
except RuntimeError:
    pass
