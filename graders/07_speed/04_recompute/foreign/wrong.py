"""Wrong answers by people who had seen the exercise alone."""

import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks
from torch.utils.checkpoint import checkpoint, set_checkpoint_early_stop

from torchdojo.grading import wrong


@wrong(
    "Parameters are known by their type, but a linear layer keeps the transposed weight, a plain tensor on the same storage: it counts.",
    seen="named",
)
def saved_bytes(module, x):
    sizes = {}
    kept = []

    def pack(t):
        kept.append(t)
        if not isinstance(t, nn.Parameter):
            storage = t.untyped_storage()
            sizes[storage.data_ptr()] = storage.nbytes()
        return t

    with saved_tensors_hooks(pack, lambda t: t):
        module(x)
    return sum(sizes.values())


@wrong(
    "Adds up every tensor that is packed: the output of a tanh, which the next layer keeps as its input, counts twice.",
    seen="named",
)
def saved_bytes(module, x):
    weights = {p.untyped_storage().data_ptr() for p in module.parameters()}
    total = 0

    def pack(t):
        nonlocal total
        if t.untyped_storage().data_ptr() not in weights:
            total += t.untyped_storage().nbytes()
        return t

    with saved_tensors_hooks(pack, lambda t: t):
        module(x)
    return total


@wrong(
    "Leaves out all that is in the state_dict, so buffers too; only the storages of the parameters are not to be counted.",
    seen="full marks",
)
def saved_bytes(module, x):
    own = {t.untyped_storage().data_ptr() for t in module.state_dict().values()}
    kept = []

    def pack(t):
        kept.append(t)
        return t

    with saved_tensors_hooks(pack, lambda t: t):
        module(x)
    sizes = {t.untyped_storage().data_ptr(): t.untyped_storage().nbytes() for t in kept}
    return sum(size for pointer, size in sizes.items() if pointer not in own)


@wrong(
    "detach() gives the reentrant variant an input with a gradient, but cuts the graph: x and all blocks before it get none.",
    seen="named",
)
def recomputed(block, x):
    return checkpoint(block, x.detach().requires_grad_(), use_reentrant=True)


@wrong(
    "Draws a seed and sets it in both runs: dropout agrees, but all later random numbers differ from those without recomputing.",
    seen="caught",
)
def recomputed(block, x):
    seed = int(torch.randint(2**31, ()))

    def run(h):
        torch.manual_seed(seed)
        return block(h)

    return checkpoint(run, x, use_reentrant=False, preserve_rng_state=False)


@wrong(
    "Recomputes in training mode only; that is what Segments promises. recomputed keeps x alone in whatever mode the block is.",
    seen="full marks",
)
def recomputed(block, x):
    if not block.training:
        return block(x)
    return checkpoint(block, x, use_reentrant=False)


@wrong(
    "run uses the loop's variable, but is called again in backward(), when start is that of the last group: wrong blocks are repeated.",
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

            def run(h):
                for block in self.blocks[start : start + self.every]:
                    h = block(h)
                return h

            x = checkpoint(run, x, use_reentrant=False)
        return x


@wrong(
    "Only full groups are recomputed: the blocks of a smaller last group run as they are, and all their insides are kept.",
    seen="caught",
)
class Segments(nn.Module):
    def __init__(self, blocks, every):
        super().__init__()
        if every < 1:
            raise ValueError("every must be at least 1")
        self.blocks = nn.ModuleList(blocks)
        self.every = every

    def forward(self, x):
        full = len(self.blocks) // self.every * self.every if self.training else 0
        for start in range(0, full, self.every):
            x = recomputed(nn.Sequential(*self.blocks[start : start + self.every]), x)
        for block in self.blocks[full:]:
            x = block(x)
        return x
