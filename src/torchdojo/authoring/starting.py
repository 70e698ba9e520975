"""Beginning: a collection of one's own, and an exercise in it that works at once."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template

from torchdojo.authoring.writing import write
from torchdojo.catalog import Collection
from torchdojo.errors import DojoError
from torchdojo.keeping import Keeper

_ID = re.compile(r"\d{2,3}_[a-z][a-z0-9_]*")
_LONGEST = 60
_COLLECTION = {
    "pyproject.toml": "pyproject.toml",
    "README.md": "README.md",
    ".gitignore": "gitignore",
    "graders/conftest.py": "conftest.py",
    "datasets/README.md": "datasets.md",
}


@cache
def template(name: str) -> str:
    """A file that a new collection or exercise begins with."""
    return (files("torchdojo.authoring") / "templates" / f"{name}.txt").read_text("utf-8")


def new_collection(folder: Path) -> None:
    """Make an empty collection; raises `DojoError` where `folder` holds something."""
    if folder.is_dir() and any(folder.iterdir()):
        raise DojoError(f"{folder} is not empty: name a new folder for the collection.")
    if folder.exists() and not folder.is_dir():
        raise DojoError(f"{folder} is a file: name a new folder for the collection.")
    texts = {path: _filled(name, name=folder.name) for path, name in _COLLECTION.items()}
    Keeper(folder, manifest=None).write({path: text.encode() for path, text in texts.items()})
    for name in ("solutions", "exercises"):
        (folder / name).mkdir()


@dataclass(frozen=True)
class Begun:
    """An exercise that was begun, and what was written for it, by path in the collection."""

    id: str
    written: tuple[str, ...]


def new_exercise(collection: Collection, id: str) -> Begun:
    """Write the pattern of an exercise, and its stub; raises `DojoError` if `id` is no good."""
    id = id.removesuffix(".py").strip("/")
    _need_good(id)
    _need_free(collection, id)
    name = re.sub(r"^\d+_", "", id.split("/")[1])
    graders = f"graders/{id}"
    places = {
        f"solutions/{id}.py": "solution.py",
        f"{graders}/test_{name}.py": "checks.py",
        f"{graders}/mistakes.py": "mistakes.py",
        f"{graders}/alternatives.py": "alternatives.py",
    }
    title = name.replace("_", " ").capitalize()
    texts = {path: _filled(one, id=id, title=title).encode() for path, one in places.items()}
    (collection.root / "exercises").mkdir(exist_ok=True)
    keeper = Keeper(collection.root, manifest=None)
    keeper.write(texts)
    changes = write(Collection(collection.root), None, lambda path: False)
    return Begun(id, (*texts, *changes.wrote))


def _filled(template_name: str, **values: str) -> str:
    return Template(template(template_name)).safe_substitute(values)


def _need_good(id: str) -> None:
    parts = id.split("/")
    if len(parts) != 2 or not all(_ID.fullmatch(part) for part in parts) or len(id) > _LONGEST:
        raise DojoError(
            f"`{id}` cannot name an exercise: write TRACK/NN_name, such as `01_basics/02_centre`: "
            "two digits, `_`, then small letters, digits and `_`."
        )


def _need_free(collection: Collection, id: str) -> None:
    track, _, name = id.partition("/")
    places = [collection.root / kind / track for kind in ("solutions", "graders", "exercises")]
    taken = [path for place in places for path in place.glob(f"{name}*") if path.stem == name]
    if taken:
        there = taken[0].relative_to(collection.root)
        raise DojoError(f"{there} is there already: choose another name.")
    same = [one for one in collection.exercises if one.partition("/")[2] == name]
    if same:
        raise DojoError(
            f"{same[0]} has the same name, and an assignment could not hold both: choose another."
        )
