"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import right


@right(
    "Takes the shape apart, which raises ValueError by itself if it has not four parts, and reshapes to the others.",
    seen="full marks",
)
def drop_channel(images):
    n, channels, height, width = images.shape
    if channels != 1:
        raise ValueError(f"{channels} channels, expected one")
    return images.reshape((n, height, width))
