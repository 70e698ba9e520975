"""Right answers by people who had seen the exercise alone, of a third round."""

from itertools import islice

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

from torchdojo.grading import right


@right(
    "Checkpoints a method that is told by number which blocks to run, so nothing depends on a loop's variable.",
    seen="full marks",
)
class Segments(nn.Module):
    def __init__(self, blocks, every):
        super().__init__()
        if every < 1:
            raise ValueError(f"a group needs at least one block, not {every}")
        self.every = every
        self.blocks = nn.ModuleList()
        for block in blocks:
            self.blocks.append(block)

    def run_group(self, start, x):
        for block in islice(self.blocks, start, start + self.every):
            x = block(x)
        return x

    def forward(self, x):
        start = 0
        while start < len(self.blocks):
            if self.training:
                x = checkpoint(self.run_group, start, x, use_reentrant=False)
            else:
                x = self.run_group(start, x)
            start += self.every
        return x
