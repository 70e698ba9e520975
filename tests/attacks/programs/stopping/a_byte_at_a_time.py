"""Announces a large answer and sends it a byte at a time, so that the end never comes."""

# seconds = 2

import socket
import struct
import time


def interleave(a, b):
    channel = socket.socket(fileno=3)
    channel.sendall(struct.pack("!IQ", 2**20, 2**25))
    while True:
        channel.send(b"[")
        time.sleep(0.05)
