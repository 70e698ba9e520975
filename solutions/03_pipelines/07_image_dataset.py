# /// torchdojo
# title = "Pictures from a folder"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 40
# hints = [
#   "Ask of every step when it happens: which files are opened when the dataset is made, which when one picture is asked for? And of every path: which part of it may you look at? `path.name` and `path.suffix` are parts, `str(path)` is all of it.",
#   "`sorted(folder.glob('*'))`, keeping what `is_file()` and has a fitting `suffix.lower()`. `name.lower().startswith(...)` decides a label. In `__getitem__`: `with Image.open(...) as image:`, and inside it whatever still needs the pixels. `islice` stops an iterable early.",
#   "`with Image.open(self.files[index]) as image: image = image.convert('RGB')` reads, converts and closes. `transforms.Compose` takes a list of steps: `transforms.Resize((height, width))` first, then `transforms.ToTensor()`. `list(islice(items, k))` takes k.",
# ]
# ///
"""# Pictures from a folder

Real data seldom comes as a tensor. It comes as a folder: thousands of pictures of different sizes,
some in grey, some with capital letters in their names, and a few files that are no pictures at all.
All of them together do not fit into memory.

The usual answer is a *lazy* dataset. It knows the names of the files, and opens one only when a
training loop asks for it. Starting takes no time, memory holds one batch, and several workers of a
`DataLoader` can each open other files.

## Goal

Turn a folder of cats and dogs into a dataset of tensors with labels, in five small steps.

## Contract

| part | takes | returns or does |
|---|---|---|
| `list_images(folder)` | the `Path` of a folder | a list of `Path`s, `folder` included, sorted as `sorted` does: the **files** directly in it that end in `.jpg`, `.jpeg` or `.png`, in capital or small letters |
| `label_of(path)` | the `Path` of a picture | 1 if the file's **name** begins with `dog`, 0 if it begins with `cat`, in capital or small letters; for any other name, `ValueError` |
| `ImageDataset(files, labels, transform=None)` | two lists of the same length, and a function or None | a `Dataset`; making one opens no file |
| `len(dataset)` | | the number of files |
| `dataset[i]` | a number | the tuple of picture and label. The picture is a `PIL.Image` in mode `RGB`, whatever the file holds; if there is a `transform`, it is what `transform` makes of that picture |
| `make_transform(height, width)` | two numbers | a `torchvision.transforms.Compose` that **first** resizes a picture to this height and width **and then** makes a float32 tensor of it, shape `(3, height, width)`, values from 0 to 1 |
| `take(items, k)` | anything that can be looped over | a list of its first `k` items, or of all if there are fewer. It asks `items` for no item beyond these |

Three promises make a dataset lazy:

- each `dataset[i]` reads file `i` anew, and no other; nothing is kept;
- when it returns, the pixels are in memory and the file is closed;
- a file that is missing or broken stops the one who asks for it, and nobody else: the error (Pillow's
  own, an `OSError`) passes through. A network should not learn from a black rectangle instead.

## Names have parts

```python
>>> path = Path("holiday_photos/Beach.Evening.PNG")
>>> path.name, path.suffix, path.parent
('Beach.Evening.PNG', '.PNG', PosixPath('holiday_photos'))
>>> "photo" in str(path), "photo" in path.name
(True, False)
```

`folder.glob("*")` gives everything in a folder, folders too, in an order that differs from one
machine to another. A run can only be repeated if the list is sorted.

## Width, height, channels

| who | a picture that is 200 wide and 100 high |
|---|---|
| Pillow | `image.size == (200, 100)`: width first |
| `transforms.Resize` | `Resize((100, 200))`: height first |
| a tensor for a network | shape `(3, 100, 200)`: channels, height, width |

`transforms.Resize` with a *single* number keeps the proportions of a picture, so that pictures of
different shapes stay different and cannot be stacked into a batch. The order of the steps matters,
too: Pillow rounds each colour to one of 256 steps when it resizes, a tensor is not rounded.

## What `Image.open` does not do

It reads the first bytes, to learn the kind and the size, and waits with the rest until somebody
needs the pixels. So its file stays open, and the error of a broken file may come much later and
somewhere else. `load()`, `convert()` and other methods that need the pixels read them; leaving a
`with` block closes the file, read or not.

## Out of scope

Pictures in folders within the folder, random crops and flips, normalisation, animated pictures.

## Read more

[Path.glob](https://docs.python.org/3/library/pathlib.html#pathlib.Path.glob),
[itertools.islice](https://docs.python.org/3/library/itertools.html#itertools.islice),
[Pillow: lifecycle of a file](https://pillow.readthedocs.io/en/stable/reference/open_files.html),
[torchvision.transforms](https://docs.pytorch.org/vision/stable/transforms.html),
[writing a custom dataset](https://docs.pytorch.org/tutorials/beginner/basics/data_tutorial.html#creating-a-custom-dataset-for-your-files).
`torchvision.datasets.ImageFolder` does much of this for you if each class has a folder of its own.
Next: a dataset whose labels stand in a table beside the pictures.
"""

# %%
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from PIL import Image
from torch.utils.data import Dataset
from torchvision import transforms

SUFFIXES = {".jpg", ".jpeg", ".png"}


# %%
def list_images(folder: Path) -> list[Path]:
    """Return the image files directly in `folder`, sorted; the case of suffixes does not count."""
    ### BEGIN SOLUTION
    found = (path for path in folder.glob("*") if path.suffix.lower() in SUFFIXES)
    return sorted(path for path in found if path.is_file())
    ### END SOLUTION


# %%
def label_of(path: Path) -> int:
    """Return 1 for the file of a dog, 0 for that of a cat, by the beginning of its name.

    Raises ValueError for any other name.
    """
    ### BEGIN SOLUTION
    for label, animal in enumerate(["cat", "dog"]):
        if path.name.lower().startswith(animal):
            return label
    raise ValueError(f"{path.name} is the name of neither a cat nor a dog")
    ### END SOLUTION


# %%
class ImageDataset(Dataset):
    """Pairs of picture and label, each picture read from its file when it is asked for."""

    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        ### BEGIN SOLUTION
        self.files, self.labels, self.transform = files, labels, transform
        ### END SOLUTION

    def __len__(self) -> int:
        """Return the number of files."""
        ### BEGIN SOLUTION
        return len(self.files)
        ### END SOLUTION

    def __getitem__(self, index: int) -> tuple[Any, int]:
        """Return the picture in RGB, transformed if there is a transform, and its label.

        Raises IndexError past the end, and OSError if the file cannot be read.
        """
        ### BEGIN SOLUTION
        with Image.open(self.files[index]) as image:
            picture = image.convert("RGB")
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, self.labels[index]
        ### END SOLUTION


# %%
def make_transform(height: int, width: int) -> transforms.Compose:
    """Return a transform from a picture of any size to a float32 tensor (3, height, width)."""
    ### BEGIN SOLUTION
    return transforms.Compose([transforms.Resize((height, width)), transforms.ToTensor()])
    ### END SOLUTION


# %%
def take(items: Iterable[Any], k: int) -> list[Any]:
    """Return the first `k` of `items` as a list, or all if there are fewer; ask for no more."""
    ### BEGIN SOLUTION
    return list(islice(items, k))
    ### END SOLUTION


# %% tags=["explore"]
here = Path.cwd()
places = [place / "datasets" / "pets" / "cat_dog_images" for place in (here, *here.parents)]
folder = next((place for place in places if place.is_dir()), None)
if folder is None:
    raise FileNotFoundError(f"No datasets/pets in {here} or above: work inside the collection.")
files = list_images(folder)
print(f"{len(list(folder.glob('*')))} things in {folder.name}, {len(files)} of them pictures")
for file in files:
    with Image.open(file) as image:
        size = "{} x {}".format(*image.size)
        print(f"{file.name:>12}: {size:>9}, mode {image.mode:3}, label {label_of(file)}")

# %% tags=["explore"]
import matplotlib.pyplot as plt
import torch
from torch.utils.data import DataLoader

dataset = ImageDataset(files, [label_of(file) for file in files], make_transform(80, 120))
order = torch.Generator().manual_seed(3)
batches = DataLoader(dataset, batch_size=4, shuffle=True, generator=order)
figure, rows = plt.subplots(2, 4, figsize=(10, 4), layout="constrained")
for row, (pictures, labels) in zip(rows, take(batches, 2), strict=True):
    print(f"a batch of shape {tuple(pictures.shape)}, labels {labels.tolist()}")
    for axes, picture, label in zip(row, pictures, labels, strict=True):
        axes.imshow(picture.permute(1, 2, 0))
        axes.set_title(["cat", "dog"][label])
        axes.axis("off")
figure.suptitle("Two batches: every picture 80 high and 120 wide, in three channels")
plt.show()
