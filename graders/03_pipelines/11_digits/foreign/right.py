"""Right answers by people who had seen the exercise alone."""

import math
import struct
import torch
from torchvision.datasets import MNIST

from torchdojo.grading import right


@right(
    "Compares the length with the file's size, then reads straight into the new tensor's memory.",
    seen="full marks",
)
def read_idx(path, dimensions):
    length = 4 * (1 + dimensions)
    with path.open("rb") as file:
        header = file.read(length)
        if len(header) < length:
            raise ValueError(f"{path} ends within its header")
        magic, *shape = struct.unpack(f">{1 + dimensions}I", header)
        if magic != MAGIC[dimensions]:
            raise ValueError(f"{path} begins with {magic} instead of {MAGIC[dimensions]}")
        size = path.stat().st_size
        if size != length + math.prod(shape):
            raise ValueError(f"{path} has {size} bytes, but needs {length + math.prod(shape)}")
        values = torch.empty(shape, dtype=torch.uint8)
        file.readinto(values.numpy())
    return values


@right(
    "Looks the 256 possible values up in a table, instead of dividing each pixel.",
    seen="full marks",
)
def read_digits(root, train):
    raw = root / "MNIST" / "raw"
    prefix = {True: "train", False: "t10k"}[bool(train)]
    images = read_idx(raw / f"{prefix}-images-idx3-ubyte", 3)
    labels = read_idx(raw / f"{prefix}-labels-idx1-ubyte", 1)
    if images.shape[0] != labels.shape[0]:
        raise ValueError(f"{images.shape[0]} images do not fit {labels.shape[0]} labels")
    grey = torch.arange(256, dtype=torch.float32) / 255
    return grey[images.unsqueeze(1).to(torch.int64)], labels.to(torch.int64)


@right("Makes the dataset without a transform and sets it afterwards.", seen="full marks")
def digits_dataset(root, train, transform):
    dataset = MNIST(root, train=train)
    dataset.transform = transform
    return dataset
