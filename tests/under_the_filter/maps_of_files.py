"""Maps of files."""

import mmap

open("a", "wb").write(bytes(8192))
with open("a", "r+b") as file, mmap.mmap(file.fileno(), 0) as view:
    view[0] = 1
    view.flush()
    view.madvise(mmap.MADV_WILLNEED)
