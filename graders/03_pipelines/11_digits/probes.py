"""Probes of `read_idx`, `read_digits` and `digits_dataset`."""

import os
import tempfile
import warnings
from pathlib import Path

import numpy as np
import torch
from torchvision.datasets import MNIST

from torchdojo import probing


def read(module, content, dimensions):
    """Writes an IDX file and calls `read_idx` on it"""
    os.chdir(tempfile.mkdtemp())
    Path("digits.idx").write_bytes(content)
    return module.read_idx(Path("digits.idx"), dimensions)


def told(outcome):
    """What came back, or the kind of the error"""
    return outcome.get("raised", outcome.get("returned"))


def asked_for(module, contents, dimensions):
    """Calls `read_idx` on several files, one of them good, and notes what becomes of each"""
    os.chdir(tempfile.mkdtemp())
    found = {}
    for name, content in contents.items():
        Path(name).write_bytes(content)
        shape = probing.outcome(lambda p: tuple(module.read_idx(p, dimensions).shape), Path(name))
        found[f"shape of {name!r}"] = told(shape)
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
    found["bytes of the file afterwards"] = torch.tensor([*path.read_bytes()], dtype=torch.uint8)
    return found | {"read once more": module.read_idx(path, dimensions)}


def placed(files):
    """A fresh folder that holds these files of MNIST"""
    root = Path(tempfile.mkdtemp())
    (root / "MNIST" / "raw").mkdir(parents=True)
    for name, content in files.items():
        (root / "MNIST" / "raw" / name).write_bytes(content)
    return root


def split(module, files, train):
    """Writes the four files of MNIST and calls `read_digits` for one split"""
    return module.read_digits(placed(files), train)


def unpaired(module, kinds, train):
    """Calls `read_digits` where the numbers of images and labels agree, and where they differ"""

    def lengths(files):
        return [len(part) for part in split(module, files, train)]

    return {kind: told(probing.outcome(lengths, files)) for kind, files in kinds.items()}


def datasets(module, files):
    """Writes the files of MNIST, asks `digits_dataset` for both splits, and looks at each"""
    root = placed(files)

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
