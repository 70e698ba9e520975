"""Attaches to its parent by ptrace, process_vm_readv and pidfd_getfd."""

# stops = full, confined

import ctypes
import os
import platform

_libc = ctypes.CDLL(None, use_errno=True)
_x86 = platform.machine() == "x86_64"


class _Vector(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("size", ctypes.c_size_t))


_buffer = ctypes.create_string_buffer(16)
_mine = _Vector(ctypes.addressof(_buffer), 16)
_theirs = _Vector(id(None), 16)
for _pid in {os.getppid(), 1} - {0, os.getpid()}:
    if _libc.ptrace(0x4206, _pid, 0, 0) == 0:
        succeed()
    _read = 310 if _x86 else 270
    _args = (ctypes.byref(_mine), 1, ctypes.byref(_theirs), 1, 0)
    if _libc.syscall(_read, _pid, *_args) > 0:
        succeed()
    _descriptor = _libc.syscall(434, _pid, 0)
    if _descriptor >= 0 and _libc.syscall(438, _descriptor, 1, 0) >= 0:
        succeed()
