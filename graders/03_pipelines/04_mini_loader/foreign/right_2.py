"""Right answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch

from torchdojo.grading import right


@right("Fills each part of the batch row by row.", seen="full marks")
def collate(examples: list[tuple[Any, ...]]) -> tuple[torch.Tensor, ...]:
    def column(place: int) -> torch.Tensor:
        values = [example[place] for example in examples]
        first = values[0]
        if isinstance(first, torch.Tensor):
            return torch.cat([value.unsqueeze(0) for value in values], dim=0)
        kind = torch.float32 if any(isinstance(value, float) for value in values) else torch.int64
        filled = torch.empty(len(values), dtype=kind)
        for row, value in enumerate(values):
            filled[row] = value
        return filled

    return tuple(column(place) for place in range(len(examples[0])))


@right(
    "A separate iterator class holds the position; the loader only describes an epoch.",
    seen="full marks",
)
class MiniLoader:
    class _Epoch:
        def __init__(self, dataset: Any, order: list[int], batch_size: int, count: int) -> None:
            self.dataset, self.batch_size, self.left = dataset, batch_size, count
            self.order = iter(order)

        def __iter__(self) -> "MiniLoader._Epoch":
            return self

        def __next__(self) -> tuple[torch.Tensor, ...]:
            if self.left == 0:
                raise StopIteration
            self.left -= 1
            examples = []
            for place in self.order:
                examples.append(self.dataset[place])
                if len(examples) == self.batch_size:
                    break
            return collate(examples)

    def __init__(
        self,
        dataset: Sequence[tuple[Any, ...]],
        batch_size: int,
        shuffle: bool = False,
        drop_last: bool = False,
        generator: torch.Generator | None = None,
    ) -> None:
        if batch_size < 1:
            raise ValueError(f"batch_size is {batch_size}, at least 1 is needed")
        self._dataset, self._size = dataset, batch_size
        self._shuffle, self._drop, self._generator = shuffle, drop_last, generator

    def __len__(self) -> int:
        full, rest = divmod(len(self._dataset), self._size)
        return full + (1 if rest and not self._drop else 0)

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        n = len(self._dataset)
        if self._shuffle:
            order = torch.randperm(n, generator=self._generator).tolist()
        else:
            order = list(range(n))
        return self._Epoch(self._dataset, order, self._size, len(self))
