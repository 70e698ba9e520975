"""Right answers by people who had seen the exercise alone, of a second round."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

import torch

from torchdojo.grading import right


@right("A regular expression on the name, with a group for each animal.", seen="full marks")
def label_of(path: Path) -> int:
    match = re.match(r"(?P<dog>dog)|(?P<cat>cat)", path.name, flags=re.IGNORECASE)
    if match is None:
        raise ValueError(f"the name {path.name!r} begins neither with dog nor with cat")
    return 1 if match["dog"] else 0


@right(
    "Keeps the list of classes sorted while it grows, then looks the places up by bisection.",
    seen="full marks",
)
def folder_labels(paths: Sequence[Path]) -> tuple[torch.Tensor, list[str]]:
    classes: list[str] = []
    for path in paths:
        name = path.parent.name
        place = bisect_left(classes, name)
        if place == len(classes) or classes[place] != name:
            classes.insert(place, name)
    labels = torch.zeros(len(paths), dtype=torch.int64)
    for i, path in enumerate(paths):
        labels[i] = bisect_left(classes, path.parent.name)
    return labels, classes
