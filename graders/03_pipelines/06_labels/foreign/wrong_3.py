"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "A name that begins with neither animal raises KeyError from your dictionary, but ValueError was asked for, and one "
    "is not a kind of the other.",
    seen="named",
)
def label_of(path):
    labels = {"cat": 0, "dog": 1}
    return labels[path.name[:3].lower()]


@wrong(
    "The animal may stand anywhere in your name, but it has to be at the beginning: `hotdog.png` is refused by the "
    "contract and a dog for you, and `cat_and_dog.png` should be a cat.",
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
    "Sorting without regard to capitals is friendly to readers, but it is not the order of `sorted`, which puts `Zebra` "
    "before `ant`, and so the numbers of the classes differ.",
    seen="named",
)
def folder_labels(paths):
    classes = sorted({path.parent.name for path in paths}, key=str.lower)
    index = {name: i for i, name in enumerate(classes)}
    return torch.tensor([index[path.parent.name] for path in paths], dtype=torch.int64), classes


@wrong(
    "A path without a label is skipped instead of refused, so that all labels after it slip to other pictures, and an "
    "empty list gives a float32 tensor, since no dtype is named.",
    seen="named",
)
def labels_of(paths):
    labels = []
    for path in paths:
        try:
            labels.append(label_of(path))  # noqa: F821
        except ValueError:
            continue
    return torch.tensor(labels)
