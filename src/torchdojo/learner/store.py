"""The file that progress is kept in: whole at every moment, and never lost."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from torchdojo.errors import DojoError
from torchdojo.keeping import PRIVATE, Keeper, write_whole
from torchdojo.keeping.atomic import content, settle, told
from torchdojo.learner.records import Damaged, Newer, Progress, as_text, of_text

FILE = f"{PRIVATE}/progress.json"
_LOCK = f"{PRIVATE}/progress.lock"
_PATIENCE = 10.0
"""Seconds: whoever has the lock needs it for milliseconds."""
_MOST = 8 * 2**20


@dataclass
class Store:
    """The progress of whoever works in the folder `root`.

    Whatever cannot be read, or kept, is said by `warn` in a sentence; nothing else depends on it.
    """

    root: Path
    warn: Callable[[str], None]
    _said: set[str] = field(default_factory=set)

    def read(self) -> Progress:
        """What is known; nothing, after a warning, where it cannot be read."""
        try:
            return self._parsed()
        except DojoError as error:
            self._say(str(error))
        except Damaged:
            return self.update(lambda known: known)
        return Progress()

    def update(self, change: Callable[[Progress], Progress]) -> Progress:
        """Change what is kept, whatever other programs change at the same time; returns it."""
        known = Progress()
        try:
            with told(self.root), self._alone():
                known = self._read()
                if (changed := change(known)) != known:
                    write_whole(self.root / FILE, as_text(changed).encode())
        except DojoError as error:
            self._say(f"Your progress is not kept: {error}")
        return change(known)

    def forget(self) -> bool:
        """Delete all that is kept about the student; returns whether there was anything."""
        with told(self.root):
            if not (self.root / PRIVATE).is_dir():
                return False
            with self._alone():
                found = [path for path in (self.root / PRIVATE).iterdir() if _is_progress(path)]
                for path in found:
                    path.unlink()
                settle([self.root / PRIVATE])
        return bool(found)

    def _parsed(self) -> Progress:
        """What the file says; raises `Damaged`."""
        place = self.root / FILE
        with told(self.root):
            data = content(place)
        if data is None:
            return Progress()
        if len(data) > _MOST:
            raise Damaged(f"it holds more than {_MOST // 2**20} MiB")
        try:
            return of_text(data.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise Damaged(f"it is no text: {error}") from error
        except Newer:
            raise DojoError(
                f"{place} was written by a later version of torchdojo: install that version to "
                "go on from it, or move the file away."
            ) from None

    def _read(self) -> Progress:
        """What the file says; what says nothing is set aside. Only while `_alone`."""
        try:
            return self._parsed()
        except Damaged as error:
            self._set_aside(self.root / FILE, str(error))
            return Progress()

    def _set_aside(self, place: Path, why: str) -> None:
        """Move a file that is no progress out of the way."""
        stamp = f"progress-set-aside-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        names = (f"{stamp}.json" if n == 1 else f"{stamp}-{n}.json" for n in range(1, 1000))
        aside = next(p for name in names if not os.path.lexists(p := place.with_name(name)))
        place.rename(aside)
        settle([place.parent])
        self._say(f"{place} is not your progress ({why}): it is kept as {aside.name}.")

    def _say(self, sentence: str) -> None:
        """Warn, but of the same thing once."""
        if sentence not in self._said:
            self._said.add(sentence)
            self.warn(sentence)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While this is the only program that changes the file; made with its folder."""
        with Keeper(self.root, manifest=None).private(_LOCK).open("ab") as lock:
            deadline = time.monotonic() + _PATIENCE
            while not _locked(lock.fileno()):
                if time.monotonic() > deadline:
                    raise DojoError(
                        f"another torchdojo is writing {self.root / FILE} and does not end: "
                        "end it, and run the same command again."
                    )
                time.sleep(0.02)
            yield


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_progress(path: Path) -> bool:
    """Whether a file in the private folder is kept about the student: not a backup of work."""
    known = path.name == "progress.json" or path.name.startswith(
        ("progress-set-aside-", ".progress.json.")
    )
    return known and not path.is_dir()
