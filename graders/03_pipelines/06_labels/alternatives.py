"""Other right ways to read labels from paths."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from torchdojo.grading import alternative


@alternative("a regular expression on the name")
def label_of(path: Path) -> int:
    found = re.match(r"(cat)|(dog)", path.name, re.IGNORECASE)
    if found is None:
        raise ValueError(f"no label for {path}")
    return found.lastindex - 1


@alternative("the first three letters, looked up in a table")
def label_of(path: Path) -> int:
    labels = {"cat": 0, "dog": 1}
    animal = path.parts[-1][:3].casefold()
    if animal not in labels:
        raise ValueError(f"{animal} is no animal that is known here")
    return labels[animal]


@alternative("a tensor that is filled")
def labels_of(paths: Sequence[Path]) -> torch.Tensor:
    labels = torch.empty(len(paths), dtype=torch.long)
    for i, path in enumerate(paths):
        labels[i] = label_of(path)
    return labels


@alternative("NumPy finds the classes and their numbers at once")
def folder_labels(paths: Sequence[Path]) -> tuple[torch.Tensor, list[str]]:
    names = np.array([path.parts[-2] for path in paths], dtype=str)
    classes, labels = np.unique(names, return_inverse=True)
    return torch.from_numpy(labels.astype(np.int64)), classes.tolist()


@alternative("a dict from class to number")
def folder_labels(paths: Sequence[Path]) -> tuple[torch.Tensor, list[str]]:
    classes = sorted({path.parent.name: None for path in paths})
    number = {name: k for k, name in enumerate(classes)}
    return torch.LongTensor([number[path.parent.name] for path in paths]), classes
