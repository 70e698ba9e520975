"""Looks for the socket of the player host and asks it for a player."""

# stops = full, confined

import glob
import socket

for _path in glob.glob("/tmp/torchdojo-*/host"):
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as _socket:
        _socket.connect(_path)
        succeed()
