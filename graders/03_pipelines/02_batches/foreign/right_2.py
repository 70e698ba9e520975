"""Right answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from torch.utils.data import DataLoader

from torchdojo.grading import right


@right("Serves the examples batch by batch until none is left.", seen="full marks")
def plan(n: int, batch_size: int, drop_last: bool) -> list[int]:
    if batch_size < 1:
        raise ValueError(f"a batch needs at least one example, not {batch_size}")
    if n < 0:
        raise ValueError(f"there cannot be {n} examples")
    left, sizes = n, []
    while left > 0:
        served = min(left, batch_size)
        left -= served
        sizes.append(served)
    if drop_last and sizes and sizes[-1] < batch_size:
        del sizes[-1]
    return sizes


@right("One nested generator expression, with a counter for the steps.", seen="full marks")
def numbered(loader: DataLoader, epochs: int) -> Iterator[tuple[int, int, int, Any]]:
    steps = count(1)
    return (
        (epoch + 1, number + 1, next(steps), batch)
        for epoch in range(epochs)
        for number, batch in enumerate(loader)
    )
