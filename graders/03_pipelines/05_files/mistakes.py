"""What goes wrong when the files of a folder are listed."""

from pathlib import Path

from torchdojo.grading import mistake

SUFFIXES = {".jpg", ".jpeg", ".png"}  # as in the solution, over which these are laid


@mistake(
    "The list is not sorted: the order in which `glob` finds files differs between machines.",
    loses=["finds_images"],
)
def list_images(folder: Path) -> list[Path]:
    _check(folder)
    return [p for p in folder.glob("*") if p.suffix.lower() in SUFFIXES and p.is_file()]


@mistake(
    "Suffixes in capital letters are lost: `.JPG` is not in the set, `suffix.lower()` is.",
    loses=["finds_images"],
)
def list_images(folder: Path) -> list[Path]:
    _check(folder)
    return sorted(p for p in folder.glob("*") if p.suffix in SUFFIXES and p.is_file())


@mistake(
    "Only files in `.jpg` are found; `.jpeg` and `.png` are pictures as well.",
    loses=[
        "finds_images",
        "leaves_out_the_rest",
        "accepts_an_empty_folder",
        "refuses_a_missing_folder",
    ],
)
def list_images(folder: Path) -> list[Path]:
    _check(folder)
    return sorted(p for p in folder.glob("*.[jJ][pP][gG]") if p.is_file())


@mistake(
    "A folder can be called `drafts.jpg`, too: keep only what `is_file()`.",
    loses=["leaves_out_the_rest", "accepts_an_empty_folder"],
)
def list_images(folder: Path) -> list[Path]:
    _check(folder)
    return sorted(path for path in folder.glob("*") if path.suffix.lower() in SUFFIXES)


@mistake(
    "`rglob`, like the pattern `**/*`, also looks into folders within the folder.",
    loses=["leaves_out_the_rest"],
)
def list_images(folder: Path) -> list[Path]:
    _check(folder)
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())


@mistake(
    "`.jpg` somewhere in a name makes no picture, see `dog.jpg.txt`: look at the suffix.",
    loses=["leaves_out_the_rest", "looks_below"],
)
def _is_image(path: Path) -> bool:
    return path.is_file() and any(suffix in path.name.lower() for suffix in SUFFIXES)


@mistake(
    "The paths are strings; the contract asks for `Path`s.",
    loses=[
        "finds_images",
        "leaves_out_the_rest",
        "accepts_an_empty_folder",
        "refuses_a_missing_folder",
    ],
)
def list_images(folder: Path) -> list[Path]:
    _check(folder)
    paths = [p for p in folder.glob("*") if p.suffix.lower() in SUFFIXES and p.is_file()]
    return sorted(map(str, paths))


@mistake(
    "The names have lost their folder, so nobody else can open the files: `folder / name` is a path.",
    loses=["finds_images", "leaves_out_the_rest", "accepts_an_empty_folder"],
)
def list_images(folder: Path) -> list[Path]:
    _check(folder)
    paths = [p for p in folder.glob("*") if p.suffix.lower() in SUFFIXES and p.is_file()]
    return sorted(Path(path.name) for path in paths)


@mistake(
    "A folder that does not exist gives an empty list, and a misspelt name goes unnoticed: `glob` raises nothing, so ask `is_dir()` yourself.",
    loses=["refuses_a_missing_folder"],
)
def _check(folder: Path) -> None:
    return None


@mistake(
    "A missing folder raises another error than `FileNotFoundError`, which callers expect of files that are not there.",
    loses=["refuses_a_missing_folder"],
)
def _check(folder: Path) -> None:
    if not folder.is_dir():
        raise ValueError(f"there is no folder {folder}")


@mistake(
    "Only the folder itself is searched: `rglob('*')`, or the pattern `**/*`, goes on in the folders within it.",
    loses=["looks_below", "skips_hidden_folders"],
)
def list_images_below(folder: Path) -> list[Path]:
    return list_images(folder)


@mistake(
    "Only the folders one step below are searched, not those within them.",
    loses=["looks_below"],
)
def list_images_below(folder: Path) -> list[Path]:
    _check(folder)
    found = [*folder.glob("*"), *folder.glob("*/*")]
    return sorted(p for p in found if _is_image(p) and not _is_hidden(p, folder))


@mistake(
    "Pictures in hidden folders are listed, such as the small copies that a file browser keeps in `.thumbs`.",
    loses=["skips_hidden_folders"],
)
def _is_hidden(path: Path, folder: Path) -> bool:
    return False


@mistake(
    "The folder is searched for dots from its root on: if it lies in a hidden folder itself, nothing is found. Look at `path.relative_to(folder)`.",
    loses=["skips_hidden_folders"],
)
def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.parts[:-1])


@mistake(
    "A picture whose own name begins with a dot is left out, too; only hidden folders are to be skipped.",
    loses=["skips_hidden_folders"],
)
def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


@mistake(
    "The list is sorted folder by folder, not as a whole: sort the paths once, at the end.",
    loses=["looks_below"],
)
def list_images_below(folder: Path) -> list[Path]:
    _check(folder)
    inside = sorted(p for p in folder.rglob("*") if p.is_dir() and not p.name.startswith("."))
    found = [p for place in [folder, *inside] for p in list_images(place)]
    return [p for p in found if not _is_hidden(p, folder)]
