"""Wrong answers by people who had seen the exercise alone."""

import os
from pathlib import Path

from torchdojo.grading import wrong


@wrong(
    "Only all small or all capital suffixes are searched: on Linux the glob misses cat.Jpg, and case must not count.",
    seen="caught",
)
def list_images(folder):
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    found = set()
    for suffix in SUFFIXES:
        found.update(folder.glob("*" + suffix))
        found.update(folder.glob("*" + suffix.upper()))
    return sorted(path for path in found if path.is_file())


@wrong(
    "An empty result is taken for a missing folder: a folder without pictures must give an empty list.",
    seen="caught",
)
def list_images(folder):
    found = sorted(
        path for path in folder.glob("*") if path.suffix.lower() in SUFFIXES and path.is_file()
    )
    if not found:
        raise FileNotFoundError(f"no pictures in {folder}")
    return found


@wrong(
    "The endings lack their dots: a file called backup_png counts as a picture, though its name does not end in .png.",
    seen="caught",
)
def list_images(folder):
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and path.name.lower().endswith(("jpg", "jpeg", "png"))
    )


@wrong(
    "path.parts includes what lies above: if folder itself is hidden, or within a hidden one, nothing is found.",
    seen="named",
)
def list_images_below(folder):
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix.lower() in SUFFIXES
        and not any(part.startswith(".") and part != ".." for part in path.parts[:-1])
    )


@wrong(
    "The file's own name is tested as well: .cat.jpg is left out, but only hidden folders are, not hidden files.",
    seen="named",
)
def list_images_below(folder):
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    found = []
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.is_file() and path.suffix.lower() in SUFFIXES:
            found.append(path)
    return sorted(found)


@wrong(
    "Only the folder that holds the file is tested: pictures deeper in a hidden folder, as .cache/a/b.png, are listed.",
    seen="caught",
)
def list_images_below(folder):
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix.lower() in SUFFIXES
        and (path.parent == folder or not path.parent.name.startswith("."))
    )


@wrong(
    "Sorts by text: 'a-b.png' comes before 'a/b.png' there, but sorted compares paths part by part and has it after.",
    seen="full marks",
)
def list_images_below(folder):
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    found = []
    for path in folder.rglob("*"):
        above = path.relative_to(folder).parts[:-1]
        if any(part.startswith(".") for part in above):
            continue
        if path.is_file() and path.suffix.lower() in SUFFIXES:
            found.append(str(path))
    return [Path(text) for text in sorted(found)]


@wrong(
    "os.walk says nothing about a folder that does not exist: an empty list instead of FileNotFoundError.",
    seen="caught",
)
def list_images_below(folder):
    found = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(place) / name
            if path.is_file() and path.suffix.lower() in SUFFIXES:
                found.append(path)
    return sorted(found)
