"""Right answers by people who had seen the exercise alone."""

import numpy as np
import torch
from torch.utils.data import Subset, random_split

from torchdojo.grading import right


@right(
    "Splits the numbers of the examples, and makes subsets of the dataset from these.",
    seen="full marks",
)
def random_split_by_seed(dataset, share, seed):
    n = len(dataset)
    held = round(share * n)
    generator = torch.Generator()
    generator.manual_seed(seed)
    parts = random_split(range(n), [n - held, held], generator=generator)
    train, val = (Subset(dataset, part.indices) for part in parts)
    return train, val


@right(
    "Each example draws one score; in each class those with the highest scores are held back.",
    seen="full marks",
)
def stratified_split(labels, share, seed):
    if not 0 < share < 1:
        raise ValueError(f"share must lie between 0 and 1, without them: {share}")
    classes, counts = labels.unique(return_counts=True)
    if (counts < 2).any():
        raise ValueError(f"single examples of classes {classes[counts < 2].tolist()}")
    generator = torch.Generator().manual_seed(seed)
    scores = torch.rand(len(labels), dtype=torch.float64, generator=generator)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label, count in zip(classes.tolist(), counts.tolist(), strict=True):
        places = torch.nonzero(labels == label).squeeze(1)
        k = max(1, min(count - 1, round(share * count)))
        held[places[scores[places].topk(k).indices]] = True
    everything = torch.arange(len(labels))
    return everything[~held], everything[held]


@right(
    "NumPy's generator chooses the places of each class; it takes no negative seed, hence abs.",
    seen="full marks",
)
def stratified_split(labels, share, seed):
    if not 0 < share < 1:
        raise ValueError(f"share must be between 0 and 1, not {share}")
    source = np.random.default_rng(abs(seed))
    values = labels.numpy()
    held = np.zeros(len(values), dtype=bool)
    for label in np.unique(values):
        places = np.flatnonzero(values == label)
        if len(places) < 2:
            raise ValueError(f"class {label} has a single example")
        take = min(max(round(share * len(places)), 1), len(places) - 1)
        held[source.choice(places, take, replace=False)] = True
    return torch.from_numpy(np.flatnonzero(~held)), torch.from_numpy(np.flatnonzero(held))


@right("Both subsets from one loop, after a comparison of the lengths.", seen="full marks")
def stratified_subsets(dataset, labels, share, seed):
    if len(dataset) != labels.numel():
        raise ValueError(f"{labels.numel()} labels do not fit {len(dataset)} examples")
    parts = stratified_split(labels, share, seed)
    return tuple(Subset(dataset, places.tolist()) for places in parts)
