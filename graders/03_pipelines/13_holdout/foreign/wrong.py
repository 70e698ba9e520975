"""Wrong answers by people who had seen the exercise alone."""

import numpy as np
import torch
from torch.utils.data import Subset, random_split

from torchdojo.grading import wrong


@wrong(
    "With fractions random_split rounds down and gives the rest to train: val does not have round(share * n) examples.",
    seen="named",
)
def random_split_by_seed(dataset, share, seed):
    generator = torch.Generator().manual_seed(seed)
    train, val = random_split(dataset, [1 - share, share], generator=generator)
    return train, val


@wrong(
    "Rounds the train part: at a tie, as half of 5, val gets 3, but round(share * n) is 2. Round val and give train the rest.",
    seen="full marks",
)
def random_split_by_seed(dataset, share, seed):
    n = len(dataset)
    kept = round((1 - share) * n)
    generator = torch.Generator().manual_seed(seed)
    train, val = random_split(dataset, [kept, n - kept], generator=generator)
    return train, val


@wrong(
    "Seeds torch's global generator and draws from it: everything random after the split is the same in each run.",
    seen="named",
)
def stratified_split(labels, share, seed):
    if not 0 < share < 1:
        raise ValueError(f"share must be between 0 and 1, not {share}")
    torch.manual_seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        count = len(places)
        if count < 2:
            raise ValueError(f"class {int(label)} has a single example")
        take = min(max(round(share * count), 1), count - 1)
        held[places[torch.randperm(count)[:take]]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


@wrong(
    "At least 1, but not at most c - 1: with a large share, round(share * c) is c, and nothing of a small class is in train.",
    seen="named",
)
def stratified_split(labels, share, seed):
    if not 0 < share < 1:
        raise ValueError(f"share must be between 0 and 1, not {share}")
    generator = torch.Generator().manual_seed(seed)
    train, val = [], []
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) < 2:
            raise ValueError(f"class {int(label)} has a single example")
        take = max(round(share * len(places)), 1)
        order = places[torch.randperm(len(places), generator=generator)].tolist()
        val += order[:take]
        train += order[take:]
    return (
        torch.tensor(sorted(train), dtype=torch.int64),
        torch.tensor(sorted(val), dtype=torch.int64),
    )


@wrong(
    "Counts classes from 0 to the largest: examples with a negative label are in neither part. Labels are any whole numbers.",
    seen="full marks",
)
def stratified_split(labels, share, seed):
    if not 0 < share < 1:
        raise ValueError(f"share must be between 0 and 1, not {share}")
    generator = torch.Generator().manual_seed(seed)
    train, val = [], []
    for label in range(max(labels.tolist(), default=-1) + 1):
        places = (labels == label).nonzero().flatten()
        count = len(places)
        if count == 0:
            continue
        if count == 1:
            raise ValueError(f"class {label} has a single example")
        take = min(max(round(share * count), 1), count - 1)
        order = places[torch.randperm(count, generator=generator)].tolist()
        val += order[:take]
        train += order[take:]
    return (
        torch.tensor(sorted(train), dtype=torch.int64),
        torch.tensor(sorted(val), dtype=torch.int64),
    )


@wrong(
    "Walks through the dataset to compare the lengths: every example is read, though none may be. len() is enough.",
    seen="caught",
)
def stratified_subsets(dataset, labels, share, seed):
    for _ in zip(dataset, labels, strict=True):
        pass
    train, val = stratified_split(labels, share, seed)
    return Subset(dataset, train.tolist()), Subset(dataset, val.tolist())


@wrong(
    "Refuses only too many labels: with fewer labels than examples the last examples are in neither part, without an error.",
    seen="caught",
)
def stratified_subsets(dataset, labels, share, seed):
    if len(labels) > len(dataset):
        raise ValueError(f"{len(labels)} labels for {len(dataset)} examples")
    train, val = stratified_split(labels, share, seed)
    return Subset(dataset, train.tolist()), Subset(dataset, val.tolist())
