"""Leaves a child that reads the questions before its parent does, and answers them."""

# seconds = 3

import os
import socket

if os.fork() == 0:
    _channel = socket.socket(fileno=3)
    for _ in range(20):
        if b"solution" in _channel.recv(2**20):
            succeed()
