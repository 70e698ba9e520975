"""Right answers by people who had seen the exercise alone, of a third round."""

import os
from pathlib import Path

from torchdojo.grading import right


@right("Walks with os.walk and does not even enter the hidden folders.", seen="full marks")
def list_images_below(folder):
    if not os.path.isdir(folder):
        raise FileNotFoundError(f"There is no folder {folder}")
    endings = tuple(SUFFIXES)  # noqa: F821
    pictures = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name[0] != "."]
        for name in files:
            path = Path(place) / name
            if name.lower().endswith(endings) and path.is_file():
                pictures.append(path)
    pictures.sort()
    return pictures
