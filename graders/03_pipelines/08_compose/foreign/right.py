"""Right answers by people who had seen the exercise alone."""

from functools import partial, reduce
import numpy as np
import torch
from PIL import Image

from torchdojo.grading import right


@right("The chain is a fold over a tuple of steps.", seen="full marks")
class Compose:
    def __init__(self, steps):
        self.steps = tuple(steps)

    def __call__(self, x):
        return reduce(lambda value, step: step(value), self.steps, x)


@right("Pillow splits the picture into its channels, and torch stacks these.", seen="full marks")
def to_tensor(image):
    if image.mode not in ("RGB", "L"):
        raise ValueError(f"mode {image.mode} is neither RGB nor L: convert the picture first")
    bands = [torch.tensor(np.array(band)) for band in image.split()]
    return torch.stack(bands).to(torch.float32) / 255


@right("The step is Pillow's own method with its arguments filled in.", seen="full marks")
def resize(height, width):
    return partial(Image.Image.resize, size=(width, height), resample=Image.Resampling.BILINEAR)
