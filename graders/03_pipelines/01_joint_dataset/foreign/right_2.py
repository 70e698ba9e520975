"""Right answers by people who had seen the exercise alone, of a second round."""

from collections.abc import Sequence
from typing import Any

import torch
from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler, SequentialSampler

from torchdojo.grading import right


@right("Keeps both sequences in one tuple and checks the index itself.", seen="full marks")
class JointDataset(Dataset):
    def __init__(self, x: Sequence[Any], y: Sequence[Any]) -> None:
        lengths = {len(x), len(y)}
        if len(lengths) != 1:
            raise ValueError(f"x has {len(x)} examples, y has {len(y)}")
        self._columns = (x, y)

    def __len__(self) -> int:
        return len(self._columns[0])

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        if index >= len(self):
            raise IndexError(f"there is no example {index} among {len(self)}")
        return tuple(column[index] for column in self._columns)


@right(
    "Sampler and batch sampler are made by hand; both they and the loader hold the same generator.",
    seen="full marks",
)
def shuffled(dataset: Dataset, batch_size: int, seed: int, num_workers: int = 0) -> DataLoader:
    own = torch.Generator()
    own.manual_seed(seed)
    order = RandomSampler(dataset, replacement=False, generator=own)
    cut = BatchSampler(order, batch_size=batch_size, drop_last=False)
    return DataLoader(dataset, batch_sampler=cut, num_workers=num_workers, generator=own)
