"""What a player's filter does with each system call: the rules that ``syscalls.txt`` names.

A filter sees numbers only, never what a pointer points to. So a call whose danger lies behind a
pointer is answered as if the kernel did not have it, and programs fall back to an older one.
"""

import errno
from collections.abc import Callable
from dataclasses import dataclass

from torchdojo.players import arguments, bpf
from torchdojo.players.bpf import Program


@dataclass(frozen=True)
class Policy:
    """Where a player lives, as far as its filter depends on it."""

    network: bool
    """Whether it has a network of its own; else it gets connected pairs of local sockets only."""
    shared_memory: bool
    """Whether it may have anonymous shared memory, which no limit counts; CUDA needs it."""
    own_root: bool
    """Whether its processes and files are its own, and all other files are read-only."""
    devices: bool = False
    """Whether it may ask an accelerator's driver."""
    landlock: int = 0
    """The ABI of Landlock in force; without a root of its own, the filter covers what it leaves."""
    process: int = 0
    """The player itself, where nothing else keeps its signals in."""
    refused: int = bpf.ERROR | errno.EPERM
    """The action for what is not allowed."""


_ALLOW = bpf.returning(bpf.ALLOW)
_ABSENT = bpf.failing(errno.ENOSYS)
_DONE = bpf.failing(0)
_HOLDS_TRUNCATION, _HOLDS_SIGNALS = 3, 6
"""The first ABI of Landlock that covers truncating by path, and signals to other processes."""
_NAMESPACES_AND_PARENTS = 0x7E02_0000 | 0x8000 | 0x2000
"""New namespaces, CLONE_PARENT (a child of the supervisor's instead of the player's), PTRACE."""
_MAP_SHARED, _MAP_ANONYMOUS, _MAP_GROWSDOWN = 0x1, 0x20, 0x100
_O_TRUNC, _O_ACCMODE, _O_RDONLY = 0o1000, 0o3, 0
_S_IFMT, _S_IFIFO, _S_IFREG = 0o170000, 0o010000, 0o100000
_AF_UNIX, _AF_INET, _AF_INET6, _AF_NETLINK = 1, 2, 10, 16
_IPPROTO_ANY, _IPPROTO_TCP, _IPPROTO_UDP, _NETLINK_ROUTE = 0, 6, 17, 0
_SOCK_STREAM, _SOCK_SEQPACKET, _SOCK_TYPE = 1, 5, 0xF
_SOL_SOCKET, _SO_LINGER = 1, 13
_COOKIES = {"SO_COOKIE": 57, "SO_NETNS_COOKIE": 71}
"""Numbers of sockets and of networks, given one after the other on the whole machine."""
_QUERY = 0xFFFF_FFFF
_SIGCHLD = 17


def deciding_argument(rule: str) -> int | None:
    """Which argument a rule looks at first; None for one that looks at the number only."""
    return _DECIDES.get(rule)


def signals_stay(policy: Policy) -> bool:
    """Whether something else than the filter keeps the player's signals among its processes."""
    return policy.own_root or policy.landlock >= _HOLDS_SIGNALS


def program_for(rule: str, policy: Policy) -> Program:
    """What is done with the calls of `rule`."""
    return _RULES[rule](policy)


def _refuse(policy: Policy) -> Program:
    return bpf.returning(policy.refused)


def _allow_if(allowed: bool, policy: Policy) -> Program:
    return _ALLOW if allowed else _refuse(policy)


def _clone(policy: Policy) -> Program:
    return bpf.if_any_bit(0, _NAMESPACES_AND_PARENTS, _refuse(policy), _ALLOW)


def _fcntl(policy: Policy) -> Program:
    other = bpf.if_one_of(1, arguments.LOCKS.values(), _DONE, _refuse(policy))
    return bpf.if_one_of(1, arguments.FCNTL.values(), _ALLOW, other)


def _ioctl(policy: Policy) -> Program:
    other = _refuse(policy)
    if policy.devices:
        other = bpf.if_one_of(1, arguments.NVIDIA_MEMORY.values(), _ALLOW, other)
        types = arguments.NVIDIA_TYPES.values()
        other = bpf.if_one_of(1, types, _ALLOW, other, mask=0xFF00)
    unsupported = bpf.failing(errno.EOPNOTSUPP)
    other = bpf.if_one_of(1, arguments.CLONE_FILE.values(), unsupported, other)
    return bpf.if_one_of(1, arguments.IOCTL.values(), _ALLOW, other)


def _madvise(policy: Policy) -> Program:
    return bpf.if_one_of(2, arguments.ADVICE.values(), _ALLOW, _refuse(policy))


def _metadata(policy: Policy) -> Program:
    """Modes and owners: of its own files; else nothing is done, since `shutil.copy` insists."""
    return _ALLOW if policy.own_root else _DONE


def _times(policy: Policy, times: int) -> Program:
    """Times likewise, except for "now": `Path.touch` takes success for "the file is there"."""
    if policy.own_root:
        return _ALLOW
    return bpf.if_null(times, bpf.failing(errno.EACCES), _DONE)


def _times_of_file(policy: Policy) -> Program:
    """The same; without a path it is an open file, which is there."""
    if policy.own_root:
        return _ALLOW
    return bpf.if_null(1, _DONE, _times(policy, 2))


def _preadv2(_: Policy) -> Program:
    """Without flags: one asks whether somebody has read this part of a file before."""
    return bpf.if_one_of(5, [0], _ALLOW, bpf.failing(errno.EOPNOTSUPP))


def _mknod(policy: Policy, argument: int) -> Program:
    return bpf.if_one_of(argument, (0, _S_IFREG, _S_IFIFO), _ALLOW, _refuse(policy), mask=_S_IFMT)


def _mmap(policy: Policy) -> Program:
    """Refuse memory that no limit counts: shared without a file, or growing like a stack."""
    no_memory = bpf.failing(errno.ENOMEM)
    ordinary = bpf.if_any_bit(3, _MAP_GROWSDOWN, no_memory, _ALLOW)
    if policy.shared_memory:
        return ordinary
    anonymous = bpf.if_any_bit(3, _MAP_SHARED, no_memory, ordinary)
    return bpf.if_any_bit(3, _MAP_ANONYMOUS, anonymous, ordinary)


def _truncates_safely(policy: Policy) -> bool:
    return policy.own_root or policy.landlock >= _HOLDS_TRUNCATION


def _open(policy: Policy, flags: int) -> Program:
    """A file opened for reading can be truncated, which counts as writing for its mode alone."""
    if _truncates_safely(policy):
        return _ALLOW
    truncating = bpf.if_one_of(flags, [_O_RDONLY], _refuse(policy), _ALLOW, mask=_O_ACCMODE)
    return bpf.if_any_bit(flags, _O_TRUNC, truncating, _ALLOW)


def _of_itself(argument: int) -> Callable[[Policy], Program]:
    return lambda policy: bpf.if_one_of(argument, [0], _ALLOW, _refuse(policy))


def _affinity(policy: Policy) -> Program:
    return _ALLOW if policy.own_root else _of_itself(0)(policy)


def _prctl(policy: Policy) -> Program:
    other = bpf.if_one_of(0, arguments.DEATH_SIGNAL.values(), _DONE, _refuse(policy))
    return bpf.if_one_of(0, arguments.PRCTL.values(), _ALLOW, other)


def _handler(policy: Policy) -> Program:
    """Children that nobody waits for leave no trace of their time: that stays as it is."""
    return bpf.if_one_of(0, [_SIGCHLD], _DONE, _ALLOW)


def _signal(policy: Policy) -> Program:
    if signals_stay(policy):
        return _ALLOW
    own = (0, policy.process, -policy.process)
    return bpf.if_one_of(0, own, _ALLOW, _refuse(policy))


def _socket(policy: Policy) -> Program:
    if not policy.network:
        # What libc tries first for the names of users and of interfaces is nothing to tell.
        quiet = bpf.failing(errno.EPERM)
        return bpf.if_one_of(0, [_AF_UNIX, _AF_NETLINK], quiet, _refuse(policy))
    protocols = (_IPPROTO_ANY, _IPPROTO_TCP, _IPPROTO_UDP)
    internet = bpf.if_one_of(2, protocols, _ALLOW, _refuse(policy))
    routes = bpf.if_one_of(2, [_NETLINK_ROUTE], _ALLOW, _refuse(policy))
    other = bpf.if_one_of(0, [_AF_NETLINK], routes, _refuse(policy))
    other = bpf.if_one_of(0, [_AF_INET, _AF_INET6], internet, other)
    return bpf.if_one_of(0, [_AF_UNIX], _ALLOW, other)


def _socketpair(policy: Policy) -> Program:
    """Of datagrams not without a network of its own: such a pair can still send to a path."""
    connected = [_SOCK_STREAM, _SOCK_SEQPACKET]
    pair = bpf.if_one_of(1, connected, _ALLOW, _refuse(policy), mask=_SOCK_TYPE)
    local = _ALLOW if policy.network else pair
    return bpf.if_one_of(0, [_AF_UNIX], local, _refuse(policy))


def _sendto(policy: Policy) -> Program:
    return _ALLOW if policy.network else bpf.if_null(4, _ALLOW, _refuse(policy))


def _getsockopt(_: Policy) -> Program:
    unknown = bpf.if_one_of(2, _COOKIES.values(), bpf.failing(errno.ENOPROTOOPT), _ALLOW)
    return bpf.if_one_of(1, [_SOL_SOCKET], unknown, _ALLOW)


def _setsockopt(policy: Policy) -> Program:
    """Not to linger: who closes such a socket waits, and it may have been sent to the referee."""
    program = _refuse(policy)
    for level, options in arguments.OPTIONS_OF_SOCKETS.items():
        allowed = bpf.if_one_of(2, options.values(), _ALLOW, _refuse(policy))
        program = bpf.if_one_of(1, [level], allowed, program)
    lingers = bpf.if_one_of(2, [_SO_LINGER], _DONE, program)
    return bpf.if_one_of(1, [_SOL_SOCKET], lingers, program)


_RULES: dict[str, Callable[[Policy], Program]] = {
    "allow": lambda _: _ALLOW,
    "refuse": _refuse,
    "absent": lambda _: _ABSENT,
    "ignore": lambda _: _DONE,
    "unsupported": lambda _: bpf.failing(errno.EOPNOTSUPP),
    "metadata": _metadata,
    "network": lambda policy: _allow_if(policy.network, policy),
    "signal": _signal,
    "handler": _handler,
    "clone": _clone,
    "fcntl": _fcntl,
    "ioctl": _ioctl,
    "madvise": _madvise,
    "memfd_create": lambda policy: _allow_if(policy.shared_memory, policy),
    "mknod": lambda policy: _mknod(policy, 1),
    "mknodat": lambda policy: _mknod(policy, 2),
    "mmap": _mmap,
    "move_pages": _of_itself(0),
    "open": lambda policy: _open(policy, 1),
    "openat": lambda policy: _open(policy, 2),
    "openat2": lambda policy: _ALLOW if _truncates_safely(policy) else _ABSENT,
    "preadv2": _preadv2,
    "personality": lambda policy: bpf.if_one_of(0, [_QUERY], _ALLOW, _refuse(policy)),
    "prctl": _prctl,
    "prlimit64": _of_itself(0),
    "sched_setaffinity": _affinity,
    "sendto": _sendto,
    "getsockopt": _getsockopt,
    "setsockopt": _setsockopt,
    "socket": _socket,
    "socketpair": _socketpair,
    "utime": lambda policy: _times(policy, 1),
    "utimes": lambda policy: _times(policy, 1),
    "futimesat": lambda policy: _times(policy, 2),
    "utimensat": _times_of_file,
    "truncate": lambda policy: _allow_if(_truncates_safely(policy), policy),
}
_DECIDES = {
    "clone": 0, "fcntl": 1, "ioctl": 1, "madvise": 2, "mknod": 1, "mknodat": 2, "personality": 0,
    "getsockopt": 1, "prctl": 0, "setsockopt": 2, "signal": 0, "socket": 0, "socketpair": 1,
}  # fmt: skip
