"""Wrong answers by people who had seen the exercise alone."""

import re
from itertools import groupby
import torch

from torchdojo.grading import wrong


@wrong(
    "Looks for the word anywhere in the name: cat_and_dog.png becomes a dog, and hotdog.png is not refused.",
    seen="named",
)
def label_of(path):
    name = path.name.lower()
    if "dog" in name:
        return 1
    if "cat" in name:
        return 0
    raise ValueError(f"neither cat nor dog: {path.name}")


@wrong(
    "Takes all first letters as the word: dogs_7.png and Catnap.jpg begin with dog and cat, but are refused.",
    seen="full marks",
)
def label_of(path):
    match = re.match("[a-z]+", path.name.lower())
    word = match.group() if match else ""
    if word not in ("cat", "dog"):
        raise ValueError(f"neither cat nor dog: {path.name}")
    return int(word == "dog")


@wrong(
    "A name that is in no class raises the dictionary's KeyError; ValueError is promised.",
    seen="caught",
)
def label_of(path):
    return {"cat": 0, "dog": 1}[path.name[:3].lower()]


@wrong(
    "A tensor made of an empty list is float32: no paths must give an int64 tensor, too.",
    seen="named",
)
def labels_of(paths):
    return torch.tensor([label_of(path) for path in paths])


@wrong(
    "Whatever is not a dog becomes a cat: a name that says nothing gets label 0 instead of a ValueError.",
    seen="full marks",
)
def labels_of(paths):
    dogs = [path.name.lower().startswith("dog") for path in paths]
    return torch.tensor(dogs, dtype=torch.bool).long()


@wrong(
    "Classes stand in the order in which they are met; they must be sorted, or the order of the files decides.",
    seen="named",
)
def folder_labels(paths):
    names = [path.parent.name for path in paths]
    classes = {}
    for name in names:
        classes.setdefault(name, len(classes))
    return torch.tensor([classes[name] for name in names], dtype=torch.int64), list(classes)


@wrong(
    "The whole path of the folder is the class: train/zebra and more/zebra make two, but each name may be there once.",
    seen="caught",
)
def folder_labels(paths):
    folders = sorted({path.parent for path in paths})
    place = {folder: number for number, folder in enumerate(folders)}
    labels = torch.tensor([place[path.parent] for path in paths], dtype=torch.int64)
    return labels, [folder.name for folder in folders]


@wrong(
    "Sorts the paths to group them and returns the labels in that order: label i no longer belongs to paths[i].",
    seen="caught",
)
def folder_labels(paths):
    classes, labels = [], []
    names = sorted(path.parent.name for path in paths)
    for name, group in groupby(names):
        labels += [len(classes)] * len(list(group))
        classes.append(name)
    return torch.tensor(labels, dtype=torch.int64), classes
