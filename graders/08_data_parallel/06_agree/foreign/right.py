"""Right answers by people who had seen the exercise alone."""

import itertools
import torch
import torch.distributed as dist

from torchdojo.grading import right


@right(
    "Sends the bytes of each tensor, so every dtype travels the same way, and copies them into the old memory.",
    seen="full marks",
)
def start_alike(model):
    for t in itertools.chain(model.parameters(), model.buffers()):
        flat = t.detach().clone(memory_format=torch.contiguous_format).reshape(-1)
        if flat.numel() == 0:
            continue
        dist.broadcast(flat.view(torch.uint8), src=0)
        t.detach().copy_(flat.view(t.shape))


@right(
    "One flag for each tensor, and a single all_reduce for all flags at the end.", seen="full marks"
)
def differing(model):
    named = dict(model.named_parameters())
    named.update(model.named_buffers())
    flags = []
    for t in named.values():
        mine = t.detach()
        theirs = mine.clone(memory_format=torch.contiguous_format)
        dist.broadcast(theirs, src=0)
        same = (mine == theirs) | ((mine != mine) & (theirs != theirs))
        flags.append(0 if same.all() else 1)
    if not flags:
        return []
    flags = torch.tensor(flags)
    dist.all_reduce(flags, op=dist.ReduceOp.MAX)
    return [name for name, flag in zip(named, flags.tolist()) if flag]


@right(
    "Compares with the last rank instead of the first, and adds up how many elements differ.",
    seen="full marks",
)
def differing(model):
    last = dist.get_world_size() - 1
    names = []
    for name, t in itertools.chain(model.named_parameters(), model.named_buffers()):
        mine = t.detach().contiguous()
        reference = mine.clone()
        dist.broadcast(reference, src=last)
        both_nan = mine.ne(mine) & reference.ne(reference)
        count = (mine.ne(reference) & ~both_nan).sum()
        dist.all_reduce(count)
        if count.item() > 0:
            names.append(name)
    return names
