"""Wrong answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch

from torchdojo.grading import wrong


@wrong("A batch is a tuple here; a list is what torch's own DataLoader gives.", seen="named")
def collate(examples: list[tuple[Any, ...]]) -> tuple[torch.Tensor, ...]:
    batch = []
    for parts in zip(*examples, strict=True):
        if isinstance(parts[0], torch.Tensor):
            batch.append(torch.stack(parts))
        elif isinstance(parts[0], int):
            batch.append(torch.tensor(parts, dtype=torch.int64))
        else:
            batch.append(torch.tensor(parts, dtype=torch.float32))
    return batch


@wrong(
    "The position lives in the loader itself, so a second loop that starts while the first is going on moves both; each loop needs an iterator of its own.",
    seen="named",
)
class MiniLoader:
    def __init__(
        self,
        dataset: Sequence[tuple[Any, ...]],
        batch_size: int,
        shuffle: bool = False,
        drop_last: bool = False,
        generator: torch.Generator | None = None,
    ) -> None:
        if batch_size < 1:
            raise ValueError("batch_size must be at least 1")
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.generator = generator

    def __len__(self) -> int:
        if self.drop_last:
            return len(self.dataset) // self.batch_size
        return -(-len(self.dataset) // self.batch_size)

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        n = len(self.dataset)
        if self.shuffle:
            self.order = torch.randperm(n, generator=self.generator).tolist()
        else:
            self.order = list(range(n))
        self.position = 0
        return self

    def __next__(self) -> tuple[torch.Tensor, ...]:
        if self.position >= len(self):
            raise StopIteration
        start = self.position * self.batch_size
        self.position += 1
        return collate([self.dataset[i] for i in self.order[start : start + self.batch_size]])


@wrong(
    "Looping over a tensor gives tensors, so the dataset is asked for dataset[tensor(3)] where it was promised an int; a list forgives that, a dictionary of files does not.",
    seen="named",
)
class MiniLoader:
    def __init__(
        self,
        dataset: Sequence[tuple[Any, ...]],
        batch_size: int,
        shuffle: bool = False,
        drop_last: bool = False,
        generator: torch.Generator | None = None,
    ) -> None:
        if batch_size < 1:
            raise ValueError("batch_size must be at least 1")
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.generator = generator

    def __len__(self) -> int:
        n = len(self.dataset)
        if self.drop_last:
            return n // self.batch_size
        return (n + self.batch_size - 1) // self.batch_size

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        n = len(self.dataset)
        order = torch.randperm(n, generator=self.generator) if self.shuffle else torch.arange(n)
        for places in order.split(self.batch_size):
            if self.drop_last and len(places) < self.batch_size:
                return
            if len(places):
                yield collate([self.dataset[i] for i in places])


@wrong(
    "Without a generator torch's global one is to be used, not a new one with its fixed seed; and with drop_last the length still counts the batch that is left out.",
    seen="caught",
)
class MiniLoader:
    def __init__(
        self,
        dataset: Sequence[tuple[Any, ...]],
        batch_size: int,
        shuffle: bool = False,
        drop_last: bool = False,
        generator: torch.Generator | None = None,
    ) -> None:
        if batch_size < 1:
            raise ValueError("batch_size must be at least 1")
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.generator = generator if generator is not None else torch.Generator()

    def __len__(self) -> int:
        return (len(self.dataset) + self.batch_size - 1) // self.batch_size

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        n = len(self.dataset)
        order = list(range(n))
        if self.shuffle:
            order = torch.randperm(n, generator=self.generator).tolist()
        for start in range(0, n, self.batch_size):
            places = order[start : start + self.batch_size]
            if len(places) < self.batch_size and self.drop_last:
                break
            yield collate([self.dataset[i] for i in places])


@wrong(
    "NumPy makes float64 of Python floats, but they should become float32 in the batch.",
    seen="named",
)
def collate(examples: list[tuple[Any, ...]]) -> tuple[torch.Tensor, ...]:
    columns = list(zip(*examples, strict=True))
    return tuple(
        torch.stack(column) if torch.is_tensor(column[0]) else torch.from_numpy(np.array(column))
        for column in columns
    )
