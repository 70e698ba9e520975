"""Wrong answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Iterator
from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset

from torchdojo.grading import wrong


@wrong(
    "drop_last drops a batch that is too small even if it is the only one: plan(20, 32, True) is an empty list.",
    seen="caught",
)
def plan(n: int, batch_size: int, drop_last: bool) -> list[int]:
    if batch_size < 1 or n < 0:
        raise ValueError("batch_size must be at least 1 and n not negative")
    full, rest = divmod(n, batch_size)
    sizes = [batch_size] * full
    if rest and not (drop_last and sizes):
        sizes.append(rest)
    return sizes


@wrong(
    "You loop over the loader once and replay the list, so a shuffling loader gives the same order in every epoch.",
    seen="named",
)
def numbered(loader: DataLoader, epochs: int) -> Iterator[tuple[int, int, int, Any]]:
    batches = list(loader)
    step = 0
    for epoch in range(1, epochs + 1):
        for number, batch in enumerate(batches, start=1):
            step += 1
            yield epoch, number, step, batch


@wrong(
    "Each loop over the test loader draws from the training generator too, so evaluating between epochs changes the orders of training: it must be no other loader's.",
    seen="named",
)
def loaders(
    train_set: Dataset, test_set: Dataset, batch_size: int, seed: int
) -> tuple[DataLoader, DataLoader]:
    generator = torch.Generator().manual_seed(seed)
    training = DataLoader(
        train_set, batch_size=batch_size, shuffle=True, drop_last=True, generator=generator
    )
    testing = DataLoader(test_set, batch_size=batch_size, shuffle=False, generator=generator)
    return training, testing


@wrong(
    "An iterator is wanted, and you return a list: next() refuses it, and all batches of all epochs are in memory before the first one is used.",
    seen="named",
)
def numbered(loader: DataLoader, epochs: int) -> Iterator[tuple[int, int, int, Any]]:
    result = []
    for epoch in range(1, epochs + 1):
        for number, batch in enumerate(loader, start=1):
            result.append((epoch, number, len(result) + 1, batch))
    return result


@wrong(
    "No examples at all are allowed and make an empty list, and with a negative batch_size you must raise ValueError instead of planning nonsense.",
    seen="named",
)
def plan(n: int, batch_size: int, drop_last: bool) -> list[int]:
    if n <= 0 or batch_size == 0:
        raise ValueError("n and batch_size must be positive")
    sizes = [batch_size] * (n // batch_size)
    rest = n % batch_size
    if rest != 0 and not drop_last:
        sizes.append(rest)
    return sizes
