"""Lets a thread end the process at a random moment between answers."""

import os
import random
import threading
import time


def _end():
    time.sleep(random.random() / 20)
    os._exit(0)


threading.Thread(target=_end).start()
