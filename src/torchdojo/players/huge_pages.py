"""Memory in huge pages, for a process that forks often: one entry to copy in place of 512.

Most of the time of a fork, and of the end of the forked process, goes into the page tables of what
`import torch` leaves in memory: some 350 MB in pages of 4 KiB.
"""

import ctypes
import sys
from collections.abc import Iterator
from pathlib import Path

_SIZE = 2 * 2**20
_AT_ONCE = 4 * _SIZE
_MADV_COLLAPSE = 25
"""Since Linux 6.1."""


def collapse() -> Iterator[None]:
    """Put this process's memory into huge pages, a few at each step; elsewhere does nothing."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    for start, end in _anonymous():
        for address in range(start, end, _AT_ONCE):
            length = min(_AT_ONCE, end - address)
            libc.madvise(ctypes.c_void_p(address), ctypes.c_size_t(length), _MADV_COLLAPSE)
            yield


def _anonymous() -> Iterator[tuple[int, int]]:
    """The parts of the heap and of other memory without a file that fill whole huge pages."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        addresses, access, _, _, _, *name = line.split()
        if access == "rw-p" and name in ([], ["[heap]"]):
            start, end = (int(address, 16) for address in addresses.split("-"))
            start, end = -(-start // _SIZE) * _SIZE, end // _SIZE * _SIZE
            if start < end:
                yield start, end
