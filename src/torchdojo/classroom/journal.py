"""What changed since a class was last graded: a line of JSON for each change, never rewritten."""

import json
import os
import pwd
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from torchdojo.errors import DojoError

FILE = "changes.jsonl"
Value = float | str | None


@dataclass(frozen=True)
class Change:
    """One student's exercise: what is different, with its value before and now."""

    student: str
    exercise: str
    before: Mapping[str, Value]
    now: Mapping[str, Value]

    @property
    def what(self) -> list[str]:
        """The names of what is different, such as ``score`` or ``override``."""
        names = dict.fromkeys((*self.before, *self.now))
        return [name for name in names if self.before.get(name) != self.now.get(name)]


def append_changes(folder: Path, changes: Sequence[Change]) -> None:
    """Add `changes` to the journal in `folder`; they are on the disk when this returns.

    Raises `DojoError` where it cannot be written.
    """
    if not changes:
        return
    when, who = datetime.now(UTC).isoformat(timespec="seconds"), login_name()
    lines = "".join(json.dumps(_line(change, when, who)) + "\n" for change in changes)
    path = folder / FILE
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        with os.fdopen(os.open(path, flags, 0o666), "ab") as file:
            file.write((_ended(path) + lines).encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise DojoError(
            f"{path} cannot be written ({error.strerror}), so changes of marks would not be kept: "
            "put that right and run the same command again."
        ) from error


def login_name() -> str:
    """The name of the account, whatever the environment says."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _line(change: Change, when: str, who: str) -> dict[str, object]:
    told = {name: [change.before.get(name), change.now.get(name)] for name in change.what}
    about = {"when": when, "by": who, "student": change.student, "exercise": change.exercise}
    return {**about, "what": change.what, **told}


def _ended(path: Path) -> str:
    """A line break, where a line was cut off by a crash."""
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        if not file.tell():
            return ""
        file.seek(-1, os.SEEK_END)
        return "" if file.read(1) == b"\n" else "\n"
