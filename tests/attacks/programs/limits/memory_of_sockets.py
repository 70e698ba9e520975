"""Fills the buffers of as many sockets as it may have, and of more that are in flight between them."""

# seconds = 4

import array
import socket

_kept = []
try:
    while True:
        _pair = socket.socketpair()
        _kept.append(_pair)
        for _one in _pair:
            _one.setblocking(False)
            try:
                while True:
                    _one.send(bytes(65536))
            except BlockingIOError:
                pass
except OSError:
    for _first, _second in _kept[:200]:
        try:
            _first.sendmsg([b"x"], [(1, 1, array.array("i", [_second.fileno()]))])
        except OSError:
            continue
