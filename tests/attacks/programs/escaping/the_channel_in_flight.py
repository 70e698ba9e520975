"""Sends the channel itself through the channel, so that its end would hold itself open."""

# seconds = 3

import array
import os
import socket


def interleave(a, b):
    channel = socket.socket(fileno=3)
    try:
        kept = array.array("i", [channel.fileno()])
        channel.sendmsg([b"\0"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, kept)])
    finally:
        channel.detach()
    os.close(3)
    while True:
        pass
