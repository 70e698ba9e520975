"""Right answers by people who had seen the exercise alone."""

import functools
import itertools
import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks
from torch.utils.checkpoint import checkpoint, set_checkpoint_early_stop

from torchdojo.grading import right


@right(
    "Collects the tensors first, which keeps them alive, and looks at their storages when all is over.",
    seen="full marks",
)
def saved_bytes(module, x):
    kept = []

    def pack(t):
        kept.append(t)
        return t

    with torch.enable_grad(), saved_tensors_hooks(pack, lambda t: t):
        output = module(x)
    sizes = {s.data_ptr(): s.nbytes() for s in (t.untyped_storage() for t in kept)}
    for p in module.parameters():
        sizes.pop(p.untyped_storage().data_ptr(), None)
    del output
    return sum(sizes.values())


@right(
    "The second run goes through to the block's end, instead of stopping at the last tensor needed.",
    seen="full marks",
)
def recomputed(block, x):
    with set_checkpoint_early_stop(False):
        return checkpoint(block, x, use_reentrant=False, preserve_rng_state=True)


@right(
    "Groups are taken from an iterator with islice, and each becomes a passing Sequential that holds its own blocks.",
    seen="full marks",
)
class Segments(nn.Module):
    def __init__(self, blocks, every):
        if every < 1:
            raise ValueError(f"every must be at least 1, not {every}")
        super().__init__()
        self.blocks = nn.ModuleList(blocks)
        self.every = every

    def forward(self, x):
        rest = iter(self.blocks)
        groups = iter(lambda: list(itertools.islice(rest, self.every)), [])

        def run(h, group):
            chain = nn.Sequential(*group)
            return recomputed(chain, h) if self.training else chain(h)

        return functools.reduce(run, groups, x)
