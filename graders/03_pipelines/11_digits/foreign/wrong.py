"""Wrong answers by people who had seen the exercise alone."""

import math
import struct
import numpy as np
import torch
from torchvision.datasets import MNIST
from torchvision.transforms import ToTensor

from torchdojo.grading import wrong


@wrong(
    "A file that ends within its header makes struct raise struct.error, which is no ValueError: look at the length first.",
    seen="named",
)
def read_idx(path, dimensions):
    data = bytearray(path.read_bytes())
    magic, *shape = struct.unpack_from(f">{1 + dimensions}I", data)
    if magic != MAGIC[dimensions]:
        raise ValueError(f"magic number {magic}, expected {MAGIC[dimensions]}")
    start = 4 * (1 + dimensions)
    if len(data) != start + math.prod(shape):
        raise ValueError(f"{len(data)} bytes, the header says {start + math.prod(shape)}")
    return torch.frombuffer(data, dtype=torch.uint8, offset=start).reshape(shape)


@wrong(
    "The header tells rows before columns; swapped, a picture that is not square is cut into rows of a wrong length.",
    seen="named",
)
def read_idx(path, dimensions):
    data = bytearray(path.read_bytes())
    start = 4 * (1 + dimensions)
    if len(data) < start:
        raise ValueError("the file ends within its header")
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if magic != MAGIC[dimensions]:
        raise ValueError(f"magic number {magic}, expected {MAGIC[dimensions]}")
    if len(data) != start + math.prod(shape):
        raise ValueError(f"{len(data)} bytes, the header says {start + math.prod(shape)}")
    values = torch.frombuffer(data, dtype=torch.uint8, offset=start)
    if dimensions == 1:
        return values
    count, columns, rows = shape
    return values.reshape(count, rows, columns)


@wrong(
    "Compares only the byte with the number of dimensions: files of another type than uint8, or not IDX at all, pass.",
    seen="named",
)
def read_idx(path, dimensions):
    data = bytearray(path.read_bytes())
    start = 4 * (1 + dimensions)
    if len(data) < start:
        raise ValueError("the file ends within its header")
    if data[3] != dimensions:
        raise ValueError(f"a file of {data[3]} dimensions, not {dimensions}")
    shape = [int.from_bytes(data[i : i + 4], "big") for i in range(4, start, 4)]
    if len(data) != start + math.prod(shape):
        raise ValueError(f"{len(data)} bytes, the header says {start + math.prod(shape)}")
    return torch.frombuffer(data, dtype=torch.uint8, offset=start).reshape(shape)


@wrong(
    "The tensor lies over the file itself (memmap, 'r+'): writing to it changes the file and what the next reading returns.",
    seen="named",
)
def read_idx(path, dimensions):
    start = 4 * (1 + dimensions)
    if path.stat().st_size < start:
        raise ValueError("the file ends within its header")
    data = np.memmap(path, dtype=np.uint8, mode="r+")
    magic, *shape = (int(number) for number in data[:start].view(">u4"))
    if magic != MAGIC[dimensions]:
        raise ValueError(f"magic number {magic}, expected {MAGIC[dimensions]}")
    if len(data) != start + math.prod(shape):
        raise ValueError(f"{len(data)} bytes, the header says {start + math.prod(shape)}")
    return torch.from_numpy(data[start:]).reshape(shape)


@wrong(
    "Divides by the brightest pixel of the file instead of 255: other files get another scale, all black ones become NaN.",
    seen="caught",
)
def read_digits(root, train):
    prefix = root / "MNIST" / "raw" / ("train" if train else "t10k")
    images = read_idx(prefix.with_name(prefix.name + "-images-idx3-ubyte"), 3)
    labels = read_idx(prefix.with_name(prefix.name + "-labels-idx1-ubyte"), 1)
    if len(images) != len(labels):
        raise ValueError(f"{len(images)} images, but {len(labels)} labels")
    return images.unsqueeze(1).float() / images.max(), labels.long()


@wrong(
    "Only images without a label are refused; more labels than images are not as many either.",
    seen="named",
)
def read_digits(root, train):
    raw = root / "MNIST" / "raw"
    prefix = "train" if train else "t10k"
    images = read_idx(raw / f"{prefix}-images-idx3-ubyte", 3)
    labels = read_idx(raw / f"{prefix}-labels-idx1-ubyte", 1)
    if len(images) > len(labels):
        raise ValueError(f"{len(images)} images, but only {len(labels)} labels")
    return images[:, None].to(torch.float32) / 255, labels.to(torch.int64)


@wrong(
    "download=True fetches the real MNIST if the files are missing; this must never download anything.",
    seen="named",
)
def digits_dataset(root, train, transform):
    return MNIST(root, train=train, transform=transform, download=True)


@wrong(
    "Without a transform it applies one of its own: with None each picture must come as the PIL image that it is.",
    seen="caught",
)
def digits_dataset(root, train, transform):
    return MNIST(root, train=train, transform=transform or ToTensor(), download=False)
