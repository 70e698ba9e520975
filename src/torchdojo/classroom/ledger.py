"""What has been graded so far: a database with one writer, so that nothing is graded twice.

SQLite gives what a file of lines would have to be taught: a result is there as a whole or not at
all whenever the process or the machine stops, millions of results need no memory, and a second
writer is turned away. People read the reports; the ledger is for the next run, and for
``sqlite3 graded.db 'SELECT label, score, status FROM marks'``.
"""

import json
import os
import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from torchdojo.classroom.marks import Graded, Mark
from torchdojo.errors import DojoError

FILE = "graded.db"
_EARLIER = "graded.jsonl"
_FORMAT = 1
SYNC_SECONDS = 0.5
"""A power failure costs at most so much; the end of the process, however it comes, nothing."""
_FEW = 2000
_TABLES = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS results (label TEXT PRIMARY KEY, result TEXT);
CREATE TABLE IF NOT EXISTS marks
    (label TEXT PRIMARY KEY, score REAL, max_score REAL, status TEXT, made TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS standing
    (student TEXT, exercise TEXT, label TEXT, full_name TEXT, handed_in TEXT, late INTEGER,
    max_score REAL, PRIMARY KEY (student, exercise)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS given
    (student TEXT, exercise TEXT, told TEXT, PRIMARY KEY (student, exercise)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (student TEXT PRIMARY KEY, holds TEXT) WITHOUT ROWID;
"""


class Ledger:
    """Results and marks by the label of the program that they are for, in `folder`.

    Several threads may use it. Raises `DojoError` where the folder cannot be written, another
    process is at work there, or what is there cannot be continued.
    """

    def __init__(self, folder: Path, seed: int | None) -> None:
        """Open the ledger, or begin it with `seed`, or with one that is drawn."""
        self.path = folder / FILE
        self._lock = threading.RLock()
        self._synced, self._dirty = 0.0, False
        if (folder / _EARLIER).exists():
            raise DojoError(
                f"{folder / _EARLIER} was written by an earlier version, whose results cannot be "
                "continued: move it away to grade the class anew, with the same --seed "
                "for the same inputs, or name another folder."
            )
        with self._told():
            self._db = sqlite3.connect(
                self.path, timeout=1, isolation_level=None, check_same_thread=False
            )
        try:
            self.seed = self._begin(seed)
        except BaseException:
            self._db.close()
            raise

    def _begin(self, seed: int | None) -> int:
        with self._told():
            # One process at a time needs no shared memory, which network drives do not have.
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")  # `sync` does the rest
            self._db.execute("BEGIN IMMEDIATE")
            for table in _TABLES.split(";"):
                self._db.execute(table)
            drawn = random.SystemRandom().randrange(10**15) if seed is None else seed
            told = [("format", str(_FORMAT)), ("seed", str(drawn))]
            self._db.executemany("INSERT OR IGNORE INTO about VALUES (?, ?)", told)
            self._db.execute("COMMIT")
            about = dict(self._db.execute("SELECT key, value FROM about"))
        if about.get("format") != str(_FORMAT):
            raise DojoError(
                f"{self.path} was written by another version of torchdojo: continue with that one, "
                "or name another folder."
            )
        if seed not in (None, int(about["seed"])):
            raise DojoError(
                f"{self.path.parent} holds grades for --seed {about['seed']}: leave --seed out to "
                "add to them, or name another folder."
            )
        return int(about["seed"])

    def add(self, graded: Graded, mark: Mark) -> None:
        """Keep a result; when this returns it is the system's, whatever happens to this process."""
        with self._lock, self._told():
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute(
                "INSERT OR REPLACE INTO results VALUES (?, ?)", (graded.label, graded.as_json())
            )
            made = json.dumps(mark.made)
            row = (graded.label, mark.score, mark.max_score, mark.status, made)
            self._db.execute("INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?, ?)", row)
            self._db.execute("COMMIT")
            self._dirty = True

    def sync(self) -> None:
        """Bring what was added to the disk, if that was not done within the last half second."""
        with self._lock:
            now = time.monotonic()
            if not self._dirty or now - self._synced < SYNC_SECONDS:
                return
            self._synced, self._dirty = now, False
        try:
            with Path(f"{self.path}-wal").open("rb") as log:  # what `synchronous = FULL` does, too
                os.fsync(log.fileno())
        except OSError as error:
            raise DojoError(self._sentence(str(error.strerror))) from error

    def graded(self, label: str) -> Graded | None:
        """The result of the program `label`, if there is one."""
        with self._lock, self._told():
            query = "SELECT result FROM results WHERE label = ?"
            found = self._db.execute(query, (label,)).fetchone()
        return None if found is None else Graded.from_json(label, found[0])

    def marks(self) -> Iterator[tuple[str, Mark]]:
        """Every mark with its label; others may add some meanwhile."""
        last = ""
        query = "SELECT * FROM marks WHERE label > ? ORDER BY label LIMIT ?"
        while True:
            with self._lock, self._told():
                rows = self._db.execute(query, (last, _FEW)).fetchall()
            if not rows:
                return
            for label, score, most, status, made in rows:
                yield label, Mark(score, most, status, tuple(json.loads(made)))
            last = rows[-1][0]

    def pages(self) -> dict[str, str]:
        """What the pages that were written hold, as a digest, by student."""
        with self._lock, self._told():
            return dict(self._db.execute("SELECT student, holds FROM pages"))

    def note_page(self, student: str, holds: str) -> None:
        """Note that the student's page was written."""
        with self._lock, self._told():
            self._db.execute("INSERT OR REPLACE INTO pages VALUES (?, ?)", (student, holds))

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction for those who keep tables of their own here: all is kept, or nothing."""
        with self._lock, self._told():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
            self._dirty = True

    def close(self) -> None:
        """Bring everything to the disk, into one file."""
        self._synced = 0.0
        with suppress(DojoError):  # where the disk is full, that was told before
            self.sync()
        with self._lock:
            self._db.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite refuses into a sentence."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise DojoError(self._sentence(str(error))) from error

    def _sentence(self, what: str) -> str:
        if "locked" in what:
            return (
                f"Another `torchdojo grade` is writing to {self.path.parent}: wait until it has "
                "ended, or name another folder."
            )
        if "not a database" in what or "malformed" in what:
            return f"{self.path} is damaged ({what}): move it away to grade the class anew."
        return (
            f"{self.path} cannot be written ({what}). What was graded before is kept: put that "
            "right and run the same command again, or name another folder."
        )
