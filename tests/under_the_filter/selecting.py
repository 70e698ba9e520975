"""Selecting."""

import select, selectors, os, socket

a, b = socket.socketpair()
reading, writing = os.pipe()
with selectors.DefaultSelector() as s:
    s.register(b, 1)
    a.send(b"x")
    assert s.select(1)
select.select([b], [], [], 0)
select.poll().poll(0)
os.write(writing, b"x")
os.read(reading, 1)
os.eventfd(0) if hasattr(os, "eventfd") else None
