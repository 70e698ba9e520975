"""What became of files, and the sentence about those that were kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from torchdojo.keeping.manifest import BACKUPS

State = Literal["absent", "current", "ours", "edited"]
"""Of a file: not there, as it should be, as it was last written here, or changed since."""


@dataclass(frozen=True)
class Changes:
    """What became of files, by path; those that were as they should be are not among them."""

    wrote: tuple[str, ...] = ()
    """Were not there before."""
    updated: tuple[str, ...] = ()
    """Replaced what was last written here."""
    overwrote: tuple[str, ...] = ()
    """Replaced somebody's edits, which are in `backup` now."""
    kept: tuple[str, ...] = ()
    """Edited, and left as they are."""
    backup: Path | None = None
    """The new folder with the copies of what was overwritten."""
    removed: tuple[str, ...] = ()
    """What was written here, is written no longer, and nobody had edited."""


def refusal(kept: Iterable[str], agree: str = "--overwrite") -> str:
    """The sentence that says which files were kept, and how to have them overwritten."""
    names = sorted(kept)
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    what, it = ("differs", "it was") if len(names) == 1 else ("differ", "they were")
    return (
        f"{', '.join(names[:10])}{more} {what} from what torchdojo last wrote there, so {it} kept: "
        f"`{agree}` replaces such files, after a copy of each went to `{BACKUPS}/`."
    )
