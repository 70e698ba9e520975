"""Right answers by people who had seen the exercise alone, of a second round."""

import os
from pathlib import Path

from torchdojo.grading import right


@right("os.walk, with hidden folders cut off before they are entered.", seen="full marks")
def list_images_below(folder: Path) -> list[Path]:
    if not os.path.isdir(folder):
        raise FileNotFoundError(f"there is no folder {folder}")
    found: list[Path] = []
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name[0] != "."]
        for name in files:
            if name.lower().endswith((".jpg", ".jpeg", ".png")):
                found.append(Path(root) / name)
    found.sort()
    return found


@right("os.scandir, which raises FileNotFoundError by itself.", seen="full marks")
def list_images(folder: Path) -> list[Path]:
    def is_picture(entry: os.DirEntry) -> bool:
        ending = entry.name.lower().rpartition(".")[2]
        return ending in ("jpg", "jpeg", "png") and "." in entry.name and entry.is_file()

    with os.scandir(folder) as entries:
        return sorted(folder / entry.name for entry in entries if is_picture(entry))
