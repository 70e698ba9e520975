"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks
from torch.utils.checkpoint import checkpoint, checkpoint_sequential
from torchdojo.grading import wrong


@wrong(
    "A slice keeps its whole storage alive, and an expanded tensor no more than the little it was made of: count `untyped_storage().nbytes()`, not the elements of the view.",
    seen="named",
)
def saved_bytes(module, x):
    weights = {p.untyped_storage().data_ptr() for p in module.parameters()}
    kept = {}

    def pack(t):
        where = t.untyped_storage().data_ptr()
        if where not in weights:
            kept.setdefault(where, t)
        return t

    with saved_tensors_hooks(pack, lambda t: t):
        out = module(x)
    del out
    return sum(t.numel() * t.element_size() for t in kept.values())


@wrong(
    "In evaluation mode nothing is recomputed, but gradients may be wanted there, too: the contract says training and evaluation. (It is `Segments` that looks at the mode.)",
    seen="named",
)
def recomputed(block, x):
    if not block.training:
        return block(x)
    return checkpoint(block, x, use_reentrant=False)


@wrong(
    "`run` looks up `group` when it is called, and the second call comes after the loop: on the way back every group is recomputed with the blocks of the last one, and with groups of one size the gradients are silently wrong.",
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
        if not self.training:
            for block in self.blocks:
                x = block(x)
            return x
        for start in range(0, len(self.blocks), self.every):
            group = list(self.blocks)[start : start + self.every]

            def run(t):
                for block in group:
                    t = block(t)
                return t

            x = checkpoint(run, x, use_reentrant=False)
        return x


@wrong(
    "`checkpoint_sequential` takes the number of groups, not the number of blocks in each; and it never recomputes the last group.",
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
            segments = min(self.every, len(self.blocks))
            return checkpoint_sequential(list(self.blocks), segments, x, use_reentrant=False)
        for block in self.blocks:
            x = block(x)
        return x


@wrong(
    "Buffers count: you leave out everything in the state dict, so the running statistics that batch normalisation keeps in evaluation mode are missing.",
    seen="named",
)
def saved_bytes(module, x):
    there = {t.untyped_storage().data_ptr() for t in module.state_dict().values()}
    sizes = {}
    alive = []

    def pack(t):
        storage = t.untyped_storage()
        if storage.data_ptr() not in there:
            sizes[storage.data_ptr()] = storage.nbytes()
            alive.append(t)
        return t

    with saved_tensors_hooks(pack, lambda t: t):
        module(x)
    return sum(sizes.values())
