"""Wrong answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Sequence
from pathlib import Path

import torch

from torchdojo.grading import wrong


@wrong(
    "Three spellings are not all: `dOG1.jpg` and `CaT.png` begin with an animal too, so compare in lower case.",
    seen="full marks",
)
def label_of(path: Path) -> int:
    if path.name.startswith(("dog", "Dog", "DOG")):
        return 1
    if path.name.startswith(("cat", "Cat", "CAT")):
        return 0
    raise ValueError(f"{path.name} is neither a cat nor a dog")


@wrong(
    "A tensor made of an empty list is float32; say dtype=torch.int64, or no pictures give labels that the loss refuses.",
    seen="named",
)
def labels_of(paths: Sequence[Path]) -> torch.Tensor:
    return torch.tensor([label_of(path) for path in paths])


@wrong(
    "A class is the *name* of the folder, but you number whole paths, so `train/zebra` and `test/zebra` become two classes.",
    seen="named",
)
def folder_labels(paths: Sequence[Path]) -> tuple[torch.Tensor, list[str]]:
    folders = sorted({path.parent for path in paths})
    index = {folder: i for i, folder in enumerate(folders)}
    labels = torch.tensor([index[path.parent] for path in paths], dtype=torch.int64)
    return labels, [folder.name for folder in folders]


@wrong(
    "Sorted means as `sorted` sorts strings, capitals first: with folders `Zebra` and `ant` you number the classes the other way round.",
    seen="caught",
)
def folder_labels(paths: Sequence[Path]) -> tuple[torch.Tensor, list[str]]:
    classes = sorted({path.parent.name for path in paths}, key=str.lower)
    labels = [classes.index(path.parent.name) for path in paths]
    return torch.tensor(labels, dtype=torch.long), classes


@wrong(
    "The name has to *begin* with the animal, so `dogs.png` and `cat7.jpg` count as well, and other names must raise a ValueError, not a KeyError.",
    seen="named",
)
def label_of(path: Path) -> int:
    word = path.stem.replace("-", "_").split("_")[0].lower()
    return {"cat": 0, "dog": 1}[word]
