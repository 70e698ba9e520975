"""Right answers by people who had seen the exercise alone, of a third round."""

from bisect import bisect_left

import torch

from torchdojo.grading import right


@right(
    "Fills a tensor number by number, and finds each class by bisection in the sorted list.",
    seen="full marks",
)
def folder_labels(paths):
    classes = []
    for path in paths:
        name = path.parts[-2]
        place = bisect_left(classes, name)
        if place == len(classes) or classes[place] != name:
            classes.insert(place, name)
    labels = torch.zeros(len(paths), dtype=torch.long)
    for i, path in enumerate(paths):
        labels[i] = bisect_left(classes, path.parts[-2])
    return labels, classes
