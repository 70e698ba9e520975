"""What goes wrong between a file's bytes and the tensors of a network."""

import math
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch.utils.data import Dataset, TensorDataset
from torchvision.datasets import MNIST
from torchvision.transforms import ToTensor

from torchdojo.grading import mistake, slip

MAGIC = {3: 2051, 1: 2049}  # as in the solution, over which these are laid


@mistake(
    "Good files are refused: their numbers are big-endian, and a reader that takes the little end first sees others.",
    loses=[
        "reads_images",
        "reads_labels",
        "refuses_another_magic_number",
        "refuses_another_length",
        "owns_its_memory",
        "gives_what_a_network_wants",
        "refuses_unpaired_files",
    ],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "little") for i in range(0, start, 4))
    if magic != MAGIC[dimensions]:
        raise ValueError("another magic number")
    if len(data) != start + math.prod(shape):
        raise ValueError("another length")
    return torch.frombuffer(bytearray(data), dtype=torch.uint8, offset=start).reshape(shape)


@mistake(
    "The sizes are read as this computer keeps numbers, little end first; `>i4` is big-endian, `int32` is not.",
    loses=[
        "reads_images",
        "reads_labels",
        "refuses_another_magic_number",
        "refuses_another_length",
        "owns_its_memory",
        "gives_what_a_network_wants",
        "refuses_unpaired_files",
    ],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    shape = np.frombuffer(data, dtype=np.int32, count=dimensions, offset=4).tolist()
    return torch.frombuffer(bytearray(data), dtype=torch.uint8, offset=start).reshape(shape)


@mistake(
    "A file of labels has a header of 8 bytes; taking 16 as for images loses the first eight labels.",
    loses=[
        "reads_labels",
        "refuses_another_magic_number",
        "refuses_another_length",
        "gives_what_a_network_wants",
        "refuses_unpaired_files",
    ],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if magic != MAGIC[dimensions]:
        raise ValueError("another magic number")
    if len(data) != start + math.prod(shape):
        raise ValueError("another length")
    values = np.frombuffer(data[16:], dtype=np.uint8).copy()
    return torch.from_numpy(values).reshape(shape if dimensions == 3 else -1)


@mistake(
    "A file of images has a header of 16 bytes; after 8, the numbers of rows and columns come out as pixels.",
    loses=["reads_images", "owns_its_memory", "gives_what_a_network_wants"],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if magic != MAGIC[dimensions]:
        raise ValueError("another magic number")
    if len(data) != start + math.prod(shape):
        raise ValueError("another length")
    values = np.frombuffer(data, dtype=np.uint8, count=math.prod(shape), offset=8)
    return torch.from_numpy(values.copy()).reshape(shape)


@mistake(
    "Rows and columns have changed places: the header tells the number of rows first.",
    loses=[
        "reads_images",
        "refuses_another_magic_number",
        "refuses_another_length",
        "owns_its_memory",
        "gives_what_a_network_wants",
    ],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if magic != MAGIC[dimensions]:
        raise ValueError("another magic number")
    if len(data) != start + math.prod(shape):
        raise ValueError("another length")
    if dimensions == 3:
        shape[1], shape[2] = shape[2], shape[1]
    return torch.frombuffer(bytearray(data), dtype=torch.uint8, offset=start).reshape(shape)


@mistake(
    "The values are laid out column by column; in the file they stand row by row, picture by picture.",
    loses=["reads_images", "owns_its_memory", "gives_what_a_network_wants"],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if magic != MAGIC[dimensions]:
        raise ValueError("another magic number")
    if len(data) != start + math.prod(shape):
        raise ValueError("another length")
    values = np.frombuffer(data, dtype=np.uint8, offset=start)
    return torch.from_numpy(values.reshape(shape, order="F").copy())


@mistake(
    "The tensor lies over `bytes`, which must never change: copy them, as a `bytearray` or an array, first.",
    loses=["owns_its_memory"],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if magic != MAGIC[dimensions]:
        raise ValueError("another magic number")
    if len(data) != start + math.prod(shape):
        raise ValueError("another length")
    return torch.frombuffer(data, dtype=torch.uint8, offset=start).reshape(shape)


@mistake(
    "Writing into the tensor changes the file on the disk: `memmap` with `r+` is the file itself, so make a copy.",
    loses=["owns_its_memory"],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if magic != MAGIC[dimensions]:
        raise ValueError("another magic number")
    if len(data) != start + math.prod(shape):
        raise ValueError("another length")
    values = np.memmap(path, dtype=np.uint8, mode="r+", offset=start, shape=tuple(shape))
    return torch.from_numpy(values)


@mistake(
    "The values have become int64, eight bytes for each pixel: `torch.tensor` of a list needs `dtype=torch.uint8`.",
    loses=["reads_images", "reads_labels", "owns_its_memory"],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if magic != MAGIC[dimensions]:
        raise ValueError("another magic number")
    if len(data) != start + math.prod(shape):
        raise ValueError("another length")
    return torch.tensor(list(data[start:])).reshape(shape)


@mistake(
    "The magic number is not looked at, so any file passes whose length happens to fit.",
    loses=["refuses_another_magic_number"],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if len(data) != start + math.prod(shape):
        raise ValueError("another length")
    return torch.frombuffer(bytearray(data), dtype=torch.uint8, offset=start).reshape(shape)


@mistake(
    "Bytes that are left over go unnoticed: the file must be exactly as long as its header says.",
    loses=["refuses_another_length"],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if magic != MAGIC[dimensions]:
        raise ValueError("another magic number")
    values = np.frombuffer(data, dtype=np.uint8, count=math.prod(shape), offset=start)
    return torch.from_numpy(values.copy()).reshape(shape)


@mistake(
    "A wrong length is left to `reshape`, which raises RuntimeError; the contract asks for ValueError.",
    loses=["refuses_another_length"],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if magic != MAGIC[dimensions]:
        raise ValueError("another magic number")
    return torch.frombuffer(bytearray(data), dtype=torch.uint8, offset=start).reshape(shape)


@mistake(
    "A file that ends within its header raises `struct.error`, which is no ValueError: look at the length first.",
    loses=["refuses_another_length"],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    magic, *shape = struct.unpack(f">{1 + dimensions}I", data[:start])
    if magic != MAGIC[dimensions] or len(data) != start + math.prod(shape):
        raise ValueError("this is not the file that was asked for")
    return torch.frombuffer(bytearray(data), dtype=torch.uint8, offset=start).reshape(shape)


@mistake(
    "A wrong file raises AssertionError: `assert` is for your own errors, and `python -O` removes it.",
    loses=["refuses_another_magic_number", "refuses_another_length"],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    assert magic == MAGIC[dimensions]
    assert len(data) == start + math.prod(shape)
    return torch.frombuffer(bytearray(data), dtype=torch.uint8, offset=start).reshape(shape)


@mistake(
    "The pixels are uint8 still: a network wants float32 from 0 to 1.",
    loses=["gives_what_a_network_wants"],
)
def read_digits(root: Path, train: bool) -> tuple[torch.Tensor, torch.Tensor]:
    start = "MNIST/raw/" + ("train" if train else "t10k")
    images = read_idx(root / f"{start}-images-idx3-ubyte", 3)
    labels = read_idx(root / f"{start}-labels-idx1-ubyte", 1)
    if len(images) != len(labels):
        raise ValueError("not as many images as labels")
    return images.unsqueeze(1), labels.long()


@mistake(
    "The pixels are float32 but go up to 255: divide by 255.",
    loses=["gives_what_a_network_wants"],
)
def read_digits(root: Path, train: bool) -> tuple[torch.Tensor, torch.Tensor]:
    start = "MNIST/raw/" + ("train" if train else "t10k")
    images = read_idx(root / f"{start}-images-idx3-ubyte", 3)
    labels = read_idx(root / f"{start}-labels-idx1-ubyte", 1)
    if len(images) != len(labels):
        raise ValueError("not as many images as labels")
    return images.unsqueeze(1).float(), labels.long()


@mistake(
    "Dividing by 256 never reaches 1: the largest of 256 values is 255.",
    loses=["gives_what_a_network_wants"],
)
def read_digits(root: Path, train: bool) -> tuple[torch.Tensor, torch.Tensor]:
    start = "MNIST/raw/" + ("train" if train else "t10k")
    images = read_idx(root / f"{start}-images-idx3-ubyte", 3)
    labels = read_idx(root / f"{start}-labels-idx1-ubyte", 1)
    if len(images) != len(labels):
        raise ValueError("not as many images as labels")
    return images.unsqueeze(1).float() / 256, labels.long()


@mistake(
    "The images have no channel: a network wants (N, 1, rows, columns), grey pictures included.",
    loses=["gives_what_a_network_wants"],
)
def read_digits(root: Path, train: bool) -> tuple[torch.Tensor, torch.Tensor]:
    start = "MNIST/raw/" + ("train" if train else "t10k")
    images = read_idx(root / f"{start}-images-idx3-ubyte", 3)
    labels = read_idx(root / f"{start}-labels-idx1-ubyte", 1)
    if len(images) != len(labels):
        raise ValueError("not as many images as labels")
    return images.float() / 255, labels.long()


@mistake(
    "The channel stands last: in PyTorch it comes before rows and columns.",
    loses=["gives_what_a_network_wants"],
)
def read_digits(root: Path, train: bool) -> tuple[torch.Tensor, torch.Tensor]:
    start = "MNIST/raw/" + ("train" if train else "t10k")
    images = read_idx(root / f"{start}-images-idx3-ubyte", 3)
    labels = read_idx(root / f"{start}-labels-idx1-ubyte", 1)
    if len(images) != len(labels):
        raise ValueError("not as many images as labels")
    return images.unsqueeze(-1).float() / 255, labels.long()


@mistake(
    "The labels are uint8 still: a loss such as cross-entropy wants int64.",
    loses=["gives_what_a_network_wants"],
)
def read_digits(root: Path, train: bool) -> tuple[torch.Tensor, torch.Tensor]:
    start = "MNIST/raw/" + ("train" if train else "t10k")
    images = read_idx(root / f"{start}-images-idx3-ubyte", 3)
    labels = read_idx(root / f"{start}-labels-idx1-ubyte", 1)
    if len(images) != len(labels):
        raise ValueError("not as many images as labels")
    return images.unsqueeze(1).float() / 255, labels


@mistake(
    "The splits have changed places: `t10k` is the test split.",
    loses=["gives_what_a_network_wants", "refuses_unpaired_files"],
)
def read_digits(root: Path, train: bool) -> tuple[torch.Tensor, torch.Tensor]:
    start = "MNIST/raw/" + ("t10k" if train else "train")
    images = read_idx(root / f"{start}-images-idx3-ubyte", 3)
    labels = read_idx(root / f"{start}-labels-idx1-ubyte", 1)
    if len(images) != len(labels):
        raise ValueError("not as many images as labels")
    return images.unsqueeze(1).float() / 255, labels.long()


@mistake(
    "`read_digits` reads the training files, whatever `train` says.",
    loses=["gives_what_a_network_wants", "refuses_unpaired_files"],
)
def read_digits(root: Path, train: bool) -> tuple[torch.Tensor, torch.Tensor]:
    start = "MNIST/raw/train"
    images = read_idx(root / f"{start}-images-idx3-ubyte", 3)
    labels = read_idx(root / f"{start}-labels-idx1-ubyte", 1)
    if len(images) != len(labels):
        raise ValueError("not as many images as labels")
    return images.unsqueeze(1).float() / 255, labels.long()


@mistake(
    "Nobody notices that there are more images than labels, or fewer: compare their numbers.",
    loses=["refuses_unpaired_files"],
)
def read_digits(root: Path, train: bool) -> tuple[torch.Tensor, torch.Tensor]:
    start = "MNIST/raw/" + ("train" if train else "t10k")
    images = read_idx(root / f"{start}-images-idx3-ubyte", 3)
    labels = read_idx(root / f"{start}-labels-idx1-ubyte", 1)
    return images.unsqueeze(1).float() / 255, labels.long()


@mistake(
    "What has no partner is cut off in silence; the pairs may all be wrong, so raise ValueError.",
    loses=["refuses_unpaired_files"],
)
def read_digits(root: Path, train: bool) -> tuple[torch.Tensor, torch.Tensor]:
    start = "MNIST/raw/" + ("train" if train else "t10k")
    images = read_idx(root / f"{start}-images-idx3-ubyte", 3)
    labels = read_idx(root / f"{start}-labels-idx1-ubyte", 1)
    count = min(len(images), len(labels))
    images, labels = images[:count], labels[:count]
    return images.unsqueeze(1).float() / 255, labels.long()


slip(
    "`MNIST` is the training split unless `train` is passed on.",
    loses=["uses_torchvision"],
    edits=[("MNIST(root, train=train, transform=transform)", "MNIST(root, transform=transform)")],
)

slip(
    "`transform` is not passed on, so the pictures stay as they are.",
    loses=["uses_torchvision"],
    edits=[("MNIST(root, train=train, transform=transform)", "MNIST(root, train=train)")],
)

slip(
    "The transform changes the labels: `target_transform` is for them, `transform` for the pictures.",
    loses=["uses_torchvision"],
    edits=[("transform=transform", "target_transform=transform")],
)

slip(
    "`download=True` asks the network for files; the contract reads what is in the folder.",
    loses=["uses_torchvision"],
    edits=[
        (
            "MNIST(root, train=train, transform=transform)",
            "MNIST(root, train=train, transform=transform, download=True)",
        )
    ],
)

slip(
    "`MNIST` wants the folder above `MNIST/raw`, and adds these two names itself.",
    loses=["uses_torchvision"],
    edits=[
        (
            "MNIST(root, train=train, transform=transform)",
            'MNIST(root / "MNIST" / "raw", train=train, transform=transform)',
        )
    ],
)


@mistake(
    "A dataset of your own tensors is not torchvision's `MNIST`, and it never calls `transform`.",
    loses=["uses_torchvision"],
)
def digits_dataset(
    root: Path, train: bool, transform: Callable[[Image.Image], Any] | None
) -> Dataset:
    return TensorDataset(*read_digits(root, train))


@mistake(
    "Only a part of the magic number is compared, and files of other types pass: compare all four bytes with `MAGIC`.",
    loses=["refuses_another_magic_number"],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if magic % 256 != dimensions:
        raise ValueError("another magic number")
    if len(data) != start + math.prod(shape):
        raise ValueError("another length")
    return torch.frombuffer(bytearray(data), dtype=torch.uint8, offset=start).reshape(shape)


@mistake(
    "Only a part of the magic number is compared, and files of other types pass: compare all four bytes with `MAGIC`.",
    loses=["refuses_another_magic_number"],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if magic % 65536 != MAGIC[dimensions]:
        raise ValueError("another magic number")
    if len(data) != start + math.prod(shape):
        raise ValueError("another length")
    return torch.frombuffer(bytearray(data), dtype=torch.uint8, offset=start).reshape(shape)


@mistake(
    "The images are divided by the brightest pixel of the file: a dark file becomes bright. Divide by 255.",
    loses=["gives_what_a_network_wants"],
)
def read_digits(root: Path, train: bool) -> tuple[torch.Tensor, torch.Tensor]:
    start = "MNIST/raw/" + ("train" if train else "t10k")
    images = read_idx(root / f"{start}-images-idx3-ubyte", 3)
    labels = read_idx(root / f"{start}-labels-idx1-ubyte", 1)
    if len(images) != len(labels):
        raise ValueError("not as many images as labels")
    return images.unsqueeze(1).float() / images.max(), labels.long()


@mistake(
    "Every image is divided by its own brightest pixel, so dark ones become bright: divide by 255.",
    loses=["gives_what_a_network_wants"],
)
def read_digits(root: Path, train: bool) -> tuple[torch.Tensor, torch.Tensor]:
    start = "MNIST/raw/" + ("train" if train else "t10k")
    images = read_idx(root / f"{start}-images-idx3-ubyte", 3)
    labels = read_idx(root / f"{start}-labels-idx1-ubyte", 1)
    if len(images) != len(labels):
        raise ValueError("not as many images as labels")
    return images.unsqueeze(1).float() / images.amax((1, 2)).view(-1, 1, 1, 1), labels.long()


@mistake(
    "Without a transform one of yours is applied: with None, a picture stays the PIL image that it is.",
    loses=["uses_torchvision"],
)
def digits_dataset(
    root: Path, train: bool, transform: Callable[[Image.Image], Any] | None
) -> Dataset:
    return MNIST(root, train=train, transform=transform or ToTensor())


@mistake(
    "Only images without a label are refused: labels without an image are unpaired as well.",
    loses=["refuses_unpaired_files"],
)
def read_digits(root: Path, train: bool) -> tuple[torch.Tensor, torch.Tensor]:
    start = "MNIST/raw/" + ("train" if train else "t10k")
    images = read_idx(root / f"{start}-images-idx3-ubyte", 3)
    labels = read_idx(root / f"{start}-labels-idx1-ubyte", 1)
    if len(images) > len(labels):
        raise ValueError("not as many images as labels")
    return images.unsqueeze(1).float() / 255, labels.long()


@mistake(
    "Only labels without an image are refused: images without a label are unpaired as well.",
    loses=["refuses_unpaired_files"],
)
def read_digits(root: Path, train: bool) -> tuple[torch.Tensor, torch.Tensor]:
    start = "MNIST/raw/" + ("train" if train else "t10k")
    images = read_idx(root / f"{start}-images-idx3-ubyte", 3)
    labels = read_idx(root / f"{start}-labels-idx1-ubyte", 1)
    if len(images) < len(labels):
        raise ValueError("not as many images as labels")
    return images.unsqueeze(1).float() / 255, labels.long()


@mistake(
    "A product in int64 overflows for sizes that no file has: `math.prod` of Python's numbers does not.",
    loses=["refuses_another_length"],
)
def read_idx(path: Path, dimensions: int) -> torch.Tensor:
    data, start = path.read_bytes(), 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if magic != MAGIC[dimensions]:
        raise ValueError("another magic number")
    if len(data) != start + torch.tensor(shape).prod():
        raise ValueError("another length")
    return torch.tensor(list(data[start:]), dtype=torch.uint8).reshape(shape)


@mistake(
    "The same tensor is given out for the same file, so whoever writes into it changes what the next "
    "reading returns: make a new one each time.",
    loses=["owns_its_memory"],
)
def read_idx(path: Path, dimensions: int, kept: dict[Any, torch.Tensor] = {}) -> torch.Tensor:
    data = path.read_bytes()
    if (data, dimensions) in kept:
        return kept[data, dimensions]
    start = 4 * (1 + dimensions)
    magic, *shape = (int.from_bytes(data[i : i + 4], "big") for i in range(0, start, 4))
    if magic != MAGIC[dimensions] or len(data) != start + math.prod(shape):
        raise ValueError("a wrong magic number or length")
    values = torch.frombuffer(bytearray(data), dtype=torch.uint8, offset=start)
    kept[data, dimensions] = values.reshape(shape)
    return kept[data, dimensions]


slip(
    "The labels come first and the images second: it is the other way round.",
    loses=["gives_what_a_network_wants"],
    edits=[
        (
            'f"there are {len(images)} images, but {len(labels)} labels"',
            '"images and labels do not fit together"',
        ),
        (
            "images.unsqueeze(1).float() / 255, labels.long()",
            "labels.long(), images.unsqueeze(1).float() / 255",
        ),
    ],
)
