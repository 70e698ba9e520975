"""Watches every descriptor with every other one: what is counted for the grader's account, not for a process."""

# seconds = 4

import select

_kept = []
try:
    while len(_kept) < 200:
        _kept.append(select.epoll())
    for _one in _kept:
        for _other in _kept[:100]:
            try:
                _one.register(_other.fileno(), select.EPOLLIN)
            except OSError:
                continue
except OSError:
    pass
