"""Checks of `read_idx`, `read_digits` and `digits_dataset`."""

import os
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision.datasets import MNIST

from torchdojo import probing


def read(module, content, dimensions):
    """Writes an IDX file and calls `read_idx` on it"""
    os.chdir(tempfile.mkdtemp())
    Path("digits.idx").write_bytes(content)
    return module.read_idx(Path("digits.idx"), dimensions)


def asked_for(module, contents, dimensions):
    """Calls `read_idx` on several files, one of them good, and notes what becomes of each"""
    os.chdir(tempfile.mkdtemp())
    found = {}
    for name, content in contents.items():
        Path(name).write_bytes(content)
        found[name] = probing.outcome(
            lambda path: tuple(module.read_idx(path, dimensions).shape), Path(name)
        )
    return found


def written(module, content, dimensions):
    """Reads a file, writes into the tensor and reads once more; notes warnings about the memory"""
    os.chdir(tempfile.mkdtemp())
    path = Path("digits.idx")
    path.write_bytes(content)
    before = torch.is_warn_always_enabled()
    torch.set_warn_always(True)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            first = module.read_idx(path, dimensions)
    finally:
        torch.set_warn_always(before)
    warned = any("not writable" in str(warning.message) for warning in caught)
    found = {"warned that memory is read-only": warned}
    if not warned:
        first += 1
    found["file is as before"] = path.read_bytes() == content
    return found | {"read once more": module.read_idx(path, dimensions)}


def split(module, files, train):
    """Writes the four files of MNIST and calls `read_digits` for one split"""
    root = Path(tempfile.mkdtemp())
    (root / "MNIST" / "raw").mkdir(parents=True)
    for name, content in files.items():
        (root / "MNIST" / "raw" / name).write_bytes(content)
    return module.read_digits(root, train)


def unpaired(module, files, train):
    """Calls `read_digits` where the numbers of images and labels differ"""
    root = Path(tempfile.mkdtemp())
    (root / "MNIST" / "raw").mkdir(parents=True)
    for name, content in files.items():
        (root / "MNIST" / "raw" / name).write_bytes(content)
    try:
        images, labels = module.read_digits(root, train)
    except ValueError:
        return "ValueError"
    return len(images), len(labels)


def datasets(module, files):
    """Writes the files of MNIST, asks `digits_dataset` for both splits, and looks at each"""
    root = Path(tempfile.mkdtemp())
    (root / "MNIST" / "raw").mkdir(parents=True)
    for name, content in files.items():
        (root / "MNIST" / "raw" / name).write_bytes(content)

    def corner(image):
        return image.mode, image.size, image.getpixel((1, 2))

    found, download, downloads = {}, MNIST.download, []
    MNIST.download = lambda self: downloads.append("download")
    try:
        for name, train in (("training", True), ("test", False)):
            plain = module.digits_dataset(root, train, None)
            changed = module.digits_dataset(root, train, corner)
            kinds = [isinstance(data, MNIST) for data in (plain, changed)]
            pictures = [(np.array(plain[i][0]), plain[i][1]) for i in range(len(plain))]
            seen = [changed[i] for i in range(len(changed))]
            found[name] = {"is MNIST": kinds, "plain": pictures, "transformed": seen}
    finally:
        MNIST.download = download
    return found | {"downloads asked for": len(downloads)}


def idx(values):
    """The bytes of an IDX file that holds `values`, uint8."""
    header = [2048 + values.dim(), *values.shape]
    return b"".join(number.to_bytes(4, "big") for number in header) + values.numpy().tobytes()


def pixels(draw, *shape):
    """Random pixels of any darkness."""
    return draw.integers(0, 256, *shape, dtype=torch.uint8)


def four_files(draw, height=5, width=3, more=0, train=12):
    """The files of MNIST, with `more` labels than images, by their names."""
    files = {}
    for name, count in (("train", train), ("t10k", draw.int(4, 7))):
        labels = draw.integers(0, 10, count + more, dtype=torch.uint8)
        files[f"{name}-images-idx3-ubyte"] = idx(pixels(draw, count, height, width))
        files[f"{name}-labels-idx1-ubyte"] = idx(labels)
    return files


@pytest.mark.points(2)
def test_reads_images(agree, draw):
    """`read_idx` reads images of any height and width: uint8, row by row."""
    agree.run(read, idx(pixels(draw, 2, 4, 3)), 3)
    agree.run(read, idx(pixels(draw, draw.int(3, 5), draw.int(6, 9), draw.int(10, 13))), 3)
    agree.run(read, idx(pixels(draw, 300, 1, 2)), 3)


@pytest.mark.points(1)
def test_reads_labels(agree, draw):
    """`read_idx` reads labels, whose header has only one size: uint8, none lost."""
    agree.run(read, idx(draw.integers(0, 10, draw.int(9, 15), dtype=torch.uint8)), 1)
    agree.run(read, idx(draw.integers(0, 10, 259, dtype=torch.uint8)), 1)


@pytest.mark.points(2)
def test_refuses_another_magic_number(agree, draw):
    """`read_idx` raises ValueError if the file begins with another magic number."""
    images, labels = idx(pixels(draw, 3, 4, 5)), idx(pixels(draw, 8))
    floats = (0x0D03).to_bytes(4, "big") + images[4:]
    agree.run(asked_for, {"good": images, "labels": labels, "floats": floats}, 3)
    floats = (0x0D01).to_bytes(4, "big") + labels[4:]
    signed = (0x0701).to_bytes(4, "big") + labels[4:]
    agree.run(asked_for, {"good": labels, "images": images, "a": floats, "b": signed}, 1)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_refuses_another_length(agree, draw):
    """`read_idx` raises ValueError if bytes are missing, in the header too, or left over."""
    whole = idx(pixels(draw, 3, 4, 5))
    shorter = {"short": whole[: -draw.int(2, 19)], "shorter": whole[:-1], "header": whole[:10]}
    agree.run(asked_for, {"good": whole, **shorter, "start": whole[:2], "empty": b""}, 3)
    agree.run(asked_for, {"good": whole, "long": whole + b"\0", "longer": whole + whole[-20:]}, 3)


@pytest.mark.hidden
def test_owns_its_memory(agree, draw):
    """The tensor can be written to without a warning, and the file stays as it is."""
    agree.run(written, idx(pixels(draw, 3, 2, 5)), 3)


@pytest.mark.points(3)
def test_gives_what_a_network_wants(agree, draw):
    """`read_digits` gives float32 images from 0 to 1 with a channel, and int64 labels."""
    files = four_files(draw, train=draw.int(300, 320))
    agree.run(split, files, True)
    agree.run(split, files, False)


@pytest.mark.hidden
def test_refuses_unpaired_files(agree, draw):
    """`read_digits` raises ValueError if there are more images than labels, or fewer."""
    agree.run(unpaired, four_files(draw), True)
    agree.run(unpaired, four_files(draw, more=1), True)
    agree.run(unpaired, four_files(draw, more=-1), False)


@pytest.mark.points(2)
def test_uses_torchvision(agree, draw):
    """`digits_dataset` is torchvision's `MNIST`: right split, transform applied, no download."""
    agree.run(datasets, four_files(draw, height=4, width=6))
