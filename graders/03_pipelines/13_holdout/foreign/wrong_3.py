"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torch.utils.data import Subset, random_split

from torchdojo.grading import wrong


@wrong(
    "Fractions make `random_split` round down and give what is left to the first: 7 examples and a share of 0.4 hold back 2 instead of 3.",
    seen="named",
)
def random_split_by_seed(dataset, share, seed):
    generator = torch.Generator().manual_seed(seed)
    train, val = random_split(dataset, [1 - share, share], generator=generator)
    return train, val


@wrong(
    "The lower bound is kept, the upper one forgotten: with a share of 0.9 a class of two is held back completely, and nobody trains on it.",
    seen="named",
)
def stratified_split(labels, share, seed):
    if not 0 < share < 1:
        raise ValueError("share must be between 0 and 1")
    generator = torch.Generator().manual_seed(seed)
    held_back = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().squeeze(1)
        if len(places) < 2:
            raise ValueError(f"class {label} has only one example")
        count = max(1, round(share * len(places)))
        order = torch.randperm(len(places), generator=generator)
        held_back[places[order[:count]]] = True
    return (~held_back).nonzero().squeeze(1), held_back.nonzero().squeeze(1)


@wrong(
    "`torch.manual_seed` seeds the global source: whatever the program draws after the split is the same in every run.",
    seen="named",
)
def stratified_split(labels, share, seed):
    if share <= 0 or share >= 1:
        raise ValueError("share must be between 0 and 1")
    torch.manual_seed(seed)
    train, val = [], []
    for label in sorted(set(labels.tolist())):
        places = torch.where(labels == label)[0]
        c = len(places)
        if c == 1:
            raise ValueError("a class with a single example")
        places = places[torch.randperm(c)]
        n_val = min(max(round(share * c), 1), c - 1)
        val += places[:n_val].tolist()
        train += places[n_val:].tolist()
    return (
        torch.tensor(sorted(train), dtype=torch.int64),
        torch.tensor(sorted(val), dtype=torch.int64),
    )


@wrong(
    "Only too many labels are refused; with fewer labels than examples the last examples land on neither side, without an error.",
    seen="named",
)
def stratified_subsets(dataset, labels, share, seed):
    if len(labels) > len(dataset):
        raise ValueError("labels without examples")
    train, val = stratified_split(labels, share, seed)
    return Subset(dataset, train.tolist()), Subset(dataset, val.tolist())
