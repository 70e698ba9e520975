"""Right answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from torch.utils.data import DataLoader, Dataset, Subset

from torchdojo.grading import right


@right("zip with the range first, which ends before it asks for another item.", seen="full marks")
def take(items: Iterable[Any], k: int) -> list[Any]:
    if k < 0:
        raise ValueError(f"cannot take {k} items")
    return [item for _, item in zip(range(k), items, strict=False)]


@right("The outer loop takes the first item of a group, islice the others.", seen="full marks")
def groups(items: Iterable[Any], n: int) -> Iterator[list[Any]]:
    if n < 1:
        raise ValueError(f"a group has at least one item, not {n}")
    stream = iter(items)
    for first in stream:
        yield [first, *islice(stream, n - 1)]
