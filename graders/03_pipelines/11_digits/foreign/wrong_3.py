"""Wrong answers by people who had seen the exercise alone, of a third round."""

import math
import struct

import torch
from torchvision.datasets import MNIST

from torchdojo.grading import wrong


@wrong(
    "A file that is too short for its header makes `struct.unpack` fail with struct.error, which is no ValueError: "
    "compare the length before you read the header.",
    seen="named",
)
def read_idx(path, dimensions):
    data = bytearray(path.read_bytes())
    start = 4 * (1 + dimensions)
    magic, *shape = struct.unpack(f">{1 + dimensions}I", data[:start])
    if magic != MAGIC[dimensions]:  # noqa: F821
        raise ValueError(f"magic number {magic}, expected {MAGIC[dimensions]}")  # noqa: F821
    if len(data) != start + math.prod(shape):
        raise ValueError(f"{path} does not have the length that its header tells")
    return torch.frombuffer(data, dtype=torch.uint8, offset=start).reshape(shape)


@wrong(
    "Pixels are divided by the largest one in the file instead of by 255, which is the same only if some pixel is 255: "
    "a file of pale digits comes out too dark.",
    seen="named",
)
def read_digits(root, train):
    folder = root / "MNIST" / "raw"
    prefix = "train" if train else "t10k"
    images = read_idx(folder / f"{prefix}-images-idx3-ubyte", 3)  # noqa: F821
    labels = read_idx(folder / f"{prefix}-labels-idx1-ubyte", 1)  # noqa: F821
    if len(images) != len(labels):
        raise ValueError(f"{len(images)} images but {len(labels)} labels")
    images = images.float()
    return (images / images.max()).unsqueeze(1), labels.long()


@wrong(
    "With `download=True` torchvision fetches the files where they are missing, instead of saying that they are: it must "
    "never download anything.",
    seen="named",
)
def digits_dataset(root, train, transform):
    return MNIST(root, train=train, transform=transform, download=True)


@wrong(
    "Any magic number that you know is accepted, so whoever asks for images and names the file of labels gets labels, "
    "and bytes that are left over at the end are ignored.",
    seen="named",
)
def read_idx(path, dimensions):
    data = bytearray(path.read_bytes())
    magic = int.from_bytes(data[:4], "big")
    if magic not in MAGIC.values():  # noqa: F821
        raise ValueError(f"unknown magic number {magic}")
    dims = magic & 0xFF
    start = 4 + 4 * dims
    if len(data) < start:
        raise ValueError("the file ends within its header")
    shape = [int.from_bytes(data[4 + 4 * d : 8 + 4 * d], "big") for d in range(dims)]
    count = math.prod(shape)
    if len(data) < start + count:
        raise ValueError("the file is shorter than its header says")
    return torch.frombuffer(data, dtype=torch.uint8, count=count, offset=start).reshape(shape)
