"""Wrong answers by people who had seen the exercise alone, of a third round."""

from pathlib import Path

from torchdojo.grading import wrong


@wrong(
    "Suffixes all in small and all in capital letters are found, but on Linux a pattern fits only its own spelling, and "
    "`photo.Jpg` is missing.",
    seen="named",
)
def list_images(folder):
    if not folder.is_dir():
        raise FileNotFoundError(f"no such folder: {folder}")
    paths = set()
    for suffix in SUFFIXES:  # noqa: F821
        paths.update(folder.glob("*" + suffix))
        paths.update(folder.glob("*" + suffix.upper()))
    return sorted(path for path in paths if path.is_file())


@wrong(
    "Sorted as strings, `a-b/1.jpg` comes before `a/1.jpg`, because a hyphen is smaller than the slash; paths are "
    "compared folder by folder, and there `a` comes first.",
    seen="named",
)
def list_images_below(folder):
    if not folder.exists():
        raise FileNotFoundError(folder)
    found = []
    for path in folder.rglob("*"):
        if path.suffix.lower() not in SUFFIXES or not path.is_file():  # noqa: F821
            continue
        if any(part.startswith(".") for part in path.relative_to(folder).parts[:-1]):
            continue
        found.append(path)
    return sorted(found, key=str)


@wrong(
    "The dot is looked for in the name of the file too, so a picture called `.cover.jpg` in a visible folder is left "
    "out, although only hidden folders are.",
    seen="named",
)
def list_images_below(folder):
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} does not exist")
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix.lower() in SUFFIXES  # noqa: F821
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


@wrong(
    "A folder that is called `drafts.jpg` is listed as a picture since nobody asks whether it is a file, and without the "
    "dot in your suffixes so is a file called `notajpg`.",
    seen="named",
)
def list_images(folder):
    if not folder.exists():
        raise FileNotFoundError(folder)
    return sorted(p for p in folder.iterdir() if p.name.lower().endswith(("jpg", "jpeg", "png")))
