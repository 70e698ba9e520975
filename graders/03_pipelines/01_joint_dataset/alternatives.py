"""Other right ways to write datasets and to set up loaders."""

from collections.abc import Sequence
from typing import Any

import torch
from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler, TensorDataset

from torchdojo.grading import alternative


@alternative("both sequences in one tuple, indexed by a generator expression")
class JointDataset(Dataset):
    def __init__(self, *sequences: Sequence[Any]) -> None:
        if len({len(sequence) for sequence in sequences}) > 1:
            raise ValueError("all sequences must have the same length")
        self.sequences = sequences

    def __len__(self) -> int:
        return min(map(len, self.sequences))

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        return tuple(sequence[index] for sequence in self.sequences)


@alternative("an end of its own, and a length that is counted once")
class JointDataset(Dataset):
    def __init__(self, x: Sequence[Any], y: Sequence[Any]) -> None:
        self.x, self.y, self.count = x, y, len(y)
        if self.count != len(x):
            raise ValueError("x and y do not fit together")

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        if index >= self.count:
            raise IndexError(f"{index} is past the last of {self.count} pairs")
        return (self.x[index], self.y[index])


@alternative("the tensors unpacked from a list")
def as_tensor_dataset(x: torch.Tensor, y: torch.Tensor) -> TensorDataset:
    return TensorDataset(*[x, y])


@alternative("every choice spelled out")
def batches(dataset: Dataset, batch_size: int, drop_last: bool) -> DataLoader:
    return DataLoader(dataset, batch_size, shuffle=False, drop_last=drop_last, num_workers=0)


@alternative("a sampler that shares the loader's generator")
def shuffled(dataset: Dataset, batch_size: int, seed: int, num_workers: int = 0) -> DataLoader:
    generator = torch.Generator()
    generator.manual_seed(seed)
    sampler = RandomSampler(dataset, generator=generator)
    return DataLoader(
        dataset, batch_size, sampler=sampler, generator=generator, num_workers=num_workers
    )


@alternative("a sampler of whole batches")
def shuffled(dataset: Dataset, batch_size: int, seed: int, num_workers: int = 0) -> DataLoader:
    generator = torch.Generator().manual_seed(seed)
    order = RandomSampler(dataset, generator=generator)
    sampler = BatchSampler(order, batch_size, drop_last=False)
    return DataLoader(dataset, batch_sampler=sampler, generator=generator, num_workers=num_workers)


@alternative("workers that stay from one epoch to the next")
def shuffled(dataset: Dataset, batch_size: int, seed: int, num_workers: int = 0) -> DataLoader:
    return DataLoader(
        dataset,
        batch_size,
        shuffle=True,
        generator=torch.Generator().manual_seed(seed),
        num_workers=num_workers,
        persistent_workers=num_workers > 0,
    )
