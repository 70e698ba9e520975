"""Right answers by people who had seen the exercise alone, of a third round."""

import numpy as np
import torch

from torchdojo.grading import right


@right(
    "Splits the picture into its bands, makes a matrix of each, and stacks these.",
    seen="full marks",
)
def to_tensor(image):
    if image.mode not in {"RGB", "L"}:
        raise ValueError(f"cannot make a tensor of a picture in mode {image.mode}")
    planes = []
    for band in image.split():
        brightness = np.array(band, dtype=np.uint8)
        planes.append(torch.tensor(brightness, dtype=torch.float32) / 255.0)
    return torch.stack(planes)
