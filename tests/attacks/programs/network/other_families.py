"""Opens sockets of families that no network namespace holds: to the hypervisor, to kernel services."""

# stops = full, confined

import socket

for _family, _kind in (
    (40, socket.SOCK_STREAM),
    (38, socket.SOCK_SEQPACKET),
    (17, socket.SOCK_RAW),
):
    try:
        socket.socket(_family, _kind)
        succeed()
    except OSError:
        continue
