"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torch.utils.data import DataLoader, RandomSampler

from torchdojo.grading import right


@right(
    "Makes the random sampler by hand, and gives the same generator to it and to the loader.",
    seen="full marks",
)
def shuffled(dataset, batch_size, seed, num_workers=0):
    generator = torch.Generator()
    generator.manual_seed(seed)
    sampler = RandomSampler(dataset, replacement=False, generator=generator)
    return DataLoader(
        dataset,
        sampler=sampler,
        batch_size=batch_size,
        num_workers=num_workers,
        generator=generator,
    )
