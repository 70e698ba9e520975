"""What a front and its resident referee say to each other: frozen dataclasses, one decoder.

They hold the two ends of a socket pair, which no one else has; descriptors travel beside an order.
"""

import json
import socket
from dataclasses import asdict, dataclass, fields
from typing import Any

LONGEST = 2**17
_DESCRIPTORS = 16


@dataclass(frozen=True)
class Order:
    """Run pytest. Beside it come a socket for this run and the descriptors it is to have."""

    arguments: tuple[str, ...]
    folder: str
    """The working directory."""
    numbers: tuple[int, ...]
    """What the descriptors are to be called in the run."""
    environment: dict[str, str]


@dataclass(frozen=True)
class Leave:
    """Take no further order, and end after the runs that go on."""


@dataclass(frozen=True)
class Ready:
    """Of a run that was prepared ahead: it has come to the point where orders are awaited."""


@dataclass(frozen=True)
class Begun:
    """The run has been forked."""

    pid: int


@dataclass(frozen=True)
class Refused:
    """There will be no run: the resident does not know what lies in the collection now."""

    why: str


@dataclass(frozen=True)
class Ended:
    """The run has ended."""

    code: int
    """Its exit status; negative for the signal that ended it."""


Message = Order | Leave | Ready | Begun | Refused | Ended
_KINDS: dict[str, Any] = {
    kind.__name__: kind for kind in (Order, Leave, Ready, Begun, Refused, Ended)
}


class TooLong(Exception):
    """A message that does not fit into one packet."""


def send(channel: socket.socket, message: Message, descriptors: tuple[int, ...] = ()) -> None:
    """Send one message, with descriptors beside it; raises `TooLong`, or `OSError`."""
    data = json.dumps([type(message).__name__, asdict(message)]).encode()
    if len(data) > LONGEST:
        raise TooLong
    socket.send_fds(channel, [data], descriptors)


def receive(channel: socket.socket) -> tuple[Message | None, list[int]]:
    """The next message and its descriptors; None at the end. Raises `ValueError` if malformed."""
    try:
        data, descriptors, _, _ = socket.recv_fds(channel, LONGEST, _DESCRIPTORS)
    except ConnectionError:
        return None, []
    return (decode(data) if data else None), descriptors


def decode(data: bytes) -> Message:
    """The one way from bytes to a message; raises `ValueError` for anything else."""
    found = json.loads(data)
    if not (isinstance(found, list) and len(found) == 2 and found[0] in _KINDS):
        raise ValueError("no message of the resident referee's")
    kind, values = _KINDS[found[0]], found[1]
    if not isinstance(values, dict) or values.keys() != {field.name for field in fields(kind)}:
        raise ValueError(f"no {found[0]}")
    made: Message = kind(**{name: _frozen(value) for name, value in values.items()})
    _check(made)
    return made


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _check(message: Message) -> None:
    match message:
        case Order(arguments, folder, numbers, environment):
            right = all(type(word) is str for word in arguments) and type(folder) is str
            right = right and all(type(number) is int for number in numbers)
            right = right and all(type(value) is str for value in environment.values())
        case Leave() | Ready():
            right = True
        case Begun(pid):
            right = type(pid) is int
        case Refused(why):
            right = type(why) is str
        case Ended(code):
            right = type(code) is int
    if not right:
        raise ValueError(f"no {type(message).__name__}")
