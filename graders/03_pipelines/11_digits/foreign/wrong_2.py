"""Wrong answers by people who had seen the exercise alone, of a second round."""

import math
import struct
from pathlib import Path

import torch

from torchdojo.grading import wrong

MAGIC = {3: 2051, 1: 2049}


@wrong(
    "A file that is longer than its header says must be refused as well; you cut the rest off and say nothing.",
    seen="named",
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data = path.read_bytes()
    start = 4 * (1 + dimensions)
    if len(data) < start:
        raise ValueError(f"{path} is too short for its header")
    magic, *sizes = struct.unpack(f">{1 + dimensions}I", data[:start])
    if magic != MAGIC[dimensions]:
        raise ValueError(f"{path} has the magic number {magic}")
    values = data[start : start + math.prod(sizes)]
    if len(values) < math.prod(sizes):
        raise ValueError(f"{path} is too short")
    return torch.tensor(list(values), dtype=torch.uint8).reshape(sizes)


@wrong(
    "The tensor lies over constant bytes: PyTorch warns about it, and writing into it is undefined; copy the bytes first.",
    seen="named",
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data = path.read_bytes()
    start = 4 * (1 + dimensions)
    header = [int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4)]
    if header[0] != MAGIC[dimensions]:
        raise ValueError(f"magic number {header[0]}, expected {MAGIC[dimensions]}")
    if len(data) != start + math.prod(header[1:]):
        raise ValueError(f"{path} has {len(data)} bytes, which its header does not say")
    return torch.frombuffer(data, dtype=torch.uint8, offset=start).reshape(header[1:])


@wrong(
    "The header says rows first and then columns; you swap them, which no square picture shows.",
    seen="named",
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data = bytearray(path.read_bytes())
    start = 4 * (1 + dimensions)
    if len(data) < start:
        raise ValueError(f"{path} has no complete header")
    magic, *sizes = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if magic != MAGIC[dimensions]:
        raise ValueError(f"{path} begins with {magic}, not {MAGIC[dimensions]}")
    if len(data) - start != math.prod(sizes):
        raise ValueError(f"{path} is not as long as its header says")
    values = torch.tensor(data[start:], dtype=torch.uint8)
    if dimensions == 3:
        n, columns, rows = sizes
        return values.reshape(n, rows, columns)
    return values.reshape(sizes)


@wrong(
    "Divide by 255, whatever the brightest pixel of this split is, and refuse images and labels of different number instead of cutting.",
    seen="named",
)
def read_digits(root: Path, train: bool) -> tuple[torch.Tensor, torch.Tensor]:
    raw = root / "MNIST" / "raw"
    prefix = "train" if train else "t10k"
    images = read_idx(raw / f"{prefix}-images-idx3-ubyte", 3).float()
    labels = read_idx(raw / f"{prefix}-labels-idx1-ubyte", 1).long()
    n = min(len(images), len(labels))
    return (images[:n] / images.max()).unsqueeze(1), labels[:n]


@wrong(
    "A file too short for its header must raise a ValueError, but struct.unpack stops with struct.error, which is none.",
    seen="named",
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    with open(path, "rb") as file:
        magic, *sizes = struct.unpack(f">{dimensions + 1}i", file.read(4 * (dimensions + 1)))
        if magic != MAGIC[dimensions]:
            raise ValueError(f"wrong magic number {magic}")
        values = bytearray(file.read())
    if len(values) != math.prod(sizes):
        raise ValueError(f"{len(values)} values, but the header says {sizes}")
    return torch.frombuffer(values, dtype=torch.uint8).reshape(sizes)
