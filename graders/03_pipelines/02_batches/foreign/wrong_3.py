"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torch.utils.data import DataLoader

from torchdojo.grading import wrong


@wrong(
    "What is left over is appended even if nothing is left, so 6 examples in batches of 3 end with a batch of size 0, "
    "and so do 0 examples.",
    seen="named",
)
def plan(n, batch_size, drop_last):
    if batch_size < 1 or n < 0:
        raise ValueError("batch_size must be at least 1 and n at least 0")
    full, rest = divmod(n, batch_size)
    sizes = [batch_size] * full
    if not drop_last:
        sizes.append(rest)
    return sizes


@wrong(
    "Both loaders share one generator, and every loop over a loader draws from its generator, so testing in between "
    "changes the orders in which the training examples come.",
    seen="named",
)
def loaders(train_set, test_set, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    training = DataLoader(
        train_set, batch_size=batch_size, shuffle=True, drop_last=True, generator=generator
    )
    testing = DataLoader(test_set, batch_size=batch_size, shuffle=False, generator=generator)
    return training, testing


@wrong(
    "The batches are read once into a list and given out again in each epoch, so a loader that shuffles never gets the "
    "chance to shuffle anew.",
    seen="named",
)
def numbered(loader, epochs):
    batches = list(loader)
    step = 0
    for epoch in range(1, epochs + 1):
        for number, batch in enumerate(batches, start=1):
            step += 1
            yield epoch, number, step, batch


@wrong(
    "A training set smaller than one batch is kept although a batch that is too small is dropped even if it is the only "
    "one, and the generator that `torch.manual_seed` returns is the global one, now seeded.",
    seen="named",
)
def loaders(train_set, test_set, batch_size, seed):
    training = DataLoader(
        train_set,
        batch_size=batch_size,
        shuffle=True,
        drop_last=len(train_set) > batch_size,
        generator=torch.manual_seed(seed),
    )
    testing = DataLoader(test_set, batch_size=batch_size)
    return training, testing
