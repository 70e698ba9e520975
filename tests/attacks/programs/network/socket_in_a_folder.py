"""Speaks to a server on this machine by a Unix socket in the file system."""

# stops = full, confined

import socket

with socket.socket(socket.AF_UNIX) as _socket:
    _socket.connect("@SOCKET@")
    succeed()
