"""Sends to a socket in the file system from one end of an unnamed pair."""

# stops = full, confined

import errno
import socket

try:
    _pair = socket.socketpair(type=socket.SOCK_DGRAM)
    _pair[0].sendto(b"x", "@SOCKET@")
except OSError as _error:
    if _error.errno in (errno.EPROTOTYPE, errno.ECONNREFUSED):  # it is there, of another type
        succeed()
