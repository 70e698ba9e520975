"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
import torch.distributed as dist
from torchdojo.grading import wrong


@wrong(
    "The state dict leaves out buffers registered with persistent=False: those stay as each rank has them. Go through `parameters()` and `buffers()`.",
    seen="named",
)
def start_alike(model):
    for t in model.state_dict().values():
        dist.broadcast(t, src=0)


@wrong(
    "`p.data = ...` puts another memory under the parameter: the values are right, but whoever holds the old memory, a view or a flat buffer, no longer sees the model. Copy into what is there.",
    seen="named",
)
def start_alike(model):
    for t in [*model.parameters(), *model.buffers()]:
        received = t.detach().clone()
        dist.broadcast(received, src=0)
        t.data = received


@wrong(
    "You compare with the mean of the ranks, but a mean is rounded: with three ranks the third of a threefold sum is often not the number itself, and equal weights are reported as different. With two ranks it never shows.",
    seen="named",
)
def differing(model):
    names = []
    world = dist.get_world_size()
    for name, t in [*model.named_parameters(), *model.named_buffers()]:
        t = t.detach()
        mean = t.clone() if t.is_floating_point() else t.double()
        dist.all_reduce(mean)
        mean /= world
        unequal = torch.tensor(int((mean != t).any()))
        dist.all_reduce(unequal, op=dist.ReduceOp.MAX)
        if unequal.item():
            names.append(name)
    return names


@wrong(
    "Each rank compares itself with rank 0 and keeps the verdict to itself: rank 0 always finds nothing, so the list is not the same on every rank. The verdicts must be put together.",
    seen="named",
)
def differing(model):
    names = []
    for name, t in [*model.named_parameters(), *model.named_buffers()]:
        reference = t.detach().clone()
        dist.broadcast(reference, src=0)
        if not torch.equal(reference, t):
            names.append(name)
    return names


@wrong(
    "Frozen parameters are left out though every parameter counts; and `.float()` rounds before it compares, so a float64 weight or a large counter that differs in its last digits passes for the same.",
    seen="caught",
)
def differing(model):
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    named += list(model.named_buffers())
    names = []
    for name, t in named:
        largest, smallest = t.detach().float().clone(), t.detach().float().clone()
        dist.all_reduce(largest, op=dist.ReduceOp.MAX)
        dist.all_reduce(smallest, op=dist.ReduceOp.MIN)
        if not torch.equal(largest, smallest):
            names.append(name)
    return names
