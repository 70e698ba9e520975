"""Writing the student's folder, over nothing that is somebody's work."""

from pathlib import Path

from torchdojo.catalog.collection import RELEASE_FILE
from torchdojo.errors import DojoError
from torchdojo.keeping import Changes, Keeper
from torchdojo.starting.carried import MARK, carried


def begin(folder: Path) -> Changes:
    """Write the exercises to `folder`, or bring one up to date that was begun like this.

    Files that were edited are kept, and named in what is returned. Raises `DojoError` where
    something else is in `folder`, or the installed package carries no exercises.
    """
    if folder.exists() and not folder.is_dir():
        raise DojoError(f"{folder} is a file: name a new folder for the exercises.")
    begun = (folder / RELEASE_FILE).is_file()
    if folder.is_dir() and any(folder.iterdir()) and not begun:
        raise DojoError(f"{folder} is not empty: name a new folder for the exercises.")
    files = carried()
    if begun and not (folder / MARK).is_file():
        raise DojoError(
            f"{folder} is a release that somebody gave you, and stays as it is: name a new folder "
            "for the exercises of this package."
        )
    if RELEASE_FILE not in files:
        raise DojoError(
            "This torchdojo was built without exercises, as the engine of a class's release is: "
            "work in the folder that you were given."
        )
    keeper = Keeper(folder)
    changes = keeper.write(files)
    keeper.save()
    return changes
