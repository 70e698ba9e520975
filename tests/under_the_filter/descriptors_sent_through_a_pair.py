"""Descriptors sent through a pair."""

import socket, os

a, b = socket.socketpair()
socket.send_fds(a, [b"x"], [0])
socket.recv_fds(b, 1, 1)
a.shutdown(2)
a.getsockname()
b.getpeername()
