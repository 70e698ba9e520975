"""Laying files out like ``exercises/``, in a folder of our own."""

import errno
import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from torchdojo.catalog import Exercise, Unreadable
from torchdojo.classroom.members import MIB, ONE_STUDENT
from torchdojo.classroom.survey import Piece
from torchdojo.classroom.walking import shown
from torchdojo.errors import DojoError
from torchdojo.players.belongings import lies_in

_CHUNK = MIB
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
"""A fault of this machine's, and of no student."""
_SECONDS = 2**31
_ANEW = "hand it in anew."
_NO_NAMES = ("", ".", "..")


@dataclass
class Stage:
    """A folder for one student's work, of which nothing is overwritten."""

    folder: Path
    tracks: set[str]
    """Those that hold work of the student's."""
    _left: int = ONE_STUDENT.size
    _taken: set[PurePosixPath] = field(default_factory=set)

    def put(self, piece: Piece, exercise: Exercise) -> None:
        """Lay out the file for `exercise`; raises `Unreadable` if it is no file."""
        self._copy(piece, PurePosixPath(exercise.id + piece.meant.suffix))

    def put_beside(self, piece: Piece) -> None:
        """Lay out another file, so that programs in its track may import or read it.

        Where it lay in no track it may belong to any, and so may each of its names.
        """
        paths = [PurePosixPath(name) for name in piece.inside if name not in _NO_NAMES]
        within = [path for path in paths if path.parts[0] in self.tracks]
        anywhere = [PurePosixPath(track) / path.name for track in self.tracks for path in paths]
        for path in within or anywhere:
            self._copy(piece, path)

    def _copy(self, piece: Piece, path: PurePosixPath) -> None:
        if path in self._taken:
            return
        self._taken.add(path)
        source, target = piece.place, self.folder / path
        digest = hashlib.sha256()
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(source, flags), "rb") as file, target.open("xb") as copy:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise Unreadable(f"`{shown(source.name)}` is no regular file.")
                if not lies_in(file.fileno(), piece.root):
                    raise Unreadable(f"`{shown(source.name)}` is no longer where it lay: {_ANEW}")
                while chunk := file.read(_CHUNK):
                    self._count(len(chunk))
                    digest.update(chunk)
                    copy.write(chunk)
        except Unreadable:
            target.unlink(missing_ok=True)
            raise
        except OSError as error:
            with suppress(OSError):
                target.unlink(missing_ok=True)
            if error.errno in _NO_ROOM:
                raise DojoError(
                    f"There is no room for what was handed in ({error.strerror}, in "
                    f"{tempfile.gettempdir()}): make some, or set TMPDIR to another folder."
                ) from error
            raise Unreadable(
                f"`{shown(source.name)}` cannot be read ({error.strerror}): {_ANEW}"
            ) from error
        _date_by_content(target, digest.digest())

    def _count(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise Unreadable(
                f"What was handed in is larger than {ONE_STUDENT.size // MIB} MiB: hand in your "
                "work without environments and data."
            )


def _date_by_content(place: Path, digest: bytes) -> None:
    """Give a file a time of change that follows from what it holds.

    By that time work is known again, and a platform dates all files by the download.
    """
    seconds = int.from_bytes(digest[:8], "big") % _SECONDS
    os.utime(place, (seconds, seconds))
