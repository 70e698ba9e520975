"""Probes of `read_attribute`, `split_names`, `Smiling` and `faces_dataset`."""

import os
import tempfile
from itertools import islice
from operator import getitem
from pathlib import Path

import numpy as np
from torch.utils.data import Dataset
from torchvision.datasets import CelebA

from torchdojo import probing


def told(outcome):
    """What came back, or the kind of the error"""
    return outcome.get("raised", outcome.get("returned"))


def asked_for(module, tables, name):
    """Calls `read_attribute` on several tables and notes the labels, or the error, of each"""
    found = {}
    for kind, lines in tables.items():
        path = Path(tempfile.mkdtemp()) / "list_attr_celeba.txt"
        path.write_text("".join(f"{line}\n" for line in lines))
        found[kind] = told(probing.outcome(module.read_attribute, path, name))
    return found


def splits_of(module, lines, splits):
    """Calls `split_names` for several splits and notes the names, or the error, of each"""
    path = Path(tempfile.mkdtemp()) / "list_eval_partition.txt"
    path.write_text("".join(f"{line}\n" for line in lines))
    found = {}
    for split in splits:
        found[f"split {split!r}"] = told(probing.outcome(module.split_names, path, split))
    return found


def placed(tables):
    """The root of a fresh CelebA that holds these tables, and its folder for pictures"""
    os.chdir(tempfile.mkdtemp())
    root = Path("faces")
    folder = root / "celeba" / "img_align_celeba"
    folder.mkdir(parents=True)
    for name, lines in tables.items():
        (root / "celeba" / name).write_text("".join(f"{line}\n" for line in lines))
    return root, folder


def corner(image):
    """What tells a picture from others"""
    return image.mode, image.size, image.getpixel((1, 2))


def looped(module, tables, pictures, splits):
    """Makes a `Smiling` of tables alone, then writes the pictures and loops over it"""
    root, folder = placed(tables)

    made = [(s, module.Smiling(root, s), module.Smiling(root, s, corner)) for s in splits]
    for name, content in pictures.items():
        (folder / name).write_bytes(content)
    found = {}
    for split, plain, changed in made:
        found[f"length of {split}"] = len(plain)
        found[f"kinds of {split}"] = isinstance(plain, Dataset), type(plain[0]).__name__
        found[f"labels of {split}"] = [label for _, label in islice(changed, 99)]
        found[f"pictures of {split}"] = [np.array(picture) for picture, _ in islice(plain, 99)]
        found[f"{split}, transformed"] = [picture for picture, _ in islice(changed, 99)]
        past = probing.raised(getitem, plain, len(plain), kinds=(IndexError,))
        found[f"past the end of {split}"] = past
    return found


def by_torchvision(module, tables, pictures, splits):
    """Writes the files of CelebA, asks `faces_dataset` for several splits, and looks at each"""
    root, folder = placed(tables)
    for name, content in pictures.items():
        (folder / name).write_bytes(content)

    found = {}
    for split in splits:
        plain = module.faces_dataset(root, split, None)
        changed = module.faces_dataset(root, split, corner)
        found[f"{split} is CelebA"] = isinstance(plain, CelebA), isinstance(changed, CelebA)
        found[f"plain {split}"] = [(np.array(x), y) for x, y in map(plain.__getitem__, range(4))]
        found[f"{split}, transformed"] = [changed[i] for i in range(len(changed))]
    return found
