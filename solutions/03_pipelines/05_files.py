# /// torchdojo
# title = "The files of a folder"
# form = "module"
# start = "empty"
# difficulty = 1
# minutes = 20
# hints = [
#   """`glob` answers the question what is there, in no particular order, and gives whatever \
#   fits its pattern, folders too. Which three things does your answer have to add?""",
#   """A path knows its parts: `path.suffix` is the ending, `path.is_file()` asks the disk, \
#   `path.relative_to(folder).parts` are the names below `folder`. Sort the paths last.""",
#   """Keep what `is_file()` and has `suffix.lower()` in a set of endings, from \
#   `folder.glob('*')` or `folder.rglob('*')`. For hidden folders look at all parts but the \
#   last of the path relative to `folder`. A folder that is missing needs an `if` of its own: \
#   `glob` just finds nothing in it.""",
# ]
# ///
"""# The files of a folder

Every data set of pictures begins with a list of files, and many bugs begin there too. The list
comes in a different order on another machine, so a "random" split that was seeded with care
differs. The camera has written `.JPG`, and a third of the pictures is missing. Or the name of the
folder is misspelt, and the training runs, in a moment and without an error, on no pictures at all.

## Goal

List the pictures of a folder, the same ones in the same order everywhere.

## Contract

A *picture* here is a **file** whose name ends in `.jpg`, `.jpeg` or `.png`, in capital or small
letters.

- `list_images(folder)`
  - *takes* the `Path` of a folder
  - *returns* a list of the `Path`s of the pictures **directly** in it, `folder` included, sorted as
    `sorted` sorts paths
- `list_images_below(folder)`
  - *takes* the `Path` of a folder
  - *returns* the same for the pictures in the folder and in all folders within it, at any depth;
    those in a hidden folder, one below `folder` whose name begins with a dot, are left out

Rules:

- A folder without pictures gives an empty list.
- A folder that does not exist raises `FileNotFoundError`, in both.

## What `glob` promises

```python
>>> from pathlib import Path
>>> [path.name for path in Path("notes").glob("*.txt")]
['week2.txt', 'week10.txt', 'week1.txt']
>>> list(Path("no such folder").glob("*.txt"))
[]
```

It gives everything that fits the pattern: in the order in which the disk has it, folders as well as
files (a folder may well be called `old.txt`), and on Linux only names that agree in case. `rglob`
does the same at every depth. Where there is no folder it finds nothing, and says nothing.

A path from `glob` includes the folder that was searched, so it can be opened from anywhere.
`path.name` and `path.suffix` are parts of it, and `path.relative_to(folder)` is what comes after
`folder`.

## Out of scope

Looking into the files, links to other folders, a `folder` that is a file, other kinds of pictures,
a file that is called `.png` and nothing else.

## Read more

[Path.glob](https://docs.python.org/3/library/pathlib.html#pathlib.Path.glob),
[Path.relative_to](https://docs.python.org/3/library/pathlib.html#pathlib.PurePath.relative_to).
Next: what the name of a file says about what is in it.
"""

# %%
from pathlib import Path

SUFFIXES = {".jpg", ".jpeg", ".png"}


# %%
def list_images(folder: Path) -> list[Path]:
    """Return the image files directly in `folder`, sorted; the case of suffixes does not count.

    Raises FileNotFoundError if there is no such folder.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name in ("b.PNG", "notes.txt", "a.jpg"):
    ...     (folder / name).touch()
    >>> [str(path.relative_to(folder)) for path in list_images(folder)]
    ['a.jpg', 'b.PNG']
    """
    ### BEGIN SOLUTION
    _check(folder)
    return sorted(path for path in folder.glob("*") if _is_image(path))
    ### END SOLUTION


# %%
def list_images_below(folder: Path) -> list[Path]:
    """Return the image files in `folder` and below, sorted, but none from hidden folders.

    Raises FileNotFoundError if there is no such folder.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name in ("b.PNG", "old/c.jpg", ".trash/d.jpg"):
    ...     (folder / name).parent.mkdir(exist_ok=True)
    ...     (folder / name).touch()
    >>> [str(path.relative_to(folder)) for path in list_images_below(folder)]
    ['b.PNG', 'old/c.jpg']
    """
    ### BEGIN SOLUTION
    _check(folder)
    return sorted(p for p in folder.rglob("*") if _is_image(p) and not _is_hidden(p, folder))
    ### END SOLUTION


### BEGIN SOLUTION
def _check(folder: Path) -> None:
    """Raise FileNotFoundError if there is no `folder`, where `glob` would just find nothing."""
    if not folder.is_dir():
        raise FileNotFoundError(f"there is no folder {folder}")


def _is_image(path: Path) -> bool:
    """Whether `path` is a file with the suffix of a picture."""
    return path.suffix.lower() in SUFFIXES and path.is_file()


def _is_hidden(path: Path, folder: Path) -> bool:
    """Whether `path` lies in a hidden folder below `folder`."""
    return any(part.startswith(".") for part in path.relative_to(folder).parts[:-1])


### END SOLUTION
# %% tags=["explore"]
here = Path.cwd()
places = [place / "datasets" / "pets" for place in (here, *here.parents)]
pets = next((place for place in places if place.is_dir()), None)
if pets is None:
    raise FileNotFoundError(f"No datasets/pets in {here} or above: work inside the collection.")
print(f"directly in {pets.name}: {len(list_images(pets))} pictures")
for path in list_images_below(pets):
    print(path.relative_to(pets))
