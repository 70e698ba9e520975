"""Makes sockets whose closing waits: sent to the referee as a descriptor, one would hold it up when it drops it."""

# stops = full, confined

import socket
import struct

try:
    _slow = socket.socket()
    _slow.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 3600))
    if struct.unpack("ii", _slow.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8))[0]:
        succeed()
except OSError:
    pass
