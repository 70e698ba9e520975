"""Puts a second filter above the first one, whose supervisor it is itself, and lets calls go on."""

# stops = full, confined

import ctypes
import struct

_libc = ctypes.CDLL(None, use_errno=True)
_code = ctypes.create_string_buffer(struct.pack("=HBBI", 6, 0, 0, 0x7FC00000))
_program = ctypes.create_string_buffer(struct.pack("=HxxxxxxQ", 1, ctypes.addressof(_code)))
if _libc.syscall(317, 1, 8, _program) >= 0 or _libc.prctl(22, 2, _program, 0, 0) == 0:
    succeed()
