"""Which formats there are, and which one a folder is in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from torchdojo.classroom.formats import canvas, folders, github, gradescope, moodle, nbgrader
from torchdojo.classroom.formats.entries import Reading
from torchdojo.errors import DojoError


@dataclass(frozen=True)
class Format:
    """A way in which hand-ins are given out."""

    name: str
    """As ``--format`` has it."""
    title: str
    fits: Callable[[Sequence[Path]], int]
    """How many of the entries of a folder are as this format has them."""
    read: Callable[[Sequence[Path]], Reading]
    loose: bool = True
    """Whether it is no student's fault where files lie and how they are called."""


FOLDERS = Format("folders", "folders", folders.fits, folders.read, loose=False)
_PLATFORMS = (
    Format("gradescope", "Gradescope", gradescope.fits, gradescope.read),
    Format("moodle", "Moodle", moodle.fits, moodle.read),
    Format("canvas", "Canvas", canvas.fits, canvas.read),
    Format("nbgrader", "nbgrader", nbgrader.fits, nbgrader.read),
    Format("github", "GitHub Classroom", github.fits, github.read, loose=False),
)
FORMATS = {format.name: format for format in (*_PLATFORMS, FOLDERS)}


def recognised(entries: Sequence[Path]) -> Format | None:
    """The platform's format in which most of the entries are, if one is."""
    for format in _PLATFORMS:
        if 2 * format.fits(entries) > len(entries):
            return format
    return None


def format_named(name: str) -> Format:
    """The format that ``--format`` names; raises `DojoError` if there is none."""
    if name not in FORMATS:
        raise DojoError(f"There is no format `{name}`: choose one of {', '.join(FORMATS)}.")
    return FORMATS[name]
