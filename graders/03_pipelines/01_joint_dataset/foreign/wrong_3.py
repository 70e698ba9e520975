"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset

from torchdojo.grading import wrong


@wrong(
    "All pairs are read into a list at the beginning, where the contract says that no example is read and x and y are "
    "kept themselves, and different lengths raise AssertionError instead of ValueError.",
    seen="named",
)
class JointDataset(Dataset):
    def __init__(self, x, y):
        assert len(x) == len(y), "x and y must have the same length"
        self.pairs = list(zip(x, y))

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, index):
        return self.pairs[index]


@wrong(
    "`torch.manual_seed` returns the global generator, so your loader has none of its own: it seeds and uses up the "
    "random numbers of the whole program.",
    seen="named",
)
def shuffled(dataset, batch_size, seed, num_workers=0):
    generator = torch.manual_seed(seed)
    return DataLoader(
        dataset,
        batch_size=batch_size,
        shuffle=True,
        num_workers=num_workers,
        generator=generator,
    )


@wrong(
    "`float()` and `long()` make other tensors of other dtypes where x is not float32 or y not int64, but the dataset "
    "should be over the very tensors that were given.",
    seen="caught",
)
def as_tensor_dataset(x, y):
    return TensorDataset(x.float(), y.long())


@wrong(
    "The third positional argument of DataLoader is `shuffle`, not `drop_last`, so asking to drop shuffles the test set "
    "and drops nothing.",
    seen="named",
)
def batches(dataset, batch_size, drop_last):
    return DataLoader(dataset, batch_size, drop_last)
