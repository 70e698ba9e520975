"""Looking at processes: who is below whom, and who is left."""

import time
from pathlib import Path


def family(pid: int) -> set[int]:
    """A process and everything below it."""
    children: dict[int, set[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), set()).add(int(path.parent.name))
    found, todo = set[int](), [pid]
    while todo:
        found.add(one := todo.pop())
        todo += children.get(one, ())
    return found


def parent(pid: int) -> int:
    """The parent of a process, which may have ended if nobody has waited for it; or else 0."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def lives(pid: int) -> bool:
    """Whether a process has not ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def gone(pids: set[int], seconds: float = 20) -> bool:
    """Whether all of them end within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not [pid for pid in pids if lives(pid)]:
            return True
        time.sleep(0.1)
    return False
