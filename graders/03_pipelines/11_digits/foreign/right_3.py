"""Right answers by people who had seen the exercise alone, of a third round."""

import math

import numpy as np
import torch

from torchdojo.grading import right


@right(
    "NumPy reads the file into an array of its own, and a big-endian view of its beginning is the header.",
    seen="full marks",
)
def read_idx(path, dimensions):
    raw = np.fromfile(path, dtype=np.uint8)
    start = 4 * (1 + dimensions)
    if raw.size < start:
        raise ValueError(f"{raw.size} bytes are too few for a header of {start}")
    magic, *sizes = raw[:start].view(">u4").tolist()
    if magic != MAGIC[dimensions]:  # noqa: F821
        raise ValueError(f"the magic number is {magic} and not {MAGIC[dimensions]}")  # noqa: F821
    values = raw[start:]
    if values.size != math.prod(sizes):
        raise ValueError(f"{values.size} values, but the header says {sizes}")
    return torch.from_numpy(values.copy()).reshape(sizes)
