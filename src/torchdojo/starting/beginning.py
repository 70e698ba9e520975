"""Writing the student's folder, over nothing that is somebody's work."""

from pathlib import Path

from torchdojo.catalog.collection import RELEASE_FILE
from torchdojo.errors import DojoError
from torchdojo.keeping import Changes, renew
from torchdojo.starting.carried import MARK, carried


def begin(folder: Path) -> Changes:
    """Write the exercises to `folder`, or bring one up to date that was begun like this.

    Files that were edited are kept, and named in what is returned. Raises `DojoError` where
    something else is in `folder`, or the installed package carries no exercises.
    """
    if folder.exists() and not folder.is_dir():
        raise DojoError(f"{folder} is a file: name a new folder for the exercises.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        what = "a release that somebody gave you" if _is_release(folder) else "not empty"
        raise DojoError(f"{folder} is {what}: name a new folder for the exercises.")
    files = carried()
    if RELEASE_FILE not in files:
        raise DojoError(
            "This torchdojo was built without exercises, as the engine of a class's release is: "
            "work in the folder that you were given."
        )
    return renew(folder, files, lambda _: False)


def _is_release(folder: Path) -> bool:
    return (folder / RELEASE_FILE).is_file()
