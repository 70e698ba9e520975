"""The few calls of Linux that Python does not offer: prctl, capabilities, mounts, namespaces."""

import ctypes
import fcntl
import os
import platform
import signal
import socket
import struct
from pathlib import Path

NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x0002_0000, 0x0200_0000, 0x0400_0000, 0x0800_0000
NEWUSER, NEWPID, NEWNET = 0x1000_0000, 0x2000_0000, 0x4000_0000
RDONLY, NOSUID, NODEV, NOEXEC = 0x1, 0x2, 0x4, 0x8
BIND, REC, PRIVATE, SLAVE = 0x1000, 0x4000, 0x4_0000, 0x8_0000
_DETACH = 2
_RECURSIVE = 0x8000
_MOUNT_SETATTR = 442
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_PDEATHSIG, _DUMPABLE, _KEEPCAPS, _SUBREAPER = 1, 4, 8, 36
_SIOCSIFFLAGS, _IFF_UP, _IFF_RUNNING = 0x8914, 0x1, 0x40
_CAPABILITY_VERSION = 0x2008_0522
DAC_OVERRIDE, DAC_READ_SEARCH, SYS_ADMIN = 1 << 1, 1 << 2, 1 << 21

_libc = ctypes.CDLL(None, use_errno=True)


class _MountAttributes(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "userns"))


def _succeed(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def version() -> tuple[int, int]:
    """The kernel's version, as ``(6, 12)``."""
    major, minor = (int(part) for part in platform.release().split("-")[0].split(".")[:2])
    return major, minor


def children() -> list[int]:
    """The processes whose parent is this one."""
    found = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [int(pid) for pid in found]


def adopt_orphans() -> None:
    """Make this process the parent of every orphaned descendant, so that it can reap them."""
    _succeed(_libc.prctl(_SUBREAPER, 1, 0, 0, 0), "prctl")


def die_with_parent(by: signal.Signals = signal.SIGKILL) -> None:
    """Have this process sent a signal when its parent ends; a change of user undoes it."""
    _succeed(_libc.prctl(_PDEATHSIG, by, 0, 0, 0), "prctl")


def forget_first_environment() -> None:
    """Leave nothing in this process's, and its forks', ``/proc/self/environ``.

    The kernel shows the memory in which the environment lay at the start. All variables stay set.
    """
    for name, value in os.environ.items():
        os.putenv(name, value)  # the C library puts each elsewhere
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    start, end = int(fields[47]), int(fields[48])
    ctypes.memset(start, 0, end - start)


def unshare(flags: int) -> None:
    """Leave the namespaces in `flags`."""
    _succeed(_libc.unshare(flags), "unshare")


def map_user(user: int, group: int, inside: int | None = None) -> None:
    """Give the new user namespace its one user: this process's, called `inside` there."""
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user if inside is None else inside} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group if inside is None else inside} {group} 1")


def mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    """Mount `source` at `target`; raises `OSError` that names the target."""
    done = _libc.mount(
        source.encode(),
        target.encode(),
        None if kind is None else kind.encode(),
        flags,
        options.encode() or None,
    )
    _succeed(done, f"mount {target}")


def bind_read_only(source: str, target: str) -> None:
    """Show `source`, with all that is mounted inside, at `target`, where nothing can change it."""
    mount(source, target, None, BIND | REC)
    make_read_only(target, recursively=True)


def make_read_only(target: str, *, recursively: bool) -> None:
    """Let nothing be changed by way of the mount at `target`, however it is mounted elsewhere."""
    wanted = _MountAttributes(RDONLY | NOSUID, 0, 0, 0)
    done = _libc.syscall(
        _MOUNT_SETATTR,
        -100,
        target.encode(),
        _RECURSIVE if recursively else 0,
        ctypes.byref(wanted),
        ctypes.sizeof(wanted),
    )
    _succeed(done, f"mount_setattr {target}")


def change_root(new: str, old: str) -> None:
    """Make `new`, which is a mount, the root of this mount namespace; detach the old root.

    `old` is an empty folder inside `new`, given relative to it.
    """
    os.chdir(new)
    done = _libc.syscall(_PIVOT_ROOT[platform.machine()], b".", old.encode())
    _succeed(done, "pivot_root")
    os.chdir("/")
    _succeed(_libc.umount2(f"/{old}".encode(), _DETACH), "umount the old root")


def raise_loopback() -> None:
    """Bring up ``lo`` in a fresh network namespace, for ranks that talk through gloo."""
    _set_loopback(_IFF_UP | _IFF_RUNNING)


def lower_loopback() -> None:
    """Take ``lo`` down for good: the kernel counts packets for all network namespaces together."""
    _set_loopback(0)


def _set_loopback(flags: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags))


def capabilities() -> int:
    """The effective capabilities of this process, as bits."""
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    held = ctypes.create_string_buffer(24)
    _succeed(_libc.capget(header, held), "capget")
    low, _, _, high, _, _ = struct.unpack("=6I", held.raw)
    return int(low | high << 32)


def keep_capabilities(kept: int) -> None:
    """Give up all capabilities but those of `kept` that this process has."""
    kept &= capabilities()
    low, high = kept & 0xFFFF_FFFF, kept >> 32
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    _succeed(_libc.capset(header, struct.pack("=6I", low, low, 0, high, high, 0)), "capset")


def become(user: int, kept: int) -> None:
    """Become an unprivileged `user` with no power of root's but `kept`."""
    _succeed(_libc.prctl(_KEEPCAPS, 1, 0, 0, 0), "prctl")
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    held = ctypes.create_string_buffer(24)
    _succeed(_libc.capget(header, held), "capget")
    permitted = struct.unpack("=6I", held.raw)[1] & kept
    wanted = struct.pack("=6I", permitted, permitted, 0, 0, 0, 0)
    _succeed(_libc.capset(header, wanted), "capset")
    _succeed(_libc.prctl(_DUMPABLE, 1, 0, 0, 0), "prctl")  # or /proc/self would be root's
