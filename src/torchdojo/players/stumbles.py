"""Whether a probe stumbled over what a program's functions returned, and over what."""

import re
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

_CALLED = re.compile(r"^(\w+)[\w.<>]*\(\) (?:takes|missing|got|received)\b")
_IN_A_WORKER = re.compile(r"Caught .* in DataLoader worker process")
_PARTS = 4
_LONGEST = 160


def refuses(error: BaseException, module: ModuleType) -> bool:
    """Whether a call of something that `module` defines failed because of its arguments."""
    found = _CALLED.match(str(error)) if isinstance(error, TypeError) else None
    return found is not None and found[1] in vars(module)


def stumbled(error: BaseException, module: ModuleType, home: Path) -> bool:
    """Whether an error came up in a probe alone: no line of the program's raised it.

    Of what a worker of a `DataLoader` raised, the lines are not known.
    """
    if not isinstance(error, Exception) or isinstance(error, MemoryError):
        return False
    if refuses(error, module) or _IN_A_WORKER.match(str(error)):
        return False
    trace, places = error.__traceback__, []
    while trace is not None:
        places.append(trace.tb_frame.f_code.co_filename)
        trace = trace.tb_next
    return "<probe>" in places and not any(_is_own(place, home) for place in places)


def _is_own(filename: str, home: Path) -> bool:
    return filename.startswith(("<cell ", f"{home}/"))


def what_came_back(again: Callable[[], object], filename: str) -> str:
    """What the function that `again` calls of the program returned, in words.

    That is found out by doing it once more, under Python's own profiler. Of several functions it
    is the one that returned None; where that is none or more than one, nothing is said.
    """
    came: dict[str, Any] = {}

    def profile(frame: FrameType, event: str, value: Any) -> None:
        code, caller = frame.f_code, frame.f_back
        if event != "return" or code.co_name == "__init__" or caller is None:
            return
        own, beyond = (_is_this(f.f_code.co_filename, filename) for f in (frame, caller))
        if own and not beyond and not code.co_name.startswith("<"):
            came[getattr(code, "co_qualname", code.co_name)] = value

    with suppress(BaseException):
        sys.setprofile(profile)
        again()
    sys.setprofile(None)
    if len(came) > 1:
        came = {name: value for name, value in came.items() if value is None}
    if len(came) != 1:
        return ""
    with suppress(BaseException):
        ((name, value),) = came.items()
        return f"`{name}` returned {_described(value)}"[:_LONGEST]
    return ""


def _is_this(place: str, filename: str) -> bool:
    return place == filename or place.startswith("<cell ")


def _described(value: object) -> str:
    if value is None:
        return "None"
    kind = type(value).__name__
    if (type(value) is tuple or type(value) is list) and len(value) <= _PARTS:
        parts = ", ".join(type(part).__name__ for part in value)
        return f"a {kind} ({parts})"
    return f"a value of type `{kind}`"
