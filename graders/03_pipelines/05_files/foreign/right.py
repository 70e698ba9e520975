"""Right answers by people who had seen the exercise alone."""

import os
from pathlib import Path

from torchdojo.grading import right


@right(
    "os.scandir, which raises FileNotFoundError itself, and the end of the name instead of the suffix.",
    seen="full marks",
)
def list_images(folder):
    endings = tuple(SUFFIXES)
    with os.scandir(folder) as entries:
        names = [e.name for e in entries if e.name.lower().endswith(endings) and e.is_file()]
    return [folder / name for name in sorted(names)]


@right("Walks by hand with a stack of folders, and sorts once, at the end.", seen="full marks")
def list_images_below(folder):
    found, waiting = [], [folder]
    while waiting:
        for path in waiting.pop().iterdir():
            if path.is_dir():
                if not path.name.startswith(".") and not path.is_symlink():
                    waiting.append(path)
            elif path.is_file() and path.name.lower().endswith(tuple(SUFFIXES)):
                found.append(path)
    found.sort()
    return found


@right(
    "os.walk that is made to raise its errors, and never goes into hidden folders.",
    seen="full marks",
)
def list_images_below(folder):
    def stop(error):
        raise error

    found = []
    for place, folders, files in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if name[0] != "."]
        paths = (Path(place, name) for name in files if name.lower().endswith(tuple(SUFFIXES)))
        found += filter(Path.is_file, paths)
    return sorted(found)
