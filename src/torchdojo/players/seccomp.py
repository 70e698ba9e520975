"""The filter of a player's system calls: what is not on the list is refused, and its name told.

The list is ``syscalls.txt``; `rules` says what depends on arguments. A refused call waits for a
supervisor that holds the *listener*: `answer_one` refuses it and returns its name, so that the
engine's log says what a program tried, or what a new library needs. Without a listener the kernel
refuses by itself, and nobody hears of it.
"""

import contextlib
import ctypes
import errno
import os
import platform
import select
import struct
from dataclasses import replace
from functools import cache

from torchdojo.players import bpf, rules, syscalls
from torchdojo.players.bpf import Program
from torchdojo.players.rules import Policy

ARCHITECTURES = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
_PR_SET_NO_NEW_PRIVS = 38
_SET_MODE_FILTER, _NEW_LISTENER = 1, 1 << 3
_RECEIVE, _SEND = 0xC050_2100, 0xC018_2101
_NOTIFICATION, _ANSWER = struct.Struct("=QIIiIQ6Q"), struct.Struct("=QqiI")


class _Code(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def supported() -> bool:
    """Whether this processor's system call numbers are known here."""
    return platform.machine() in ARCHITECTURES


def install(
    *,
    network: bool,
    shared_memory: bool,
    own_root: bool,
    devices: bool = False,
    landlock: int = 0,
    notify: bool = True,
) -> int | None:
    """Filter the system calls of this process and its children, for good.

    The arguments are those of `rules.Policy`. With `notify`, returns the descriptor of the
    listener, to be handed to the supervisor and closed here; None where the kernel (before 5.0)
    has no listeners, or a container's own is in the way, and refused calls fail by themselves.
    Raises `OSError` if the kernel refuses the filter, or the processor is not in the table.
    """
    if not supported():
        names = " and ".join(ARCHITECTURES)
        raise OSError(errno.ENOSYS, f"the system call filter knows {names} only")
    policy = Policy(network, shared_memory, own_root, devices, landlock)
    if not rules.signals_stay(policy):
        policy = replace(policy, process=os.getpid())
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if notify:
        listener = _load(libc, replace(policy, refused=bpf.NOTIFY), _NEW_LISTENER)
        if listener >= 0:
            return listener
    if _load(libc, policy, 0) < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp refused the filter: {os.strerror(number)}")
    return None


def prepare(
    *,
    network: bool,
    shared_memory: bool,
    own_root: bool,
    devices: bool = False,
    landlock: int = 0,
) -> None:
    """Make the filter that `install` takes, so that players forked from here need not."""
    policy = Policy(network, shared_memory, own_root, devices, landlock)
    if supported():
        compiled(platform.machine(), replace(policy, refused=bpf.NOTIFY))


def answer_one(listener: int) -> str | None:
    """Refuse one call that waits at the listener; return its name.

    Where an argument decided, it is told too, as in ``fcntl 0x400``. Returns None, at once, if no
    call waits any more, as when its process has just ended. Raises `EOFError` once no process is
    left under the filter: then the listener is readable for good, and is to be closed.
    """
    events = _ready(listener)
    if not events & select.POLLIN:
        if events:
            raise EOFError("no process is left under the filter")
        return None
    import fcntl  # not on Windows

    message = bytearray(_NOTIFICATION.size)
    try:
        fcntl.ioctl(listener, _RECEIVE, message)
    except FileNotFoundError:
        return None
    token, _, _, number, _, _, *values = _NOTIFICATION.unpack(message)
    call = syscalls.by_number(platform.machine()).get(number)
    # What is newer than the table is answered as by an older kernel: a libc then does without.
    reason = errno.EPERM if call else errno.ENOSYS
    with contextlib.suppress(FileNotFoundError):
        fcntl.ioctl(listener, _SEND, _ANSWER.pack(token, 0, -reason, 0))
    return _told(call, values) if call else f"number {number}"


def _told(call: syscalls.SystemCall, values: list[int]) -> str:
    argument = rules.deciding_argument(call.rule)
    return call.name if argument is None else f"{call.name} {values[argument] & 0xFFFF_FFFF:#x}"


def _ready(listener: int) -> int:
    poller = select.poll()
    poller.register(listener, select.POLLIN)
    return dict(poller.poll(0)).get(listener, 0)


def _load(libc: ctypes.CDLL, policy: Policy, flags: int) -> int:
    code = compiled(platform.machine(), policy)
    number = syscalls.number_of("seccomp", platform.machine())
    loaded = ctypes.byref(_Code(len(code) // 8, code))
    return int(libc.syscall(number, _SET_MODE_FILTER, flags, loaded))


@cache
def compiled(machine: str, policy: Policy) -> bytes:
    """The filter as the kernel reads it; a host that has made it once spares its players that."""
    chosen = bpf.by_number(_parts(machine, policy))
    return b"".join(bpf.for_architecture(ARCHITECTURES[machine], chosen))


def _parts(machine: str, policy: Policy) -> list[tuple[int, Program]]:
    """What is done from each number on; neighbours with the same answer are one part."""
    unknown = bpf.returning(bpf.NOTIFY)
    if policy.refused != bpf.NOTIFY:
        unknown = bpf.failing(errno.ENOSYS)
    known = syscalls.by_number(machine)
    parts: list[tuple[int, Program]] = []
    for number in range(max(known) + 2):
        call = known.get(number)
        program = rules.program_for(call.rule, policy) if call else unknown
        if not parts or parts[-1][1] != program:
            parts.append((number, program))
    return parts
