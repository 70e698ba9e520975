"""Wrong answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Sequence
from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset, RandomSampler, TensorDataset

from torchdojo.grading import wrong


@wrong(
    "list(zip(...)) reads every example when the dataset is made, so a lazy x opens all its files, and later changes of x are not seen.",
    seen="named",
)
class JointDataset(Dataset):
    def __init__(self, x: Sequence[Any], y: Sequence[Any]) -> None:
        if len(x) != len(y):
            raise ValueError(f"{len(x)} features but {len(y)} labels")
        self.pairs = list(zip(x, y, strict=True))

    def __len__(self) -> int:
        return len(self.pairs)

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        return self.pairs[index]


@wrong(
    "torch.manual_seed returns the global generator and seeds it: a network initialised next to your loader gets other weights.",
    seen="caught",
)
def shuffled(dataset: Dataset, batch_size: int, seed: int, num_workers: int = 0) -> DataLoader:
    generator = torch.manual_seed(seed)
    return DataLoader(
        dataset, batch_size=batch_size, shuffle=True, generator=generator, num_workers=num_workers
    )


@wrong(
    "Only the sampler has your generator; the loader's own `generator` is None, so each epoch still draws a seed for the workers from the global one.",
    seen="named",
)
def shuffled(dataset: Dataset, batch_size: int, seed: int, num_workers: int = 0) -> DataLoader:
    sampler = RandomSampler(dataset, generator=torch.Generator().manual_seed(seed))
    return DataLoader(dataset, batch_size=batch_size, sampler=sampler, num_workers=num_workers)


@wrong(
    "A last batch that is too small is to be left out even if it is the only one: three examples in batches of five give no batch.",
    seen="caught",
)
def batches(dataset: Dataset, batch_size: int, drop_last: bool) -> DataLoader:
    return DataLoader(
        dataset, batch_size=batch_size, drop_last=drop_last and len(dataset) > batch_size
    )


@wrong(
    "Different lengths must raise a ValueError, not an AssertionError that `python -O` removes, and an example is a tuple, not a list.",
    seen="named",
)
class JointDataset(Dataset):
    def __init__(self, x: Sequence[Any], y: Sequence[Any]) -> None:
        assert len(x) == len(y), "x and y must have the same length"
        self.x = x
        self.y = y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        return [self.x[index], self.y[index]]
