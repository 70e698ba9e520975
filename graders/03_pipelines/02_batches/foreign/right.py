"""Right answers by people who had seen the exercise alone."""

from itertools import count
import torch
from torch.utils.data import BatchSampler, DataLoader, RandomSampler

from torchdojo.grading import right


@right("divmod, and a list times a bool for the rest", seen="full marks")
def plan(n, batch_size, drop_last):
    if not (batch_size >= 1 and n >= 0):
        raise ValueError(f"cannot make batches of {batch_size} from {n} examples")
    full, rest = divmod(n, batch_size)
    return [batch_size] * full + [rest] * (rest > 0 and not drop_last)


@right("spells out the samplers of the training loader", seen="lost points")
def loaders(train_set, test_set, batch_size, seed):
    own = torch.Generator()
    own.manual_seed(seed)
    groups = BatchSampler(RandomSampler(train_set, generator=own), batch_size, drop_last=True)
    training = DataLoader(train_set, batch_sampler=groups, generator=own)
    testing = DataLoader(test_set, batch_size=batch_size, generator=torch.Generator())
    return training, testing


@right("a generator expression, with a counter for the steps", seen="full marks")
def numbered(loader, epochs):
    steps = count(1)
    return (
        (epoch, number, next(steps), batch)
        for epoch in range(1, epochs + 1)
        for number, batch in enumerate(loader, 1)
    )
