"""Landlock: which files a process may use, at whatever ABI the kernel has (since Linux 5.13).

The calls are made here because `sandlock` confines nothing below ABI 6 (Linux 6.12), whatever it is
told to do without; Ubuntu 22.04 has 1, RHEL 9 and Debian 12 have 2.
"""

import ctypes
import errno
import os
import stat
import sys
from collections.abc import Sequence
from typing import NoReturn

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _PATH_BENEATH, _PR_SET_NO_NEW_PRIVS = 1, 1, 38

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHAR, _MAKE_BLOCK = 1 << 6, 1 << 11
_REFER, _TRUNCATE, _IOCTL_DEV, _RESOLVE_UNIX = 1 << 13, 1 << 14, 1 << 15, 1 << 16
_FILES_SINCE = {1: (1 << 13) - 1, 2: _REFER, 3: _TRUNCATE, 5: _IOCTL_DEV, 9: _RESOLVE_UNIX}
"""The rights about files that each ABI brought."""
_TCP_SINCE = {4: 0b11}
_SCOPES_SINCE = {6: 0b11}
"""Sockets in the abstract name space and signals, kept among the restricted processes."""
_UNLOGGED_SINCE = {7: 1}
"""A program that is refused a million times does not fill the machine's audit log."""

_READING = _EXECUTE | _READ_FILE | _READ_DIR
_NOT_FOR_WRITING = _MAKE_CHAR | _MAKE_BLOCK | _IOCTL_DEV | _RESOLVE_UNIX
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV


class _Handled(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("tcp", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("place", ctypes.c_int32))


_libc = ctypes.CDLL(None, use_errno=True)


def abi() -> int:
    """The version of Landlock that the kernel offers; 0 where there is none."""
    if sys.platform != "linux":
        return 0
    return max(0, _call(_CREATE_RULESET, None, 0, _VERSION))


def restrict(
    readable: Sequence[str], writable: Sequence[str], *, network: bool, devices: bool = False
) -> int:
    """Leave this process and its children only the given files and folders; return the ABI used.

    What is readable can be executed too. With `network`, TCP is left as it is; with `devices`, the
    device files among `writable` may be asked by ``ioctl``. Processes outside cannot be signalled,
    nor reached through local sockets. An old kernel leaves what its ABI lacks: signals and
    abstract sockets before 6, ``ioctl`` before 5, TCP before 4, truncating by path before 3.
    Raises `OSError` where a file is missing, or the kernel has no Landlock.
    """
    version = abi()
    if version == 0:
        raise OSError(errno.ENOSYS, "this kernel has no Landlock, or it is switched off")
    files, tcp = _known(_FILES_SINCE, version), _known(_TCP_SINCE, version)
    handled = _Handled(files, 0 if network else tcp, _known(_SCOPES_SINCE, version))
    ruleset = _call(_CREATE_RULESET, ctypes.byref(handled), _size(version), 0)
    if ruleset < 0:
        _fail("Landlock made no rule set")
    try:
        writing = files & ~_NOT_FOR_WRITING | (files & _IOCTL_DEV if devices else 0)
        for rights, paths in ((_READING, readable), (writing, writable)):
            for path in paths:
                _allow(ruleset, path, rights)
        _enforce(ruleset, _known(_UNLOGGED_SINCE, version))
    finally:
        os.close(ruleset)
    return version


def _known(since: dict[int, int], version: int) -> int:
    """All bits that came up to `version`."""
    return sum(bits for first, bits in since.items() if first <= version)


def _size(version: int) -> int:
    """How much of `_Handled` a kernel takes: it refuses what it does not know."""
    fields = 1 + (version >= min(_TCP_SINCE)) + (version >= min(_SCOPES_SINCE))
    return 8 * fields


def _allow(ruleset: int, path: str, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _OF_A_FILE
        rule = _Beneath(rights, place)
        if _call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0) != 0:
            _fail(f"Landlock did not take {path}")
    finally:
        os.close(place)


def _enforce(ruleset: int, flags: int) -> None:
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if _call(_RESTRICT_SELF, ruleset, flags) != 0:
        _fail("Landlock was not put in force")


def _call(number: int, *values: object) -> int:
    return int(_libc.syscall(ctypes.c_long(number), *map(_wide, values)))


def _wide(value: object) -> object:
    """Whole numbers as wide as a register, which `syscall` copies them into."""
    return ctypes.c_long(value) if isinstance(value, int) else value


def _fail(what: str) -> NoReturn:
    number = ctypes.get_errno()
    raise OSError(number, f"{what}: {os.strerror(number)}")
