"""What became of a program's top-level statements: an account that travels as plain data.

A statement that simply ran is not worth a word. What remains is a short list of fates, each with
the names that are not bound because of it. All of it is evidence from a player, so `read_account`
trusts no form and no length.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from dataclasses import fields as fields_of
from typing import Any

RAISED = "raised"
ENDED = "ended"
RUNNING = "running"
SWITCHED = "switched"
COMMAND = "command"
_KINDS = (RAISED, ENDED, RUNNING, SWITCHED, COMMAND)
MOST = 20
NOBODY = -1
_MOST_NAMES = 300
_WIDEST = 2000


class Malformed(ValueError):
    """An account that has not the form of one."""


@dataclass(frozen=True)
class Fate:
    """One statement of a program, and what became of it."""

    what: str
    """`RAISED`, `ENDED` the program, still `RUNNING` at the limit, `SWITCHED` something global in
    torch, or a `COMMAND` of IPython's that does nothing here."""
    line: int
    """In its file, or in its cell."""
    cell: int
    """The number of the notebook's code cell, counted from 1; 0 in a module."""
    text: str
    """The statement's first line."""
    number: int = 0
    """Its place in the order of the program's statements, by which it can be left out."""
    binds: tuple[str, ...] = ()
    """Names that the program would have bound here, and in what was not run because of it."""
    error: str = ""
    """The kind of what was raised, whatever the program calls it."""
    nearest: str = ""
    """The first of Python's own kinds of errors that it is one of, such as ``NameError``."""
    message: str = ""
    hint: str = ""
    """More about the error, from a list: see `players.oddities`."""
    suggestion: str = ""
    """The name that Python itself would have suggested."""
    missing: str = ""
    """The name that was looked up in vain, if that is the error."""
    columns: tuple[int, ...] = ()
    """Where in its text a syntax error is: first column and last, counted from 1."""
    switches: tuple[str, ...] = ()
    """What it switched, in words of `players.switches`."""
    unwritten: bool = False
    """Whether it is a bare "not implemented", as in what students are given."""
    frames: tuple[str, ...] = ()
    """The innermost lines of the program that it went through."""

    @property
    def place(self) -> str:
        """Where the statement is, in words."""
        return f"cell {self.cell}, line {self.line}" if self.cell else f"line {self.line}"

    def as_data(self) -> dict[str, Any]:
        """The fate as plain data."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}


@dataclass(frozen=True)
class Place:
    """Where a name is that the program does not bind: what it is in, from a list."""

    kind: str
    line: int
    cell: int
    text: str

    def as_data(self) -> dict[str, Any]:
        """The place as plain data."""
        return asdict(self)


def read_place(data: object) -> Place:
    """The place that `Place.as_data` wrote; raises `Malformed` if it is anything else."""
    forms = {"kind": _text, "line": _count, "cell": _count, "text": _text}
    if not isinstance(data, dict) or data.keys() != forms.keys():
        raise Malformed("no place of a name")
    if not all(fits(data[key]) for key, fits in forms.items()):
        raise Malformed("no place of a name")
    return Place(**data)


def read_fate(data: object) -> Fate:
    """The fate that `Fate.as_data` wrote; raises `Malformed` if it is anything else."""
    if not isinstance(data, dict) or data.keys() != _FORMS.keys():
        raise Malformed("no fate of a statement")
    if data["what"] not in _KINDS or not all(fits(data[k]) for k, fits in _FORMS.items()):
        raise Malformed("no fate of a statement")
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    return Fate(**fields)


def read_account(data: object) -> tuple[Fate, ...]:
    """The account in `data`; raises `Malformed` if there is none."""
    if not isinstance(data, list) or len(data) > MOST:
        raise Malformed("no account of a program")
    return tuple(map(read_fate, data))


def _text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _WIDEST


def _count(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**31


def _few(fits: Any, most: int) -> Any:
    return lambda value: isinstance(value, list) and len(value) <= most and all(map(fits, value))


_BY_TYPE: dict[Any, Any] = {str: _text, int: _count, bool: lambda value: type(value) is bool}
_FORMS: dict[str, Any] = {
    f.name: _BY_TYPE.get(f.type, _few(_text, _MOST_NAMES)) for f in fields_of(Fate)
} | {"columns": _few(_count, 2), "frames": _few(_text, 3), "switches": _few(_text, 30)}


def blamed(account: Sequence[Fate], name: str) -> int:
    """The place in `account` of the statement because of which `name` is not bound, or `NOBODY`.

    Where that statement failed for want of a name that an earlier one did not bind, it is that one.
    """
    found, end = NOBODY, len(account)
    while True:
        places = (n for n, f in enumerate(account[:end]) if name in f.binds or "*" in f.binds)
        if (place := next(places, NOBODY)) == NOBODY:
            return found
        found, end, name = place, place, account[place].missing
        if not name:
            return found
