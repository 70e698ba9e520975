"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks
from torch.utils.checkpoint import checkpoint, checkpoint_sequential

from torchdojo.grading import wrong


@wrong(
    "state_dict() holds buffers too, and buffers do count; and a view that is kept keeps its whole storage, not only its own elements.",
    seen="named",
)
def saved_bytes(module, x):
    own = {t.untyped_storage().data_ptr() for t in module.state_dict().values()}
    sizes = {}

    def pack(t):
        pointer = t.untyped_storage().data_ptr()
        if pointer not in own:
            sizes[pointer] = t.numel() * t.element_size()
        return t

    with saved_tensors_hooks(pack, lambda t: t):
        output = module(x)
    return sum(sizes.values())


@wrong(
    "Evaluation mode does not mean that nobody wants gradients: recomputed has to recompute in both modes, only Segments makes a difference.",
    seen="named",
)
def recomputed(block, x):
    if block.training:
        return checkpoint(block, x, use_reentrant=False)
    return block(x)


@wrong(
    "checkpoint_sequential never recomputes its last segment and gives it all that is left over, so with one group nothing is saved at all: the groups are not those of `every`.",
    seen="named",
)
class Segments(nn.Module):
    def __init__(self, blocks, every):
        super().__init__()
        if every < 1:
            raise ValueError("every must be at least 1")
        self.blocks = nn.ModuleList(blocks)
        self.every = every

    def forward(self, x):
        if self.training:
            segments = -(-len(self.blocks) // self.every)
            return checkpoint_sequential(self.blocks, segments, x, use_reentrant=False)
        for block in self.blocks:
            x = block(x)
        return x


@wrong(
    "An input without a gradient is no reason to keep everything: the weights of the first block need their gradients too, and its insides are kept as if nothing were recomputed.",
    seen="caught",
)
def recomputed(block, x):
    if not x.requires_grad:
        return block(x)
    return checkpoint(block, x, use_reentrant=False, preserve_rng_state=True)
