"""A small seccomp filter: system calls that no exercise needs are refused with EPERM."""

import ctypes
import errno
import platform
import socket
import struct

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF_0000, 0x8000_0000, 0x0005_0000
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2
_NEW_NAMESPACES = 0x7E02_0000
_X32_CALLS = 0x4000_0000

_ARCHITECTURES = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
_SAME_EVERYWHERE = {"io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427}
_NUMBERS = {
    "x86_64": {
        "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "bpf": 321,
        "perf_event_open": 298, "userfaultfd": 323, "add_key": 248, "request_key": 249,
        "keyctl": 250, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161,
        "unshare": 272, "setns": 308, "kexec_load": 246, "init_module": 175, "setpriority": 141,
        "shmget": 29, "semget": 64, "msgget": 68, "mq_open": 240, "ioprio_set": 251,
        "finit_module": 313, "reboot": 169, "swapon": 167,
        "socket": 41, "clone": 56, "clone3": 435, "prlimit64": 302, "mmap": 9, "memfd_create": 319,
    },
    "aarch64": {
        "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "bpf": 280,
        "perf_event_open": 241, "userfaultfd": 282, "add_key": 217, "request_key": 218,
        "keyctl": 219, "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51,
        "unshare": 97, "setns": 268, "kexec_load": 104, "init_module": 105, "setpriority": 140,
        "shmget": 194, "semget": 190, "msgget": 186, "mq_open": 180, "ioprio_set": 30,
        "finit_module": 273, "reboot": 142, "swapon": 224,
        "socket": 198, "clone": 220, "clone3": 435, "prlimit64": 261, "mmap": 222,
        "memfd_create": 279,
    },
}  # fmt: skip
_CONDITIONAL = ("socket", "clone", "clone3", "prlimit64", "mmap", "memfd_create")
_LOCAL = (socket.AF_UNIX,)
_NAMESPACED = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, getattr(socket, "AF_NETLINK", 16))
_MAP_SHARED, _MAP_ANONYMOUS = 0x1, 0x20


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def supported() -> bool:
    """Whether this processor's system call numbers are known here."""
    return platform.machine() in _ARCHITECTURES


def refuse_system_calls(*, network: bool, shared_memory: bool) -> None:
    """Install the filter for this process and its children, for good; raises `OSError`.

    Without `network`, only local (Unix) sockets can be made; with it, those of the families that
    a network namespace holds. Without `shared_memory` there is no anonymous shared memory, which
    no limit counts. ``clone3`` is answered with ENOSYS: its flags lie in memory that a filter
    cannot read, and libc then falls back to ``clone``.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    code = _program(platform.machine(), network, shared_memory)
    program = _Program(len(code) // 8, code)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "seccomp refused the filter")


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)


def _refuse(number: int, error: int) -> bytes:
    return _instruction(_JUMP_EQUAL, number, 0, 1) + _instruction(_RETURN, _ERRNO | error)


def _program(machine: str, network: bool, shared_memory: bool) -> bytes:
    numbers = _NUMBERS[machine]
    code = _instruction(_LOAD, 4)
    code += _instruction(_JUMP_EQUAL, _ARCHITECTURES[machine], 1, 0) + _instruction(_RETURN, _KILL)
    code += _instruction(_LOAD, 0)
    code += _instruction(_JUMP_AT_LEAST, _X32_CALLS, 0, 1)
    code += _instruction(_RETURN, _ERRNO | errno.ENOSYS)
    refused = {name: n for name, n in numbers.items() if name not in _CONDITIONAL}
    for number in (refused | _SAME_EVERYWHERE).values():
        code += _refuse(number, errno.EPERM)
    code += _refuse(numbers["clone3"], errno.ENOSYS)
    code += _refuse_clone_into_namespaces(numbers["clone"])
    code += _refuse_sockets_except(numbers["socket"], _NAMESPACED if network else _LOCAL)
    code += _refuse_limits_of_others(numbers["prlimit64"])
    if not shared_memory:
        code += _refuse(numbers["memfd_create"], errno.EPERM)
        code += _refuse_shared_anonymous_memory(numbers["mmap"])
    return code + _instruction(_RETURN, _ALLOW)


def _refuse_clone_into_namespaces(number: int) -> bytes:
    return (
        _instruction(_JUMP_EQUAL, number, 0, 4)
        + _instruction(_LOAD, 16)
        + _instruction(_JUMP_SET, _NEW_NAMESPACES, 0, 1)
        + _instruction(_RETURN, _ERRNO | errno.EPERM)
        + _instruction(_RETURN, _ALLOW)
    )


def _refuse_sockets_except(number: int, families: tuple[int, ...]) -> bytes:
    allowed = [
        _instruction(_JUMP_EQUAL, int(family), 0, 1) + _instruction(_RETURN, _ALLOW)
        for family in families
    ]
    body = _instruction(_LOAD, 16) + b"".join(allowed)
    body += _instruction(_RETURN, _ERRNO | errno.EPERM)
    return _instruction(_JUMP_EQUAL, number, 0, len(body) // 8) + body


def _refuse_limits_of_others(number: int) -> bytes:
    return (
        _instruction(_JUMP_EQUAL, number, 0, 4)
        + _instruction(_LOAD, 16)
        + _instruction(_JUMP_EQUAL, 0, 0, 1)
        + _instruction(_RETURN, _ALLOW)
        + _instruction(_RETURN, _ERRNO | errno.EPERM)
    )


def _refuse_shared_anonymous_memory(number: int) -> bytes:
    return (
        _instruction(_JUMP_EQUAL, number, 0, 5)
        + _instruction(_LOAD, 40)
        + _instruction(_JUMP_SET, _MAP_ANONYMOUS, 0, 2)
        + _instruction(_JUMP_SET, _MAP_SHARED, 0, 1)
        + _instruction(_RETURN, _ERRNO | errno.ENOMEM)
        + _instruction(_RETURN, _ALLOW)
    )
