"""Small programs in the kernel's classic BPF, as seccomp runs them on each system call.

A program is a list of instructions. What is made here always ends in a return on every path, so
that parts can be put one behind the other.
"""

import struct
from collections.abc import Iterable, Sequence

Program = list[bytes]

ALLOW, KILL_PROCESS, NOTIFY, ERROR = 0x7FFF_0000, 0x8000_0000, 0x7FC0_0000, 0x0005_0000
_LOAD, _AND, _JUMP, _RETURN = 0x20, 0x54, 0x05, 0x06
_JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _JUMP_IF_ANY_BIT = 0x15, 0x35, 0x45
_FARTHEST = 255
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16


def returning(action: int) -> Program:
    """End with `action`."""
    return [_instruction(_RETURN, action)]


def failing(error: int) -> Program:
    """Have the call fail with `error`; 0 is success without anything being done."""
    return returning(ERROR | error)


def if_one_of(
    argument: int, values: Iterable[int], then: Program, otherwise: Program, mask: int | None = None
) -> Program:
    """Branch on the low 32 bits of an argument, after `mask`."""
    wanted = [value & 0xFFFF_FFFF for value in values]
    loaded = _load_argument(argument) + ([_instruction(_AND, mask)] if mask is not None else [])
    last = len(wanted) - 1
    jumps = [
        _instruction(_JUMP_IF_EQUAL, value, last - i + len(otherwise), 0)
        for i, value in enumerate(wanted)
    ]
    return [*loaded, *jumps, *otherwise, *then]


def if_any_bit(argument: int, bits: int, then: Program, otherwise: Program) -> Program:
    """Branch on whether any of `bits` is set in the low 32 bits of an argument."""
    jump = _instruction(_JUMP_IF_ANY_BIT, bits, len(otherwise), 0)
    return [*_load_argument(argument), jump, *otherwise, *then]


def if_null(argument: int, then: Program, otherwise: Program) -> Program:
    """Branch on whether all 64 bits of an argument, as of an address, are zero."""
    high = [
        _instruction(_LOAD, _ARGUMENTS + 8 * argument + 4),
        _instruction(_JUMP_IF_EQUAL, 0, 0, 2 + len(then)),
    ]
    low = [*_load_argument(argument), _instruction(_JUMP_IF_EQUAL, 0, 0, len(then))]
    return [*high, *low, *then, *otherwise]


def for_architecture(value: int, then: Program) -> Program:
    """End the process on a call of another architecture than `value`, whose numbers differ."""
    load = _instruction(_LOAD, _ARCHITECTURE)
    return [
        load,
        _instruction(_JUMP_IF_EQUAL, value, 1, 0),
        *returning(KILL_PROCESS),
        _instruction(_LOAD, _NUMBER),
        *then,
    ]


def by_number(parts: Sequence[tuple[int, Program]]) -> Program:
    """Choose by the loaded number: a part is for all numbers from its own up to the next part's.

    The parts are in ascending order, the first at 0; they are looked up by bisection.
    """
    if len(parts) == 1:
        return parts[0][1]
    middle = len(parts) // 2
    below, above = by_number(parts[:middle]), by_number(parts[middle:])
    pivot, distance = parts[middle][0], len(below)
    if distance <= _FARTHEST:
        return [_instruction(_JUMP_IF_AT_LEAST, pivot, distance, 0), *below, *above]
    far = [_instruction(_JUMP_IF_AT_LEAST, pivot, 0, 1), _instruction(_JUMP, distance)]
    return [*far, *below, *above]


def _load_argument(argument: int) -> Program:
    return [_instruction(_LOAD, _ARGUMENTS + 8 * argument)]


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
