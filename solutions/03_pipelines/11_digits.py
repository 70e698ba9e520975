# /// torchdojo
# title = "Digits from bytes"
# form = "module"
# start = "empty"
# difficulty = 3
# minutes = 45
# hints = [
#   """Work out by hand which bytes of the example file belong to which number. How many bytes \
#   has the header of a file of images, how many that of a file of labels? Which two facts, \
#   both known before you look at a single pixel, tell a damaged file from a good one?""",
#   """`path.read_bytes()` is the whole file, `int.from_bytes(data[i : i + 4], 'big')` one \
#   number of its header. What follows the header becomes a tensor without a loop; look up \
#   `torch.frombuffer` and `numpy.frombuffer`, and what they say about memory. For \
#   `read_digits`, the two splits differ in one word.""",
#   """The header has `4 * (1 + dimensions)` bytes: the magic number, then the shape. The file \
#   is whole if its length is the header plus `math.prod(shape)`. A `bytearray` is a copy of \
#   `bytes` that may be written to, and `torch.frombuffer` takes a `dtype` and an `offset`. \
#   `MNIST` wants to be told `train` and `transform` by name.""",
# ]
# ///
"""# Digits from bytes

Every dataset is bytes before it is tensors. The best known one in machine learning, MNIST, is four
files in a format called IDX: a few numbers that give the shape, then the pixels, one byte each.
Whoever can read these files can read most formats of tensors: checkpoints, audio and point clouds
are headers and bytes as well.

A reader that is wrong by eight bytes raises no error by itself. It returns pictures that are
shifted a little, or labels that belong to the pictures eight places further on, and the network
that learns from them stays at ten per cent for no visible reason. So a reader checks what it can
check, and refuses the rest.

## Goal

Write a reader of IDX files, and make of its bytes what a network wants. Then let torchvision's own
`MNIST` do the same.

## Contract

- `read_idx(path, dimensions)`
  - *takes* the `Path` of a file; 3 if it should hold images, 1 if labels
  - *returns* a **uint8** tensor with the shape that the header gives: `(N, rows, columns)`, or
    `(N,)`
- `read_digits(root, train)`
  - *takes* the `Path` of a folder; `True` for the training split, `False` for the test split
  - *returns* the tuple `(images, labels)`: images **float32** from 0 to 1, shape
    `(N, 1, rows, columns)`; labels **int64**, shape `(N,)`
- `digits_dataset(root, train, transform)`
  - *takes* the same, and a function of a picture or `None`
  - *returns* a `torchvision.datasets.MNIST` that reads the split in `root` and applies `transform`
    to each picture. It never downloads anything

`read_idx` raises `ValueError` if:

- the magic number is not the one that `MAGIC` holds for `dimensions`: whoever asks for images must
  not get labels;
- the file is not exactly as long as its header says, be it too short, even for the header, or too
  long.

`read_digits` raises `ValueError` if there are not as many images as labels. The tensors own their
memory: they can be written to without a warning, and writing changes neither the file nor what the
next reading returns. Every file holds at least one example; rows and columns can differ.

## The files

`root` is the folder that torchvision is given, and the files lie two folders deeper:

| file | split |
|---|---|
| `root/MNIST/raw/train-images-idx3-ubyte`, `root/MNIST/raw/train-labels-idx1-ubyte` | training |
| `root/MNIST/raw/t10k-images-idx3-ubyte`, `root/MNIST/raw/t10k-labels-idx1-ubyte` | test |

A header consists of numbers of four bytes: the *magic number*, then one size for each dimension.
The values follow, a byte each, the last index running fastest: row by row, picture by picture. This
is a whole file of three labels, 4, 0 and 9:

| bytes | as a number | is |
|---|---|---|
| `00 00 08 01` | 2049 | magic number: type 8, which is uint8, in 1 dimension |
| `00 00 00 03` | 3 | the size |
| `04` `00` `09` | 4, 0, 9 | the values |

## Which end first

The number 3 is `00 00 00 03` here: the big end comes first, *big-endian*. Your computer most
likely keeps its numbers the other way round, and whatever reads numbers "as they lie in memory"
reads something else:

```python
>>> int.from_bytes(bytes([0, 0, 2, 1]), "big"), int.from_bytes(bytes([0, 0, 2, 1]), "little")
(513, 16908288)
```

## Whose memory

A tensor can use existing bytes as its memory, without a copy. But `bytes` can never change in
Python, and a tensor can always be written to. PyTorch warns, once, and then lets you write into
memory that other code takes to be constant:

```python
>>> word = b"torch"
>>> letters = torch.frombuffer(word, dtype=torch.uint8)
UserWarning: The given buffer is not writable, ...
>>> letters[0] = 77  # writes into `word`: what happens now is undefined
```

NumPy's arrays over `bytes` are read-only and refuse, but `torch.from_numpy` turns them into tensors
that do not. Silencing the warning leaves the fault; a copy of the bytes removes it.

## Out of scope

Files compressed with gzip, files without examples, types other than uint8, downloading.

## Read more

[int.from_bytes](https://docs.python.org/3/library/stdtypes.html#int.from_bytes),
[struct](https://docs.python.org/3/library/struct.html),
[torch.frombuffer](https://docs.pytorch.org/docs/stable/generated/torch.frombuffer.html),
[numpy.frombuffer](https://numpy.org/doc/stable/reference/generated/numpy.frombuffer.html),
[torchvision.datasets.MNIST](https://docs.pytorch.org/vision/stable/generated/torchvision.datasets.MNIST.html).
The digits in this collection are smaller relatives of MNIST's, see `datasets/README.md`. In a
folder with the real files, nothing in your code has to change. Next: examples of different lengths
in one batch.
"""

# %%
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torchvision.datasets import MNIST

MAGIC = {3: 2051, 1: 2049}
"""The number that a file of uint8 in 3 dimensions, or in 1, begins with."""


# %%
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    """Return the values of an IDX file as a uint8 tensor of its own memory.

    Raises ValueError if the magic number is not `MAGIC[dimensions]`, or if the file is not as long
    as its header says.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "labels")
    >>> _ = path.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 3, 4, 0, 9]))
    >>> read_idx(path, 1)
    tensor([4, 0, 9], dtype=torch.uint8)
    """
    ### BEGIN SOLUTION
    data = path.read_bytes()
    start = 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if magic != MAGIC[dimensions]:
        raise ValueError(f"{path.name} begins with {magic}, expected {MAGIC[dimensions]}")
    if len(data) != start + math.prod(shape):
        raise ValueError(f"{path.name} has {len(data)} bytes, which do not make a shape of {shape}")
    return torch.frombuffer(bytearray(data), dtype=torch.uint8, offset=start).reshape(shape)
    ### END SOLUTION


# %%
def read_digits(root: Path, train: bool) -> tuple[torch.Tensor, torch.Tensor]:
    """Return images, float32 (N, 1, rows, columns) from 0 to 1, and labels, int64 (N,).

    Raises ValueError if there are not as many images as labels.

    >>> images, labels = read_digits(Path("datasets/digits"), train=False)
    >>> images.shape, labels[:5]
    (torch.Size([297, 1, 28, 28]), tensor([5, 0, 9, 8, 7]))
    """
    ### BEGIN SOLUTION
    folder, split = root / "MNIST" / "raw", "train" if train else "t10k"
    images = read_idx(folder / f"{split}-images-idx3-ubyte", 3)
    labels = read_idx(folder / f"{split}-labels-idx1-ubyte", 1)
    if len(images) != len(labels):
        raise ValueError(f"there are {len(images)} images, but {len(labels)} labels")
    return images.unsqueeze(1).float() / 255, labels.long()
    ### END SOLUTION


# %%
def digits_dataset(
    root: Path, train: bool, transform: Callable[[Image.Image], Any] | None
) -> MNIST:
    """Return torchvision's dataset of a split; `transform` is applied to each picture.

    >>> dataset = digits_dataset(Path("datasets/digits"), train=False, transform=None)
    >>> picture, label = dataset[0]
    >>> picture.size, label
    ((28, 28), 5)
    """
    ### BEGIN SOLUTION
    return MNIST(root, train=train, transform=transform)
    ### END SOLUTION


# %% tags=["explore"]
here = Path.cwd()
# The real MNIST, if you have called `torchdojo download mnist`, and else the digits beside it.
places = [place / "datasets" / "mnist" for place in (here, *here.parents)]
places += [place / "datasets" / "digits" for place in (here, *here.parents)]
root = next((place for place in places if place.is_dir()), None)
if root is None:
    raise FileNotFoundError(f"No datasets/digits in {here} or above: work inside the collection.")
for train in (True, False):
    images, labels = read_digits(root, train)
    print(f"{'training' if train else 'test'}: {tuple(images.shape)}, {images.dtype}")
    print(f"  of each digit: {labels.bincount().tolist()}")

# %% tags=["explore"]
from torchvision import transforms

images, labels = read_digits(root, train=True)
dataset = digits_dataset(root, train=True, transform=transforms.ToTensor())
same = all(
    torch.equal(images[i], picture) and labels[i] == label
    for i, (picture, label) in enumerate(dataset)
)
print("torchvision reads", "the same as you" if same else "something else than you")

# %% tags=["explore"]
import matplotlib.pyplot as plt

figure, rows = plt.subplots(3, 8, figsize=(8, 3.6), layout="constrained")
for axes, image, label in zip(rows.flat, images[:24], labels[:24], strict=True):
    axes.imshow(image[0], cmap="gray_r")
    axes.set_title(label.item())
    axes.axis("off")
figure.suptitle("Upright, and each under its own label?")
plt.show()
