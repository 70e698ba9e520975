"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torch.utils.data import Dataset, Subset, random_split

from torchdojo.grading import wrong


@wrong(
    "With fractions random_split rounds down and gives what is left to train: of 7 examples and a share of 0.25 one is held back, and not round(1.75) = 2.",
    seen="named",
)
def random_split_by_seed(dataset: Dataset, share: float, seed: int) -> tuple[Subset, Subset]:
    generator = torch.Generator().manual_seed(seed)
    train, val = random_split(dataset, [1 - share, share], generator=generator)
    return train, val


@wrong(
    "At most c - 1 of a class may be held back: with two examples and a share of 0.9 you leave none to train with; and int(x + 0.5) is not round(x) for 2.5.",
    seen="named",
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("share must lie between 0 and 1")
    generator = torch.Generator().manual_seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) < 2:
            raise ValueError(f"class {label} has a single example")
        k = max(1, int(share * len(places) + 0.5))
        held[places[torch.randperm(len(places), generator=generator)[:k]]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


@wrong(
    "The places are ascending only within each class; with labels that are not sorted, the joined list is out of order.",
    seen="named",
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("share must lie between 0 and 1")
    generator = torch.Generator().manual_seed(seed)
    train, val = [torch.empty(0, dtype=torch.int64)], [torch.empty(0, dtype=torch.int64)]
    for label in labels.unique():
        places = torch.where(labels == label)[0]
        c = len(places)
        if c == 1:
            raise ValueError(f"class {int(label)} has only one example")
        k = min(max(round(share * c), 1), c - 1)
        places = places[torch.randperm(c, generator=generator)]
        val.append(places[:k].sort().values)
        train.append(places[k:].sort().values)
    return torch.cat(train), torch.cat(val)


@wrong(
    "Classes can be any whole numbers: those below 0 are in neither of your parts, and without any labels there is no max() to ask for.",
    seen="named",
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if share <= 0 or share >= 1:
        raise ValueError("share must lie between 0 and 1")
    generator = torch.Generator().manual_seed(seed)
    train, val = [], []
    for label in range(int(labels.max()) + 1):
        places = (labels == label).nonzero().flatten()
        c = len(places)
        if c == 0:
            continue
        if c == 1:
            raise ValueError(f"class {label} has only one example")
        k = min(max(round(share * c), 1), c - 1)
        order = torch.randperm(c, generator=generator)
        val += places[order[:k]].tolist()
        train += places[order[k:]].tolist()
    return (
        torch.tensor(sorted(train), dtype=torch.int64),
        torch.tensor(sorted(val), dtype=torch.int64),
    )


@wrong(
    "Too few labels are as wrong as too many: the examples without a label land in neither part, and nobody is told.",
    seen="named",
)
def stratified_subsets(
    dataset: Dataset, labels: torch.Tensor, share: float, seed: int
) -> tuple[Subset, Subset]:
    if len(labels) > len(dataset):
        raise ValueError(f"{len(labels)} labels for {len(dataset)} examples")
    train, val = stratified_split(labels, share, seed)
    return Subset(dataset, train.tolist()), Subset(dataset, val.tolist())
