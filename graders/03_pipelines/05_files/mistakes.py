"""What goes wrong when the files of a folder are listed."""

import glob
import os
from pathlib import Path

from torchdojo.grading import mistake, slip

SUFFIXES = {".jpg", ".jpeg", ".png"}  # as in the solution, over which these are laid


slip(
    "The list is not sorted: the order in which `glob` finds files differs between machines.",
    loses=["finds_images"],
    edits=[
        (
            'sorted(path for path in folder.glob("*") if _is_image(path))',
            '[p for p in folder.glob("*") if p.suffix.lower() in SUFFIXES and p.is_file()]',
        )
    ],
)

slip(
    "Suffixes in capital letters are lost: `.JPG` is not in the set, `suffix.lower()` is.",
    loses=["finds_images"],
    edits=[
        (
            '(path for path in folder.glob("*") if _is_image(path))',
            '(p for p in folder.glob("*") if p.suffix in SUFFIXES and p.is_file())',
        )
    ],
)


@mistake(
    "Suffixes are tried in small and in capital letters only, so `cat.Jpg` is lost: compare `suffix.lower()`.",
    loses=["finds_images"],
)
def list_images(folder: Path) -> list[Path]:
    _check(folder)
    patterns = [f"*{case(suffix)}" for suffix in SUFFIXES for case in (str.lower, str.upper)]
    return sorted(p for pattern in patterns for p in folder.glob(pattern) if p.is_file())


@mistake(
    "Names that begin with a dot are left out, as `glob.glob` does by itself; `.fox.png` is a picture too, and only hidden folders are skipped.",
    loses=["finds_images"],
)
def list_images(folder: Path) -> list[Path]:
    _check(folder)
    found = glob.glob(str(folder / "*"))  # noqa: PTH207
    return sorted(path for path in map(Path, found) if _is_image(path))


slip(
    "What comes after the first dot is taken for the suffix, so `fox.old.jpg` is lost: `path.suffix` is the last part.",
    loses=["finds_images", "looks_below", "skips_hidden_folders"],
    edits=[("path.suffix.lower()", "f\".{'.'.join(path.name.split('.')[1:])}\".lower()")],
)


@mistake(
    "A list without pictures is taken for a missing folder: ask whether the folder is there, not what is in it.",
    loses=["accepts_an_empty_folder"],
)
def list_images(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.glob("*") if _is_image(path))
    if not found:
        raise FileNotFoundError(f"there are no pictures in {folder}")
    return found


slip(
    "Only files in `.jpg` are found; `.jpeg` and `.png` are pictures as well.",
    loses=[
        "finds_images",
        "leaves_out_the_rest",
        "accepts_an_empty_folder",
        "refuses_a_missing_folder",
    ],
    edits=[
        (
            '(path for path in folder.glob("*") if _is_image(path))',
            '(p for p in folder.glob("*.[jJ][pP][gG]") if p.is_file())',
        )
    ],
)

slip(
    "A folder can be called `drafts.jpg`, too: keep only what `is_file()`.",
    loses=["leaves_out_the_rest", "accepts_an_empty_folder"],
    edits=[("_is_image(path)", "path.suffix.lower() in SUFFIXES")],
)

slip(
    "`rglob`, like the pattern `**/*`, also looks into folders within the folder.",
    loses=["leaves_out_the_rest"],
    edits=[
        (
            '(path for path in folder.glob("*") if _is_image(path))',
            '(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())',
        )
    ],
)

slip(
    "`.jpg` somewhere in a name makes no picture, see `dog.jpg.txt`: look at the suffix.",
    loses=["leaves_out_the_rest", "looks_below"],
    edits=[
        (
            "path.suffix.lower() in SUFFIXES and path.is_file()",
            "path.is_file() and any(suffix in path.name.lower() for suffix in SUFFIXES)",
        )
    ],
)

slip(
    "The endings have no dot, so `dog_jpg` counts as a picture: ask for `.jpg`, dot included.",
    loses=["leaves_out_the_rest", "looks_below"],
    edits=[
        (
            "path.suffix.lower() in SUFFIXES and path.is_file()",
            'path.is_file() and path.name.lower().endswith(("jpg", "jpeg", "png"))',
        )
    ],
)

slip(
    "The paths are strings; the contract asks for `Path`s.",
    loses=[
        "finds_images",
        "leaves_out_the_rest",
        "accepts_an_empty_folder",
        "refuses_a_missing_folder",
    ],
    edits=[
        (
            'return sorted(path for path in folder.glob("*") if _is_image(path))',
            'paths = [p for p in folder.glob("*") if p.suffix.lower() in SUFFIXES and p.is_file()]\n'
            "return sorted(map(str, paths))",
        )
    ],
)


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
    "`list_images_below` finds nothing where no folder is, as `os.walk` and `rglob` do: ask `is_dir()` here, too.",
    loses=["refuses_a_missing_folder"],
)
def list_images_below(folder: Path) -> list[Path]:
    found = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(place) / name for name in files]
    return sorted(path for path in found if _is_image(path))


slip(
    "A missing folder raises another error than `FileNotFoundError`, which callers expect of files that are not there.",
    loses=["refuses_a_missing_folder"],
    edits=[
        (
            'FileNotFoundError(f"there is no folder {folder}")',
            'ValueError(f"there is no folder {folder}")',
        )
    ],
)


@mistake(
    "Only the folder itself is searched: `rglob('*')`, or the pattern `**/*`, goes on in the folders within it.",
    loses=["looks_below", "skips_hidden_folders"],
)
def list_images_below(folder: Path) -> list[Path]:
    return list_images(folder)


slip(
    "Only the folders one step below are searched, not those within them.",
    loses=["looks_below"],
    edits=[
        (
            'return sorted(p for p in folder.rglob("*") if _is_image(p) and not _is_hidden(p, folder))',
            'found = [*folder.glob("*"), *folder.glob("*/*")]\n'
            "return sorted(p for p in found if _is_image(p) and not _is_hidden(p, folder))",
        )
    ],
)


@mistake(
    "Pictures in hidden folders are listed, such as the small copies that a file browser keeps in `.thumbs`.",
    loses=["skips_hidden_folders"],
)
def _is_hidden(path: Path, folder: Path) -> bool:
    return False


slip(
    "The folder is searched for dots from its root on: if it lies in a hidden folder itself, nothing is found. Look at `path.relative_to(folder)`.",
    loses=["skips_hidden_folders"],
    edits=[("path.relative_to(folder)", "path")],
)

slip(
    "A picture whose own name begins with a dot is left out, too; only hidden folders are to be skipped.",
    loses=["skips_hidden_folders"],
    edits=[("path.relative_to(folder).parts[:-1]", "path.relative_to(folder).parts")],
)


@mistake(
    "Only the folder that holds the picture is looked at; one in `.cache/b` is hidden, too: look at all folders below.",
    loses=["skips_hidden_folders"],
)
def _is_hidden(path: Path, folder: Path) -> bool:
    return path.parent != folder and path.parent.name.startswith(".")


@mistake(
    "Only the first folder below is looked at; pictures in `old/.cache` are hidden, too: look at all folders below.",
    loses=["skips_hidden_folders"],
)
def _is_hidden(path: Path, folder: Path) -> bool:
    above = path.relative_to(folder).parts[:-1]
    return bool(above) and above[0].startswith(".")


slip(
    "The paths are sorted as texts, where `a-1.png` comes before `a/b.png`: sort the `Path`s themselves.",
    loses=["looks_below"],
    edits=[
        (
            'return sorted(p for p in folder.rglob("*") if _is_image(p) and not _is_hidden(p, folder))',
            'found = [p for p in folder.rglob("*") if _is_image(p) and not _is_hidden(p, folder)]\n'
            "return sorted(found, key=str)",
        )
    ],
)


@mistake(
    "The list is sorted folder by folder, not as a whole: sort the paths once, at the end.",
    loses=["looks_below"],
)
def list_images_below(folder: Path) -> list[Path]:
    _check(folder)
    inside = sorted(p for p in folder.rglob("*") if p.is_dir() and not p.name.startswith("."))
    found = [p for place in [folder, *inside] for p in list_images(place)]
    return [p for p in found if not _is_hidden(p, folder)]


@mistake(
    "The endings have no dot, so `dog_jpg` counts as a picture: ask for `.jpg`, dot included.",
    loses=["leaves_out_the_rest"],
)
def list_images(folder):
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and path.name.lower().endswith(("jpg", "jpeg", "png"))
    )


slip(
    "The names are sorted without regard to capital letters; `sorted` puts `CAT-9.jpg` before `cat-1.jpg`.",
    loses=["finds_images"],
    edits=[
        (
            'return sorted(path for path in folder.glob("*") if _is_image(path))',
            'pictures = [path for path in folder.glob("*") if _is_image(path)]\n'
            "return sorted(pictures, key=lambda path: path.name.lower())",
        )
    ],
)

slip(
    "With `yield` a generator comes back: it is no list, and a missing folder goes unnoticed until "
    "somebody loops.",
    loses=[
        "finds_images",
        "leaves_out_the_rest",
        "accepts_an_empty_folder",
        "refuses_a_missing_folder",
    ],
    edits=[
        (
            'return sorted(path for path in folder.glob("*") if _is_image(path))',
            'yield from sorted(path for path in folder.glob("*") if _is_image(path))',
        )
    ],
)
