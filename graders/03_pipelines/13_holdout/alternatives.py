"""Other right ways to hold examples back."""

import random

import numpy as np
import torch
from torch.utils import data
from torch.utils.data import Dataset, Subset, random_split

from torchdojo.grading import alternative


@alternative("sizes worked out from the training part")
def random_split_by_seed(dataset: Dataset, share: float, seed: int) -> tuple[Subset, Subset]:
    generator = torch.Generator()
    generator.manual_seed(seed)
    sizes = [0, round(len(dataset) * share)]
    sizes[0] = len(dataset) - sizes[1]
    return tuple(random_split(dataset, sizes, generator))


@alternative("NumPy's generator, and sets of places")
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if share <= 0 or share >= 1:
        raise ValueError("share must lie between 0 and 1")
    rng, val = np.random.default_rng(seed), set()
    for label in sorted(set(labels.tolist())):
        members = np.flatnonzero(labels.numpy() == label)
        if members.size < 2:
            raise ValueError(f"too few examples of {label}")
        count = int(np.clip(round(share * members.size), 1, members.size - 1))
        val |= set(rng.choice(members, count, replace=False).tolist())
    train = set(range(len(labels))) - val
    return tuple(torch.tensor(sorted(part), dtype=torch.int64) for part in (train, val))


@alternative("Python's generator, lists of each class, both parts collected and sorted")
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not (0.0 < share < 1.0):
        raise ValueError("share must lie between 0 and 1")
    classes: dict[int, list[int]] = {}
    for place, label in enumerate(labels.tolist()):
        classes.setdefault(label, []).append(place)
    rng, parts = random.Random(seed), ([], [])
    for members in classes.values():
        if len(members) < 2:
            raise ValueError("a class has too few examples")
        rng.shuffle(members)
        count = max(1, min(len(members) - 1, round(share * len(members))))
        parts[1].extend(members[:count])
        parts[0].extend(members[count:])
    train, val = (torch.tensor(part, dtype=torch.int64).sort().values for part in parts)
    return train, val


@alternative("ranks of random keys within each class")
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    counts = labels.unique(return_counts=True)[1]
    if not 0 < share < 1 or (counts < 2).any():
        raise ValueError("this cannot be split")
    keys = torch.rand(len(labels), generator=torch.Generator().manual_seed(seed))
    val = [torch.tensor([], dtype=torch.int64)]
    for label, count in zip(labels.unique(), counts.tolist()):
        members = torch.where(labels == label)[0]
        held = sorted([1, round(share * count), count - 1])[1]
        val.append(members[keys[members].argsort()[:held]])
    val = torch.cat(val).sort().values
    mask = torch.ones(len(labels), dtype=torch.bool).index_fill(0, val, False)
    return torch.arange(len(labels))[mask], val


@alternative("a generator expression over both parts")
def stratified_subsets(
    dataset: Dataset, labels: torch.Tensor, share: float, seed: int
) -> tuple[Subset, Subset]:
    if labels.shape[0] != len(dataset):
        raise ValueError("every example needs one label")
    return tuple(data.Subset(dataset, part) for part in stratified_split(labels, share, seed))
