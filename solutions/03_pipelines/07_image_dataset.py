# /// torchdojo
# title = "Pictures, one at a time"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 30
# hints = [
#   """Ask of every step when it happens: which files are opened when the dataset is made, \
#   which when one picture is asked for, and which are still open afterwards?""",
#   """`__init__` only keeps what it is given. In `__getitem__`: \
#   `with Image.open(...) as image:`, and inside it whatever still needs the pixels. A \
#   `transforms.Compose` is a list of steps, and their order matters.""",
#   """`with Image.open(self.files[index]) as image: image = image.convert('RGB')` reads, \
#   converts and closes. `transforms.Compose` takes a list of steps: \
#   `transforms.Resize((height, width))` first, then `transforms.ToTensor()`.""",
# ]
# ///
"""# Pictures, one at a time

Real data seldom comes as a tensor. It comes as thousands of files: pictures of different sizes,
some in grey, some with a transparent background, a few of them broken. All of them together do not
fit into memory.

The usual answer is a *lazy* dataset. It knows the names of the files, and opens one only when a
training loop asks for it. Starting takes no time, memory holds one batch, and several workers of a
`DataLoader` can each open different files.

## Goal

Turn a list of files into a dataset of tensors with labels.

## Contract

- `ImageDataset(files, labels, transform=None)`
  - *takes* a list of `Path`s, a list of as many labels, and a function or None
  - *returns* a `Dataset`; making one opens no file. Lists of different lengths raise `ValueError`
- `len(dataset)`
  - *returns* the number of files
- `dataset[i]`
  - *takes* a number
  - *returns* the tuple of picture and label. The picture is a `PIL.Image` in mode `RGB`, by
    Pillow's `convert`, whatever the file holds; if there is a `transform`, it is what `transform`
    makes of that picture
- `make_transform(height, width)`
  - *takes* two numbers
  - *returns* a `torchvision.transforms.Compose` that **first** resizes a picture to this height and
    width, by `Resize`'s own bilinear interpolation, **and then** makes a float32 tensor of it,
    shape `(3, height, width)`, values from 0 to 1

Three promises make a dataset lazy:

- each `dataset[i]` reads file `i` anew, and no other; nothing is kept;
- when it returns, the pixels are in memory and the file is closed;
- a file that is missing or broken stops the one who asks for it, and nobody else: its error, most
  often an `OSError`, passes through as it is. A network should not learn from a black rectangle
  instead.

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

It reads the first bytes, to learn the kind and the size, and leaves the rest until somebody needs
the pixels. So its file stays open, and the error of a broken file may come much later and somewhere
else. `load()`, `convert()` and other methods that need the pixels read them; leaving a `with` block
closes the file, read or not.

## Out of scope

Finding the files, random crops and flips, normalisation, animated pictures.

## Read more

[Pillow: lifecycle of a file](https://pillow.readthedocs.io/en/stable/reference/open_files.html),
[torchvision.transforms](https://docs.pytorch.org/vision/stable/transforms.html),
[writing a custom dataset](https://docs.pytorch.org/tutorials/beginner/basics/data_tutorial.html#creating-a-custom-dataset-for-your-files).
`torchvision.datasets.ImageFolder` does much of this for you if each class has a folder of its own.
Next: what the steps of a transform do, one by one.
"""

# %%
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PIL import Image
from torch.utils.data import Dataset
from torchvision import transforms


# %%
class ImageDataset(Dataset):
    """Pairs of picture and label, each picture read from its file when it is asked for.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "grey.png")
    >>> Image.new("L", (5, 3)).save(file)
    >>> dataset = ImageDataset([file], [1])
    >>> dataset[0][0].mode, dataset[0][1]
    ('RGB', 1)
    """

    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        """Raises ValueError if there are not as many labels as files."""
        ### BEGIN SOLUTION
        if len(files) != len(labels):
            raise ValueError(f"{len(files)} files but {len(labels)} labels")
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
    """Return a transform from a picture of any size to a float32 tensor (3, height, width).

    >>> make_transform(4, 6)(Image.new("RGB", (30, 10))).shape
    torch.Size([3, 4, 6])
    """
    ### BEGIN SOLUTION
    return transforms.Compose([transforms.Resize((height, width)), transforms.ToTensor()])
    ### END SOLUTION


# %% tags=["explore"]
here = Path.cwd()
places = [place / "datasets" / "pets" / "cat_dog_images" for place in (here, *here.parents)]
folder = next((place for place in places if place.is_dir()), None)
if folder is None:
    raise FileNotFoundError(f"No datasets/pets in {here} or above: work inside the collection.")
files = sorted(path for path in folder.glob("*.[jJ]*") if path.is_file())
for file in files[:6]:
    with Image.open(file) as image:
        size = "{} x {}".format(*image.size)
        print(f"{file.name:>12}: {size:>9}, mode {image.mode}")

# %% tags=["explore"]
import matplotlib.pyplot as plt
import torch
from torch.utils.data import DataLoader

dogs = [int(file.name.lower().startswith("dog")) for file in files]
dataset = ImageDataset(files, dogs, make_transform(80, 120))
order = torch.Generator().manual_seed(3)
batches = DataLoader(dataset, batch_size=4, shuffle=True, generator=order)
figure, rows = plt.subplots(2, 4, figsize=(10, 4), layout="constrained")
for row, (pictures, labels) in zip(rows, batches, strict=False):
    print(f"a batch of shape {tuple(pictures.shape)}, labels {labels.tolist()}")
    for axes, picture, label in zip(row, pictures, labels, strict=True):
        axes.imshow(picture.permute(1, 2, 0))
        axes.set_title(["cat", "dog"][label])
        axes.axis("off")
figure.suptitle("Two batches: every picture 80 high and 120 wide, in three channels")
plt.show()
