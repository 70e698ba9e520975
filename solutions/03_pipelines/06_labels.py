# /// torchdojo
# title = "Labels from names"
# form = "module"
# start = "empty"
# difficulty = 1
# minutes = 20
# hints = [
#   """Which part of a path did the one who named the file mean as its label? The rest of the \
#   path, and the rest of the name, may say anything.""",
#   """`path.name.lower().startswith('dog')` looks at the beginning of the name alone. \
#   `path.parent.name` is the name of the folder that holds the file. `sorted(set(...))` gives \
#   each class once, in order.""",
#   """`label_of` compares the name's beginning with both animals and raises ValueError at the \
#   end. `labels_of` makes `torch.tensor([...], dtype=torch.int64)`. `folder_labels` first \
#   collects the sorted class names, then looks up `classes.index(...)`, or a dict, for every \
#   path.""",
# ]
# ///
"""# Labels from names

A folder of pictures often comes without a table of labels: the names of the files say what is in
them, or each class has a folder of its own. Reading a label from a path takes one line, and there
are many wrong lines. A famous one asks whether `'dog' in path`: since the folder is called
`cat_dog_images`, everything becomes a dog, the network reaches 100 % within one epoch, and nobody
complains about such a good result.

## Goal

Turn the paths of pictures into labels, and refuse names that say nothing.

## Contract

- `label_of(path)`
  - *takes* the `Path` of a picture
  - *returns* 1 if the file's **name** begins with `dog`, 0 if it begins with `cat`, in capital or
    small letters; any other name raises `ValueError`
- `labels_of(paths)`
  - *takes* a list of such `Path`s, perhaps empty
  - *returns* their labels as an int64 tensor of shape `(N,)`, in the same order; raises
    `ValueError` if one of them has no label
- `folder_labels(paths)`
  - *takes* a list of `Path`s, perhaps empty, of which each lies in the folder of its class, such as
    `data/zebra/7.png`
  - *returns* the tuple of an int64 tensor of shape `(N,)` and the list of class names. Classes are
    the names of the **folders that hold the files**, each once, sorted; a label is the place of its
    class in that list

No function opens a file: the paths need not exist.

## Names have parts

```python
>>> from pathlib import Path
>>> path = Path("holiday_photos/Beach.Evening.PNG")
>>> path.name, path.suffix, path.parent.name
('Beach.Evening.PNG', '.PNG', 'holiday_photos')
>>> "photo" in str(path), "photo" in path.name
(True, False)
```

## Why int64, and why sorted

`nn.CrossEntropyLoss` takes labels of the dtype `torch.int64` and refuses others; a tensor made of
an empty list is float32 unless you say otherwise. Classes have no order of their own, but a trained
network has one: its third output *is* the third class. If the order came from the disk or from a
`set`, the same weights would mean different animals on another machine.
`torchvision.datasets.ImageFolder` sorts them, too.

## Out of scope

Labels from a table, several labels for a picture, looking at the pixels.

## Read more

[PurePath.name and
PurePath.parent](https://docs.python.org/3/library/pathlib.html#pathlib.PurePath.name),
[ImageFolder](https://docs.pytorch.org/vision/stable/generated/torchvision.datasets.ImageFolder.html).
Next: pictures and labels, read one pair at a time.
"""

# %%
from collections.abc import Sequence
from pathlib import Path

import torch


# %%
def label_of(path: Path) -> int:
    """Return 1 for the file of a dog, 0 for that of a cat, by the beginning of its name.

    Raises ValueError for any other name.

    >>> label_of(Path("cats/Dog-7.jpg"))
    1
    """
    ### BEGIN SOLUTION
    for label, animal in enumerate(["cat", "dog"]):
        if path.name.lower().startswith(animal):
            return label
    raise ValueError(f"{path.name} is the name of neither a cat nor a dog")
    ### END SOLUTION


# %%
def labels_of(paths: Sequence[Path]) -> torch.Tensor:
    """Return the labels of cats and dogs as an int64 tensor of shape (N,).

    Raises ValueError if a path has the name of neither.

    >>> labels_of([Path("cat-1.png"), Path("dog-2.png"), Path("CAT.jpg")])
    tensor([0, 1, 0])
    """
    ### BEGIN SOLUTION
    return torch.tensor([label_of(path) for path in paths], dtype=torch.int64)
    ### END SOLUTION


# %%
def folder_labels(paths: Sequence[Path]) -> tuple[torch.Tensor, list[str]]:
    """Return the labels (N,), int64, and the class names: the sorted names of the folders.

    >>> folder_labels([Path("zoo/zebra/1.png"), Path("zoo/ant/2.png"), Path("zebra/3.png")])
    (tensor([1, 0, 1]), ['ant', 'zebra'])
    """
    ### BEGIN SOLUTION
    names = [path.parent.name for path in paths]
    classes = sorted(set(names))
    return torch.tensor([classes.index(name) for name in names], dtype=torch.int64), classes
    ### END SOLUTION


# %% tags=["explore"]
here = Path.cwd()
places = [place / "datasets" / "pets" / "cat_dog_images" for place in (here, *here.parents)]
folder = next((place for place in places if place.is_dir()), None)
if folder is None:
    raise FileNotFoundError(f"No datasets/pets in {here} or above: work inside the collection.")
for path in sorted(folder.glob("*")):
    try:
        print(f"{path.name:>14}  {label_of(path)}")
    except ValueError as error:
        print(f"{path.name:>14}  refused: {error}")
