# /// torchdojo
# title = "Transforms, and how to compose them"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 35
# hints = [
#   """Take a picture of 2 rows and 3 columns and write down its shape at every station: \
#   Pillow's `size`, the NumPy array, the tensor for a network, the array for matplotlib. Which \
#   of these steps moves dimensions, and which one may never mix them up?""",
#   """`np.array(image)` is a copy of the pixels, rows first. `permute` names for every new \
#   dimension the old one that it comes from. `resize` returns a function, so define one inside \
#   it. For one channel there are two ways: give the grey array a third dimension, or treat it \
#   as a case of its own.""",
#   """Channels to the front is `permute(2, 0, 1)`, back again `permute(1, 2, 0)`; only then \
#   divide by 255, which must happen in float32. \
#   `image.resize((width, height), Image.Resampling.BILINEAR)` makes a new picture. \
#   `tensor.detach().cpu()`, clamped to 0 and 1, can become an array. The last function is \
#   three of torchvision's classes in a list: `Resize`, `ToTensor`, `Normalize`.""",
# ]
# ///
"""# Transforms, and how to compose them

Between a file and a network stands a short chain of steps: resize the picture, make a tensor of it,
normalise its colours. Each step is a function of one thing, and the chain is again a function of
one thing, so a dataset can take it as its `transform` and never know what is inside.

Each step is short, and each can go wrong without an error. A picture that was turned on its side,
or whose pixels were shuffled, is still a tensor of the right shape. The network learns a little
from it, and nobody looks. So here you also write the way back: from a tensor to a picture that you
can see.

## Goal

Write the chain and two of its steps by hand, with Pillow, NumPy and torch alone. Then build the
same from torchvision's own classes.

## Contract

- `Compose(steps)`
  - *takes* functions of one argument, in a list or anything else that can be looped over, once at
    least
  - *returns* an object `run`. `run(x)` gives `x` to the first step, what comes back to the second,
    and so on, and returns what the last one returns. It works any number of times; with no steps it
    returns `x`
- `to_tensor(image)`
  - *takes* a `PIL.Image` in mode `RGB` or `L` (grey)
  - *returns* a new float32 tensor of shape `(3, height, width)`, or `(1, height, width)` for a grey
    picture, values from 0 to 1. `ValueError` for any other mode
- `resize(height, width)`
  - *takes* two numbers
  - *returns* a *function* from a picture to a new picture of this height and width in the same
    mode, by bilinear interpolation
- `for_imshow(tensor)`
  - *takes* a float32 or float64 tensor of shape `(3, H, W)` or `(1, H, W)`, on any device, tracked
    by autograd or not
  - *returns* the NumPy array that `plt.imshow` wants: `(H, W, 3)`, or `(H, W)` for one channel, in
    the same dtype, values outside 0 to 1 clipped. `ValueError` for any other shape
- `make_transform(height, width, mean, std)`
  - *takes* two numbers, and two lists with a number for each of three channels
  - *returns* a `torchvision.transforms.Compose` of torchvision's own steps: resize to height and
    width, make a float32 tensor from 0 to 1, normalise each channel by its `mean` and `std`

The first four parts call nothing of torchvision. No step changes what it is given: the same picture
or tensor may be used again.

## Three layouts

| who | a colour picture that is 200 wide and 100 high |
|---|---|
| Pillow | `image.size == (200, 100)`: width first, no channels in it |
| NumPy, matplotlib | shape `(100, 200, 3)`: each pixel's three colours lie side by side |
| a tensor for a network | shape `(3, 100, 200)`: each channel is a picture of its own |

Going from one to another *moves* dimensions. `reshape` does not move anything: it reads all numbers
in their old order and cuts them differently. Here is a picture of one row and two pixels, a green
one and a blue one:

```python
>>> pixels = torch.tensor([[[0, 255, 0], [0, 0, 255]]])  # (1, 2, 3): row, column, channel
>>> pixels.movedim(-1, 0)[0]    # how red each pixel is: not at all
tensor([[0, 0]])
>>> pixels.reshape(3, 1, 2)[0]  # what came first: red and green of the first pixel
tensor([[  0, 255]])
```

The shapes agree, the pictures do not.

## Modes

A picture's *mode* says what its numbers mean. In `RGB` and `L` they are brightness, 0 to 255. In
`P` they are indices into a palette: index 7 is no darker than index 8, and a tensor of them is not
a picture. Rather than guess, `to_tensor` refuses; `image.convert("RGB")` is the caller's business.

## Which order

Mathematicians write the function that is applied first on the *right*; `Compose` has it on the
left, as one reads. And the order matters: Pillow rounds each colour to one of 256 steps when it
resizes, a tensor is not rounded, so "resize, then tensor" and "tensor, then resize" give different
numbers.

## Out of scope

Random transforms, transparency, pictures with 16 bits, `torchvision.transforms.v2`.

## Read more

[torchvision.transforms](https://docs.pytorch.org/vision/stable/transforms.html),
[Compose](https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.Compose.html),
[Normalize](https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.Normalize.html),
[torch.permute](https://docs.pytorch.org/docs/stable/generated/torch.permute.html),
[modes in Pillow](https://pillow.readthedocs.io/en/stable/handbook/concepts.html#modes),
[Image.resize](https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.Image.resize).
Next: a dataset whose labels stand in a table beside the pictures.
"""

# %%
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch
from PIL import Image
from torchvision import transforms


# %%
class Compose:
    """A chain of functions, called like one function.

    >>> run = Compose([lambda x: x + 1, lambda x: x * 10])
    >>> run(2)
    30
    """

    def __init__(self, steps: Iterable[Callable[[Any], Any]]) -> None:
        ### BEGIN SOLUTION
        self.steps = list(steps)
        ### END SOLUTION

    def __call__(self, x: Any) -> Any:
        """Return what the last step makes of what the steps before it made of `x`."""
        ### BEGIN SOLUTION
        for step in self.steps:
            x = step(x)
        return x
        ### END SOLUTION


# %%
def to_tensor(image: Image.Image) -> torch.Tensor:
    """Return a float32 tensor (channels, height, width) from 0 to 1.

    Raises ValueError if the mode of `image` is neither RGB nor L.

    >>> to_tensor(Image.new("RGB", (4, 2), "red"))[:, 0, 0]
    tensor([1., 0., 0.])
    """
    ### BEGIN SOLUTION
    if image.mode not in ("RGB", "L"):
        raise ValueError(f"the picture's mode is {image.mode}, expected RGB or L")
    pixels = np.array(image).reshape(image.height, image.width, len(image.getbands()))
    return torch.from_numpy(pixels).permute(2, 0, 1).float() / 255
    ### END SOLUTION


# %%
def resize(height: int, width: int) -> Callable[[Image.Image], Image.Image]:
    """Return a step that makes a new picture of this height and width, bilinearly interpolated.

    >>> resize(2, 4)(Image.new("L", (300, 100))).size
    (4, 2)
    """
    ### BEGIN SOLUTION
    return lambda image: image.resize((width, height), Image.Resampling.BILINEAR)
    ### END SOLUTION


# %%
def for_imshow(tensor: torch.Tensor) -> np.ndarray:
    """Return `tensor`, (3, H, W) or (1, H, W), as an array (H, W, 3) or (H, W) from 0 to 1.

    Raises ValueError for any other shape.

    >>> for_imshow(torch.tensor([[[0.5, 2.0]], [[0.0, 1.0]], [[-1.0, 0.25]]]))
    array([[[0.5 , 0.  , 0.  ],
            [1.  , 1.  , 0.25]]], dtype=float32)
    """
    ### BEGIN SOLUTION
    if tensor.dim() != 3 or len(tensor) not in (1, 3):
        raise ValueError(f"the shape is {tuple(tensor.shape)}, expected (3, H, W) or (1, H, W)")
    return tensor.detach().cpu().clamp(0, 1).permute(1, 2, 0).squeeze(-1).numpy()
    ### END SOLUTION


# %%
def make_transform(
    height: int, width: int, mean: list[float], std: list[float]
) -> transforms.Compose:
    """Return torchvision's chain from a picture to a normalised tensor (3, height, width).

    >>> run = make_transform(2, 4, [0.5, 0.5, 0.5], [0.25, 0.25, 0.25])
    >>> run(Image.new("RGB", (30, 10), "red"))[:, 0, 0]
    tensor([ 2., -2., -2.])
    """
    ### BEGIN SOLUTION
    size = transforms.Resize((height, width))
    return transforms.Compose([size, transforms.ToTensor(), transforms.Normalize(mean, std)])
    ### END SOLUTION


# %% tags=["explore"]
from pathlib import Path

here = Path.cwd()
places = [place / "datasets" / "pets" / "cat_dog_images" for place in (here, *here.parents)]
folder = next((place for place in places if place.is_dir()), None)
if folder is None:
    raise FileNotFoundError(f"No datasets/pets in {here} or above: work inside the collection.")
mine = Compose([resize(90, 120), to_tensor])
theirs = transforms.Compose([transforms.Resize((90, 120)), transforms.ToTensor()])
for name in ("cat-01.jpg", "dog-01.jpg", "cat_05.JPEG"):
    with Image.open(folder / name) as image:
        apart = (mine(image) - theirs(image)).abs().max().item()
        print(f"{name}, mode {image.mode}, becomes {tuple(mine(image).shape)};", end=" ")
        print(f"torchvision's tensor differs by at most {apart:.3g}")

# %% tags=["explore"]
import matplotlib.pyplot as plt

with Image.open(folder / "cat-01.jpg") as image:
    cat = mine(image)
    normalised = make_transform(90, 120, [0.6, 0.6, 0.6], [0.25, 0.25, 0.25])(image)
shown = {
    "for_imshow": for_imshow(cat),
    "permute(2, 1, 0)": cat.permute(2, 1, 0),
    "reshape(90, 120, 3)": cat.reshape(90, 120, 3),
    "normalised, clipped": for_imshow(normalised),
}
figure, row = plt.subplots(1, 4, figsize=(11, 3), layout="constrained")
for axes, (title, picture) in zip(row, shown.items(), strict=True):
    axes.imshow(picture)
    axes.set_title(title)
    axes.axis("off")
figure.suptitle("One tensor of a cat, laid out in four ways")
plt.show()
