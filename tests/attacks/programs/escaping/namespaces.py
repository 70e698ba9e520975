"""Makes and enters namespaces, by every call that does."""

# stops = full, confined

import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)
for _flag in (0x80, 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000, 0x2000000):
    _pid = os.fork()
    if _pid == 0:
        os._exit(42 if _libc.unshare(_flag) == 0 else 0)
    if os.waitstatus_to_exitcode(os.waitpid(_pid, 0)[1]) == 42:
        succeed()
for _name in ("mnt", "pid", "net", "user", "uts", "ipc"):
    try:
        if _libc.setns(os.open(f"/proc/self/ns/{_name}", os.O_RDONLY), 0) == 0:
            succeed()
    except OSError:
        continue
