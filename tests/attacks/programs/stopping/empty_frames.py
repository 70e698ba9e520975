"""Sends frames of nothing, hundreds of thousands, in place of an answer."""

# seconds = 3

import socket


def interleave(a, b):
    channel = socket.socket(fileno=3)
    for _ in range(300):
        channel.sendall(bytes(12) * 1000)
    channel.detach()
