"""Probes of `ImageDataset` and `make_transform`."""

import os
import tempfile
from itertools import islice
from operator import getitem
from pathlib import Path

import numpy as np
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms
from torchvision.transforms import v2

from torchdojo import probing


def pairs(module, files, labels):
    """Writes image files, loops over an `ImageDataset` of them, and once more with a transform"""
    os.chdir(tempfile.mkdtemp())
    paths = [Path(name) for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    data = module.ImageDataset(paths, labels)
    plain = [
        (isinstance(pair, tuple), getattr(pair[0], "mode", "none"), np.array(pair[0]), pair[1])
        for pair in islice(data, len(paths) + 2)
    ]

    def corner(image):
        return image.mode, image.size, image.getpixel((1, 2))

    again = module.ImageDataset(paths, labels, corner)
    kind = isinstance(data, Dataset)
    changed = list(islice(again, len(paths) + 2))
    past = probing.raised(getitem, data, len(paths), kinds=(IndexError,))
    shown = {"is Dataset": kind, "length": len(data), "pairs": plain, "transformed": changed}
    return shown | {"past the end": past}


def later(module, contents, count, index):
    """Makes an `ImageDataset` of missing files, then writes one, asks for it, and once more anew"""
    os.chdir(tempfile.mkdtemp())
    paths = [Path(f"dog-{number}.png") for number in range(count)]
    data = module.ImageDataset(paths, list(range(count)))
    seen = {}
    for number, content in enumerate(contents, start=1):
        paths[index].write_bytes(content)
        picture, label = data[index]
        seen |= {f"picture, asked {number}": np.array(picture), f"label, asked {number}": label}
    return seen


def left_open(module, contents):
    """Asks an `ImageDataset` for several pictures and counts the files that are open afterwards"""
    os.chdir(tempfile.mkdtemp())
    paths = [Path(f"cat-{number}.png") for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)

    def lowest_free_number():
        number = os.open(paths[0], os.O_RDONLY)
        os.close(number)
        return number

    data = module.ImageDataset(paths, [0] * len(paths))
    before = lowest_free_number()
    held = [data[i] for i in range(len(paths))]
    return {"left open": lowest_free_number() - before, "pictures": len(held)}


def asked_for(module, files):
    """Asks an `ImageDataset` for good, broken and missing files, and notes what becomes of each"""
    os.chdir(tempfile.mkdtemp())
    for name, content in files.items():
        if content:
            Path(name).write_bytes(content)
    data = module.ImageDataset([Path(name) for name in files], [1] * len(files))
    found = {"length": len(data)}
    for i, name in enumerate(files):
        try:
            picture, _ = data[i]
        except NotImplementedError:
            raise
        except Exception as error:
            found[name] = type(error).__name__
            continue
        try:
            found[name] = "a picture", np.array(picture)
        except Exception as error:
            found[name] = f"{type(error).__name__} only when the pixels are used"
    return found


def batches(module, files, labels, height, width):
    """Writes image files, and loops over batches of an `ImageDataset` with two workers"""
    os.chdir(tempfile.mkdtemp())
    for name, content in files.items():
        Path(name).write_bytes(content)
    transform = module.make_transform(height, width)
    data = module.ImageDataset([Path(name) for name in files], labels, transform)
    return [tuple(batch) for batch in DataLoader(data, batch_size=2, num_workers=2)]


def resized(module, height, width, pictures):
    """Calls `make_transform` and applies what it returns to RGB pictures of several sizes"""
    transform = module.make_transform(height, width)
    kind = isinstance(transform, transforms.Compose | v2.Compose)
    return {"is Compose": kind, "results": [transform(Image.fromarray(p)) for p in pictures]}


def made_of(module, counts):
    """Makes an `ImageDataset` of several numbers of files and labels, and notes the errors"""
    found = {}
    for files, labels in counts:
        args = [Path(f"cat-{i}.png") for i in range(files)], list(range(labels))
        found[f"{files} files, {labels} labels"] = probing.raised(module.ImageDataset, *args)
    return found
