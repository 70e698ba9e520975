"""Fetches the answers from a server on this machine."""

# stops = full, confined

import socket

with socket.create_connection(("127.0.0.1", int("@PORT@")), timeout=1):
    succeed()
