"""Right answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any

import numpy as np
import torch
from PIL import Image

from torchdojo.grading import right


@right("The raw bytes of the picture, cut into rows, columns and channels.", seen="full marks")
def to_tensor(image: Image.Image) -> torch.Tensor:
    channels = {"RGB": 3, "L": 1}.get(image.mode)
    if channels is None:
        raise ValueError(f"mode {image.mode} is neither RGB nor L; convert the picture first")
    width, height = image.size
    values = torch.frombuffer(bytearray(image.tobytes()), dtype=torch.uint8)
    planes = [values[channel::channels].reshape(height, width) for channel in range(channels)]
    return torch.stack(planes).to(torch.float32) / 255


@right("Folds the functions with reduce, over a tuple of its own.", seen="full marks")
class Compose:
    def __init__(self, steps: Iterable[Callable[[Any], Any]]) -> None:
        self._steps = tuple(steps)

    def __call__(self, x: Any) -> Any:
        return reduce(lambda value, step: step(value), self._steps, x)
