"""Other right ways to list files."""

import os
from pathlib import Path

from torchdojo.grading import alternative

SUFFIXES = {".jpg", ".jpeg", ".png"}  # as in the solution, over which these are laid


@alternative("iterdir and the end of the name")
def list_images(folder: Path) -> list[Path]:
    ends = (".jpg", ".jpeg", ".png")
    paths = [path for path in folder.iterdir() if not path.is_dir()]
    return sorted(path for path in paths if path.name.lower().endswith(ends))


@alternative("scandir, as the os module offers it")
def list_images(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if entry.is_file())
    return [folder / name for name in names if Path(name).suffix.lower() in SUFFIXES]


@alternative("a walk that does not enter hidden folders")
def list_images_below(folder: Path) -> list[Path]:
    if not folder.exists():
        raise FileNotFoundError(folder)
    found = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(place) / name for name in files if Path(name).suffix.lower() in SUFFIXES]
    return sorted(found)


@alternative("one folder after the other, by recursion")
def list_images_below(folder: Path) -> list[Path]:
    found = []
    for path in folder.iterdir():
        if path.is_dir():
            if path.name[0] != ".":
                found += list_images_below(path)
        elif path.suffix.lower() in SUFFIXES:
            found.append(path)
    return sorted(found)
