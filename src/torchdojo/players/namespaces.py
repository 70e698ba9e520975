"""Linux namespaces for one player, through a few lines of ctypes (`os.unshare` needs 3.12)."""

import ctypes
import fcntl
import os
import platform
import signal
import socket
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

_NEWNS, _NEWIPC, _NEWUSER = 0x0002_0000, 0x0800_0000, 0x1000_0000
_NEWPID, _NEWNET = 0x2000_0000, 0x4000_0000
_MS_NOSUID, _MS_NODEV, _MS_BIND, _MS_REC, _MS_PRIVATE = 0x2, 0x4, 0x1000, 0x4000, 0x4_0000
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_SIOCSIFFLAGS, _IFF_UP, _IFF_RUNNING = 0x8914, 0x1, 0x40
_CAPABILITY_VERSION, _DAC_OVERRIDE = 0x2008_0522, 1 << 1
_PLAYER_ID = 1000
PRIVATE_TMPFS = "/dev/shm"

_libc = ctypes.CDLL(None, use_errno=True)


def _succeed(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def adopt_orphans() -> None:
    """Make this process the parent of every orphaned descendant, so that it can reap them."""
    _succeed(_libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "prctl")


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent ends."""
    _succeed(_libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "prctl")


def unshare() -> None:
    """Leave the machine's user, mount, network, IPC and PID namespaces; raises `OSError`.

    The caller becomes one unprivileged user; the next process it forks is init of the PID
    namespace, and everything in there dies with that process.
    """
    user, group = os.getuid(), os.getgid()
    flags = _NEWUSER | _NEWNS | _NEWNET | _NEWIPC | _NEWPID
    _succeed(_libc.unshare(flags), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{_PLAYER_ID} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{_PLAYER_ID} {group} 1")


def mount_private_tmpfs(megabytes: int) -> None:
    """Cover ``/dev/shm`` with an empty tmpfs of limited size; raises `OSError`."""
    _succeed(_libc.mount(None, b"/", None, _MS_REC | _MS_PRIVATE, None), "mount private")
    options = f"size={megabytes}m,nr_inodes=20000,mode=1777".encode()
    flags = _MS_NOSUID | _MS_NODEV
    path = PRIVATE_TMPFS.encode()
    _succeed(_libc.mount(b"tmpfs", path, b"tmpfs", flags, options), "mount tmpfs")


def hide(places: Sequence[str], kept: Sequence[str]) -> None:
    """Cover each of `places` with an empty folder in which only `kept` files and folders are left.

    What cannot be seen cannot be connected to: Landlock does not cover sockets in the file system.
    Raises `OSError`.
    """
    for place in places:
        inside = _outermost([path for path in kept if Path(path).is_relative_to(place)])
        if not Path(place).is_dir() or Path(place).is_symlink() or place in inside:
            continue
        held = {path: os.open(path, os.O_PATH) for path in inside if Path(path).is_dir()}
        _succeed(_libc.mount(b"tmpfs", place.encode(), b"tmpfs", _MS_NOSUID, b"size=1m"), "hide")
        for path, descriptor in held.items():
            Path(path).mkdir(parents=True)
            source = f"/proc/self/fd/{descriptor}".encode()
            flags = _MS_BIND | _MS_REC
            _succeed(_libc.mount(source, path.encode(), None, flags, None), "bind")
            os.close(descriptor)


def _outermost(paths: Sequence[str]) -> list[str]:
    """Those of `paths` that lie in none of the others."""
    unique = sorted(set(paths))
    return [p for p in unique if not any(Path(p).is_relative_to(o) for o in unique if o != p)]


def raise_loopback() -> None:
    """Bring up ``lo`` in a fresh network namespace, for ranks that talk through gloo."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", b"lo", _IFF_UP | _IFF_RUNNING)
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, request)


def drop_capabilities() -> None:
    """Give up root's powers, over limits and devices among others, except over files' modes."""
    if sys.platform != "linux":
        return
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    held = ctypes.create_string_buffer(24)
    _succeed(_libc.capget(header, held), "capget")
    kept = struct.unpack("=6I", held.raw)[1] & _DAC_OVERRIDE
    _succeed(_libc.capset(header, struct.pack("=6I", kept, kept, 0, 0, 0, 0)), "capset")


def limit_pids(count: int) -> bool:
    """Limit the processes and threads of this PID namespace, also for root; tell if it worked.

    ``pid_max`` belongs to the PID namespace since Linux 6.14; before that it is the machine's own,
    which root could change, so older kernels are left alone.
    """
    major, minor = (int(part) for part in platform.release().split(".")[:2])
    if (major, minor) < (6, 14):
        return False
    try:
        Path("/proc/sys/kernel/pid_max").write_text(str(count))
    except OSError:
        return False
    return True
