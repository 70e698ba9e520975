"""Right answers by people who had seen the exercise alone."""

import numpy as np
import torch

from torchdojo.grading import right


@right(
    "The place in a tuple is the label, and tuple.index raises the ValueError.", seen="full marks"
)
def label_of(path):
    return ("cat", "dog").index(path.name[:3].lower())


@right("NumPy builds the array from an iterator, with the dtype named.", seen="full marks")
def labels_of(paths):
    return torch.from_numpy(np.fromiter(map(label_of, paths), dtype=np.int64, count=len(paths)))


@right(
    "np.unique sorts the names, drops what comes twice, and knows each one's place.",
    seen="full marks",
)
def folder_labels(paths):
    classes, places = np.unique([path.parent.name for path in paths], return_inverse=True)
    return torch.from_numpy(places).to(torch.int64), classes.tolist()
