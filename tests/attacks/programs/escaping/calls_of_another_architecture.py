"""Makes system calls as a 32-bit program does, which have other numbers."""

# stops = full, confined

import ctypes
import mmap
import os
import platform

if platform.machine() == "x86_64" and hasattr(os, "fork"):
    # mov eax, 20 (getpid); int 0x80; ret
    _code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    _code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
    _call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(_code)))
    _pid = os.fork()
    if _pid == 0:
        os._exit(42 if _call() == os.getpid() else 1)
    if os.waitstatus_to_exitcode(os.waitpid(_pid, 0)[1]) == 42:
        succeed()
