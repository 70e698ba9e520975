"""Checks of `list_images` and `list_images_below`, on folders that are made afresh."""

import os
import tempfile
from pathlib import Path

import pytest

from torchdojo import probing


def make(folder, files, folders):
    """Makes `folder` with these files and folders in a place of its own, and goes there."""
    os.chdir(tempfile.mkdtemp())
    for name in [folder, *(folder / name for name in folders)]:
        name.mkdir(parents=True)
    for name in files:
        (folder / name).write_bytes(b"x")


def listed(module, function, folder, files, folders):
    """Calls `FUNCTION` on a fresh folder that holds files and folders of several names"""
    make(folder, files, folders)
    found = getattr(module, function)(folder)
    kinds = {"is list": isinstance(found, list), "are Paths": [isinstance(p, Path) for p in found]}
    return {"found": [str(Path(path).as_posix()) for path in found]} | kinds


def empty(module, function, files, folders):
    """Calls `FUNCTION` on a fresh folder without pictures, and notes what it returns or raises"""
    make(Path("pets"), files, folders)
    found = probing.outcome(getattr(module, function), Path("pets"), kinds=(FileNotFoundError,))
    return {"result": found.get("raised", found.get("returned"))}


def missing(module, function):
    """Calls `FUNCTION` on a folder with a picture in it, and on one that does not exist"""
    folder = Path(tempfile.mkdtemp())
    (folder / "cat.png").write_bytes(b"x")
    found = [path.name for path in getattr(module, function)(folder)]
    kind = probing.raised(getattr(module, function), folder / "cta", kinds=(FileNotFoundError,))
    return {"in the folder": found, "misspelt": kind}


def names(draw):
    """Names of pictures, in an order that is neither sorted nor that of their making."""
    suffixes = [".jpg", ".JPG", ".jpeg", ".JPEG", ".png", ".PNG", ".Jpg", ".jpg", ".png"]
    animals = draw.shuffled(["cat", "Cat", "CAT", "dog", "Dog", "DOG", "cat", "dog", "fox"])
    numbers = draw.shuffled(range(10, 99))
    parts = zip(animals, numbers, draw.shuffled(suffixes), strict=False)
    return [f"{animal}-{number}{suffix}" for animal, number, suffix in parts]


OTHERS = ["hotdog.txt", "dog.jpg.txt", "dog_jpg", "cat.jpgx", "drafts.jpg/cat-01.jpg"]


@pytest.mark.points(2)
def test_finds_images(agree, draw):
    """`list_images` returns the paths of all pictures in the folder, sorted, `.JPG` included."""
    files = draw.shuffled([*names(draw), ".fox-1.png", "fox.old.jpg"])
    agree.run(listed, "list_images", Path("cat_dog_images"), files, [])


@pytest.mark.hidden
@pytest.mark.points(2)
def test_leaves_out_the_rest(agree, draw):
    """`list_images` leaves out folders, what lies in them, and files of other kinds."""
    files = draw.shuffled(["cat-02.png", *OTHERS])
    agree.run(listed, "list_images", Path("pets"), files, ["drafts.jpg", "more"])


@pytest.mark.points(2)
def test_looks_below(agree, draw):
    """`list_images_below` finds pictures at every depth, and no folders or other files."""
    files = [
        f"{folder}/{name}" for folder in ("b", "a", "a/deep/er", ".") for name in names(draw)[:3]
    ]
    folders = ["b", "a/deep/er", "drafts.jpg"]
    files += ["a-1.png", "fox.old.jpg", *OTHERS]
    agree.run(listed, "list_images_below", Path("pets"), draw.shuffled(files), folders)


@pytest.mark.hidden
def test_skips_hidden_folders(agree, draw):
    """`list_images_below` skips folders like `.thumbs` at any depth, but only those below."""
    files = [".thumbs/cat-1.jpg", "old/.cache/b/dog.png", ".cat.png", "old/dog.JPG", "a.b/cat.png"]
    files += [".thumbs/big/cat-2.jpg", "old/.cache/cat-3.png", "old/fox.b.jpg"]
    folders = [".thumbs/big", "old/.cache/b", "a.b"]
    agree.run(listed, "list_images_below", Path(".data/pets"), draw.shuffled(files), folders)


def test_accepts_an_empty_folder(agree):
    """A folder without pictures gives an empty list."""
    for function in ("list_images", "list_images_below"):
        agree.run(listed, function, Path("pets"), ["cat.png"], [])
        agree.run(empty, function, ["readme.txt"], ["more.png"])
        agree.run(empty, function, [], [])


@pytest.mark.points(2)
def test_refuses_a_missing_folder(agree):
    """A folder that does not exist is a FileNotFoundError, not an empty list."""
    for function in ("list_images", "list_images_below"):
        agree.run(missing, function)
