"""What a student hands in: the exercises that were begun, and what lies beside them, as a zip."""

import hashlib
import json
import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from torchdojo import __version__
from torchdojo.catalog import Collection, Exercise, Missing, Unreadable
from torchdojo.catalog.judged import torch_version
from torchdojo.classroom.walking import shown, walk
from torchdojo.classroom.zipping import zipped
from torchdojo.errors import DojoError
from torchdojo.players.belongings import belongings
from torchdojo.referee.handed_in import handed_in, untouched

TOLD = "torchdojo_handin.json"
"""In the archive: which versions it was made with, and the digest of each file."""
MOST_BYTES = 64 * 2**20
"""Of all files: more is not graded either."""
_SUFFIXES = (".py", ".ipynb")


@dataclass
class HandIn:
    """The files that are handed in, and what is to be told of the others."""

    files: dict[str, bytes] = field(default_factory=dict)
    """By path in a folder laid out like ``exercises/``."""
    begun: list[str] = field(default_factory=list)
    """The ids of the exercises in it."""
    left: dict[str, str] = field(default_factory=dict)
    """By path: why a file is not in it, in a few words."""
    doubts: list[str] = field(default_factory=list)
    """Sentences on what will not be graded as it is."""

    def archive(self, top: str, seed: int | None) -> bytes:
        """The zip, with everything in the folder `top`."""
        digests = {path: hashlib.sha256(data).hexdigest() for path, data in self.files.items()}
        told = {
            **{"form": 1, "torchdojo": __version__, "torch": torch_version()},
            **{"python": platform.python_version(), "release_seed": seed},
            **{"exercises": self.begun, "sha256": digests},
        }
        said = (json.dumps(told, indent=2) + "\n").encode()
        found = {TOLD: said} | dict(sorted(self.files.items()))
        return zipped({f"{top}/{path}": data for path, data in found.items()})


def pack(collection: Collection, folder: Path, *, everything: bool = False) -> HandIn:
    """What is to be handed in of the work in `folder`; with all that lies beside, if `everything`.

    Raises `DojoError` if nothing was begun, or it is too much.
    """
    if not folder.is_dir():
        raise DojoError(f"There is no folder {folder}: name the one that holds your work.")
    handed = HandIn()
    for exercise in collection.exercises.values():
        _add(handed, exercise, folder)
    for track in dict.fromkeys(exercise.track for exercise in collection.exercises.values()):
        _add_beside(handed, collection, folder, track, everything)
    if not handed.begun:
        doubts = " ".join(handed.doubts[:3])
        raise DojoError(f"No exercise in {folder} was begun, so there is nothing. {doubts}".strip())
    size = sum(map(len, handed.files.values()))
    if size > MOST_BYTES:
        raise DojoError(
            f"The files come to {size / 2**20:.0f} MiB, and no more than {MOST_BYTES // 2**20} MiB "
            "are graded: remove data and models beside your programs."
        )
    return handed


def _add(handed: HandIn, exercise: Exercise, folder: Path) -> None:
    """Add an exercise's file, or both of them, if there is work in it."""
    present = [path for path in _files(exercise) if (folder / path).is_file()]
    try:
        begun = not untouched(exercise, handed_in(exercise, folder))
    except Missing as error:
        handed.doubts += [error.near] if error.near else []
        return
    except Unreadable as error:
        handed.doubts.append(str(error))
        present = [path for path in present if os.access(folder / path, os.R_OK)]
        begun = True
    if not begun and exercise.source.start != "solved":
        handed.left |= dict.fromkeys(present, "not begun")
        return
    if begun:
        handed.begun.append(exercise.id)
    handed.files |= {path: (folder / path).read_bytes() for path in present}


def _files(exercise: Exercise) -> list[str]:
    return [exercise.id + suffix for suffix in _SUFFIXES]


def _add_beside(
    handed: HandIn, collection: Collection, folder: Path, track: str, everything: bool
) -> None:
    """Add the files of a track's folder that programs in it name, at any remove, or all."""
    here = [path for path in handed.files if path.startswith(f"{track}/")]
    if not (folder / track).is_dir():
        return
    own = {path for e in collection.exercises.values() for path in _files(e)}
    beside = {
        f"{track}/{path.as_posix()}": data
        for path, data in (belongings(folder / track) if here else ())
    }
    waiting = {path: data for path, data in beside.items() if path not in own}
    texts = [handed.files[path] for path in here]
    while texts:
        text = texts.pop()
        for path in [p for p in waiting if everything or _names(text, p)]:
            handed.files[path] = waiting.pop(path)
            texts.append(handed.files[path])
    handed.left |= dict.fromkeys(waiting, "no program names it")
    _tell_others(handed, folder, track, own)


def _names(text: bytes, path: str) -> bool:
    """Whether a program speaks of a file: by its name, or as a module, or by a folder's name."""
    inside = PurePosixPath(path).parts[1:]
    words = {inside[-1], *inside[:-1], PurePosixPath(inside[-1]).stem}
    return any(word.encode() in text for word in words if len(word) > 1 or word == inside[-1])


def _tell_others(handed: HandIn, folder: Path, track: str, own: set[str]) -> None:
    """Note what nobody has looked at: links, caches, more than is taken along."""
    try:
        found = [f"{track}/{one.path}" for one in walk(folder / track) if not one.folder]
    except Unreadable as error:
        handed.doubts.append(str(error))
        return
    for path in found:
        known = path in handed.files or path in handed.left or path in own
        if not known and "__pycache__" not in path:
            handed.left[path] = _why_not(folder / path)


def _why_not(path: Path) -> str:
    if path.is_symlink():
        return "a link: put the file itself there"
    if not path.is_file():
        return "no regular file"
    return "in this folder nothing was begun, or it holds more than a program sees"


def lines(handed: HandIn) -> Iterator[str]:
    """What is in the archive, and what is not, for people."""
    for path, data in sorted(handed.files.items()):
        yield f"packed    {shown_path(path)} ({_size(len(data))})"
    for path, why in sorted(handed.left.items()):
        if why != "not begun":
            yield f"left out  {shown_path(path)}: {why}"
    fresh = sum(why == "not begun" for why in handed.left.values())
    if fresh:
        yield f"left out  {fresh} that {'is' if fresh == 1 else 'are'} not begun"


def shown_path(path: str) -> str:
    """A path in one line, without control characters."""
    return "/".join(map(shown, path.split("/")))


def _size(count: int) -> str:
    return f"{count} bytes" if count < 2**10 else f"{count / 2**10:.1f} KiB"
