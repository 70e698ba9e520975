"""Wrong answers by people who had seen the exercise alone, of a second round."""

from pathlib import Path

from torchdojo.grading import wrong

SUFFIXES = {".jpg", ".jpeg", ".png"}


@wrong(
    "Capital and small letters can be mixed: `.Jpg` fits neither `*.jpg` nor `*.JPG`, so compare the suffix in lower case.",
    seen="named",
)
def list_images(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise FileNotFoundError(f"no folder {folder}")
    found = set()
    for suffix in SUFFIXES:
        found.update(folder.glob(f"*{suffix}"))
        found.update(folder.glob(f"*{suffix.upper()}"))
    return sorted(path for path in found if path.is_file())


@wrong(
    "Sorting as strings compares the slash with other characters: `a-b/1.png` comes before `a/1.png`, while `sorted` on paths compares folder by folder.",
    seen="named",
)
def list_images_below(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise FileNotFoundError(f"no folder {folder}")
    found = []
    for path in folder.rglob("*"):
        if not path.is_file() or path.suffix.lower() not in SUFFIXES:
            continue
        if any(part.startswith(".") for part in path.relative_to(folder).parts[:-1]):
            continue
        found.append(path)
    return sorted(found, key=str)


@wrong(
    "Only hidden folders below `folder` count; you look at the whole path, and in /home/me/.cache/pets nothing at all is found.",
    seen="named",
)
def list_images_below(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise FileNotFoundError(f"no folder {folder}")
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix.lower() in SUFFIXES
        and not any(part.startswith(".") for part in path.parent.parts)
    )


@wrong(
    "A hidden *folder* is left out, a hidden file is not: `.cover.jpg` in an ordinary folder is a picture like any other.",
    seen="named",
)
def list_images_below(folder: Path) -> list[Path]:
    if not folder.exists():
        raise FileNotFoundError(f"no folder {folder}")
    pictures = []
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        if path.is_file() and path.suffix.lower() in SUFFIXES and not hidden:
            pictures.append(path)
    return sorted(pictures)


@wrong(
    "A folder called `drafts.jpg` is no picture, and paths are to be sorted as `sorted` does it, not without regard to capitals.",
    seen="named",
)
def list_images(folder: Path) -> list[Path]:
    if not folder.exists():
        raise FileNotFoundError(f"no folder {folder}")
    pictures = [path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES]
    return sorted(pictures, key=lambda path: path.name.lower())
