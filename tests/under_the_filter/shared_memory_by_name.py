"""Shared memory by name."""

from multiprocessing import shared_memory

block = shared_memory.SharedMemory(create=True, size=100)
block.buf[0] = 1
block.close()
block.unlink()
