# /// torchdojo
# title = "Who smiles? Faces with a table of attributes"
# form = "notebook"
# start = "empty"
# difficulty = 3
# minutes = 50
# hints = [
#   """Open `datasets/faces/celeba/list_attr_celeba.txt` in an editor. Which line holds the \
#   names, and how many fields has it compared with the lines below? For the dataset: two \
#   tables speak of the same pictures; what do they have in common, and may you rely on their \
#   order?""",
#   """`text.split()` without an argument cuts at any number of spaces and leaves no empty \
#   fields. The rows begin with the picture's name, so an attribute stands one place further to \
#   the right than in the header. A dictionary from name to label joins the tables. For \
#   torchvision: the dataset itself knows the names of its columns once it is made.""",
#   """`count, header, *rows = path.read_text().splitlines()`, then `names.index(name) + 1` is \
#   the place in a row; 1 becomes 1, -1 becomes 0, anything else an error. For torchvision pass \
#   `split`, `target_type=['attr', 'identity']` and `transform` by name; afterwards look for \
#   'Smiling' in `attr_names`, and set `target_transform` to a function that takes the pair \
#   apart.""",
# ]
# ///
"""# Who smiles? Faces with a table of attributes

Labels seldom come in the names of files. Mostly a table lies beside the pictures, and whoever wrote
it years ago had habits of their own: a count in the first line, numbers padded with spaces, yes and
no as 1 and -1. The table of CelebA, 202,599 photographs of faces with 40 attributes each, is of
this kind, and thousands of programs read it by "column 31".

A wrong column is a label like any other. A network trained on *Sideburns* instead of *Smiling*
learns sideburns, and its accuracy looks fine. So a good reader asks for columns **by name**, checks
what can be checked, and refuses the rest with a sentence that helps.

## Goal

Read one attribute from such a table, pick the pictures of one split, and make a dataset of both.
Then have torchvision's own `CelebA` do it.

## Contract

- `read_attribute(path, name)`
  - *takes* the `Path` of a table, the name of an attribute
  - *returns* a dictionary from the file name of each picture to 1 (yes) or 0 (no)
- `split_names(path, split)`
  - *takes* the `Path` of the partition, and `"train"`, `"valid"` or `"test"`
  - *returns* the list of the file names in this split, in the order of the file
- `Smiling(root, split, transform=None)`
  - *takes* the `Path` of the folder above `celeba`, a split, and a function of a picture or None
  - *returns* a `Dataset` of the pictures in this split, in the order of the partition. `dataset[i]`
    is the tuple `(picture, label)`: a `PIL.Image` in mode `RGB`, or what `transform` makes of it; 1
    if the person smiles, otherwise 0. Pictures are read when they are asked for, not before
- `faces_dataset(root, split, transform)`
  - *takes* the same
  - *returns* a `Faces`, torchvision's dataset as given below, of this split. `dataset[i]` is
    `(picture, (smiles, person))`: the picture as torchvision opens it (a grey file stays grey),
    after `transform`, if that is not None; `smiles` is the int 1 or 0, `person` the int that tells
    whose face it is

`read_attribute` raises `ValueError` if:

- no column has this name;
- the first line is not the number of rows below the header;
- a row does not have exactly one value for each name in the header;
- a value in the column that is asked for is neither 1 nor -1. What stands in other columns does not
  matter.

`split_names` raises `ValueError` for any other split.

## The files

The folder `celeba` holds:

- `list_attr_celeba.txt`, with lines such as
  - `3`: how many rows follow the header, 0 included
  - ` Bald Eyeglasses  Young `: the header, names of attributes, 40 in CelebA. There may be any
    number of them, in any order
  - `000001.jpg -1   1 -1`: a row, a picture, then a value for each attribute
- `list_eval_partition.txt`, with lines such as `000001.jpg 0`: a picture and its split: 0 is
  `train`, 1 `valid`, 2 `test`. No header
- `identity_CelebA.txt`, with lines such as `000001.jpg 2880`: a picture and its person. No header
- `img_align_celeba/000001.jpg`, a picture

Between two fields stands at least one space; before the first and after the last there may be some.
In the row above, the person wears glasses, is not bald, and not young.

Cut such a line with care:

```python
>>> "a  b ".split(" ")
['a', '', 'b', '']
>>> "a  b ".split()
['a', 'b']
```

## Joining two tables

Which label belongs to which picture? Both tables name the picture, and only the name counts: the
rows of one may be sorted, those of the other not.

```python
>>> prices = {"tea": 3, "milk": 1}
>>> [prices[drink] for drink in ["milk", "tea"]]
[1, 3]
```

torchvision's `CelebA` does rely on the order, and may, since it compares the checksum of every
table with that of the original. This is also why it refuses all other faces, such as the drawn ones
here, and why `Faces` leaves out this one test.

## What must not leak

A picture that was seen in training says nothing about how well a network does on new faces, so the
splits share no picture. They share no *person* either: the partition was made by identity. That is
why CelebA comes with a split, and why one should not draw one's own at random.

## Targets with several parts

`CelebA` can give more than attributes: `target_type` is `"attr"`, `"identity"`, `"bbox"`,
`"landmarks"`, or a list of these. For a list the target is a tuple in the same order. An `attr` is
a tensor of all attributes, mapped to 0 and 1 already, and `dataset.attr_names` are their names.
`target_transform` gets the whole target and makes of it what you need:

```python
>>> boxes = Faces(root, split="valid", target_type=["bbox", "identity"])
>>> boxes.target_transform = lambda target: target[0][2:].tolist()  # width and height
>>> boxes[0][1]
[112, 132]
```

## Out of scope

Downloading, missing values, blank lines, damaged partitions, unknown splits in `Smiling` and
`faces_dataset`, training a network.

## Read more

[torchvision.datasets.CelebA](https://docs.pytorch.org/vision/stable/generated/torchvision.datasets.CelebA.html),
[str.split](https://docs.python.org/3/library/stdtypes.html#str.split),
[writing a custom dataset](https://docs.pytorch.org/tutorials/beginner/basics/data_tutorial.html#creating-a-custom-dataset-for-your-files).
The faces in this collection were drawn, see `datasets/README.md`; in a folder with the real files,
nothing in your code has to change. Next: a dataset whose files are bytes without any text.
"""

# %%
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from torch.utils.data import Dataset
from torchvision.datasets import CelebA

SPLITS = {"train": 0, "valid": 1, "test": 2}


class Faces(CelebA):
    """torchvision's CelebA, for any files in its format: the checksums are not compared."""

    def _check_integrity(self) -> bool:
        return True


# %% [markdown]
# ## The table
# Look at the first lines before you write a reader.

# %% tags=["explore"]
here = Path.cwd()
# The real CelebA, if you have called `torchdojo download celeba`, and else the drawn faces.
places = [place / "datasets" / "celeba" for place in (here, *here.parents)]
places += [place / "datasets" / "faces" for place in (here, *here.parents)]
root = next((place for place in places if place.is_dir()), None)
if root is None:
    raise FileNotFoundError(f"No datasets/faces in {here} or above: work inside the collection.")
for line in (root / "celeba/list_attr_celeba.txt").read_text().splitlines()[:4]:
    print(f"{line[:60]!r} and {max(len(line) - 60, 0)} characters more")


# %%
def read_attribute(path: Path, name: str) -> dict[str, int]:
    r"""Return 1 or 0 for each picture in the table: whether it has the attribute `name`.

    Raises ValueError if there is no such attribute, or if the table is damaged.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "table.txt")
    >>> _ = path.write_text("2\nBald Smiling\n1.jpg -1  1\n2.jpg  1 -1\n")
    >>> read_attribute(path, "Smiling")
    {'1.jpg': 1, '2.jpg': 0}
    """
    ### BEGIN SOLUTION
    count, header, *rows = path.read_text().splitlines()
    names = header.split()
    if count.strip() != str(len(rows)):
        raise ValueError(f"{path.name} announces {count} rows, but has {len(rows)}")
    if name not in names:
        raise ValueError(f"{path.name} has no attribute {name}, only {', '.join(names)}")
    column, labels, found = names.index(name), {"1": 1, "-1": 0}, {}
    for row in rows:
        picture, *values = row.split()
        if len(values) != len(names) or values[column] not in labels:
            raise ValueError(f"{path.name}: the row of {picture} is damaged: {row}")
        found[picture] = labels[values[column]]
    return found
    ### END SOLUTION


# %%
def split_names(path: Path, split: str) -> list[str]:
    r"""Return the names of the pictures in `split`, in the order of the partition's file.

    Raises ValueError if `split` is not in `SPLITS`.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "partition.txt")
    >>> _ = path.write_text("1.jpg 0\n2.jpg 1\n3.jpg 0\n")
    >>> split_names(path, "train")
    ['1.jpg', '3.jpg']
    """
    ### BEGIN SOLUTION
    if split not in SPLITS:
        raise ValueError(f"there is no split {split}, only {', '.join(SPLITS)}")
    rows = (line.split() for line in path.read_text().splitlines())
    return [name for name, number in rows if int(number) == SPLITS[split]]
    ### END SOLUTION


# %% [markdown]
# ## The dataset
# Tables first, pictures later: making a `Smiling` opens no picture.


# %%
class Smiling(Dataset):
    """Pairs of picture and label: whether somebody smiles.

    >>> root = Path("datasets/faces")  # seen from the collection
    >>> dataset = Smiling(root, "valid")
    >>> len(dataset), dataset[0][0].size, dataset[0][1]
    (34, (178, 218), 1)
    """

    def __init__(
        self, root: Path, split: str, transform: Callable[[Image.Image], Any] | None = None
    ) -> None:
        ### BEGIN SOLUTION
        self.folder, self.transform = root / "celeba", transform
        self.names = split_names(self.folder / "list_eval_partition.txt", split)
        self.smiles = read_attribute(self.folder / "list_attr_celeba.txt", "Smiling")
        ### END SOLUTION

    def __len__(self) -> int:
        """Return the number of pictures in the split."""
        ### BEGIN SOLUTION
        return len(self.names)
        ### END SOLUTION

    def __getitem__(self, index: int) -> tuple[Any, int]:
        """Return the picture, transformed if there is a transform, and 1 for a smile or 0.

        Raises IndexError past the end.
        """
        ### BEGIN SOLUTION
        name = self.names[index]
        with Image.open(self.folder / "img_align_celeba" / name) as image:
            picture = image.convert("RGB")
        return self.transform(picture) if self.transform else picture, self.smiles[name]
        ### END SOLUTION


# %% tags=["explore"]
import matplotlib.pyplot as plt

dataset = Smiling(root, "train")
figure, rows = plt.subplots(2, 8, figsize=(11, 3.8), layout="constrained")
for axes, (picture, label) in zip(rows.flat, dataset, strict=False):
    axes.imshow(picture)
    axes.set_title(["no smile", "smiles"][label])
    axes.axis("off")
figure.suptitle("Does every face have its own label?")
plt.show()

# %% [markdown]
# ## torchvision's own
# One class, four arguments that matter, and a target made of two parts.


# %%
def faces_dataset(root: Path, split: str, transform: Callable[[Image.Image], Any] | None) -> Faces:
    """Return torchvision's dataset of `split`, whose targets are pairs: smiles (1 or 0), person.

    >>> root = Path("datasets/faces")  # seen from the collection
    >>> faces = faces_dataset(root, "valid", None)
    >>> faces[0][1]
    (1, 42)
    """
    ### BEGIN SOLUTION
    faces = Faces(root, split=split, target_type=["attr", "identity"], transform=transform)
    column = faces.attr_names.index("Smiling")
    faces.target_transform = lambda target: (int(target[0][column]), int(target[1]))
    return faces
    ### END SOLUTION


# %% tags=["explore"]
persons = {}
for split in SPLITS:
    mine, theirs = Smiling(root, split), faces_dataset(root, split, None)
    labels = [label for _, label in mine]
    targets = [target for _, target in theirs]
    persons[split] = {person for _, person in targets}
    same = "the same" if labels == [smiles for smiles, _ in targets] else "other"
    print(f"{split:>5}: {len(mine)} pictures of {len(persons[split])} persons;", end=" ")
    print(f"{sum(labels) / len(labels):.0%} smile; torchvision reads {same} labels")
print("persons in two splits:", len(persons["train"] & (persons["valid"] | persons["test"])))
