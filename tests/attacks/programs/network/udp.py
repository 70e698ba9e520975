"""Sends a datagram to a machine outside and to the server here."""

# stops = full, confined

import socket

for _address in (("127.0.0.1", int("@PORT@")), ("192.0.2.1", 53)):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as _socket:
        _socket.settimeout(0.5)
        _socket.sendto(b"ping", _address)
        if _socket.recv(4) == b"pong":
            succeed()
