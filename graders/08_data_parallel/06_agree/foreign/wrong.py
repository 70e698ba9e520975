"""Wrong answers by people who had seen the exercise alone."""

import torch
import torch.distributed as dist

from torchdojo.grading import wrong


@wrong(
    "The state_dict has no buffers with persistent=False: they keep what each rank made of them.",
    seen="named",
)
def start_alike(model):
    for value in model.state_dict().values():
        dist.broadcast(value, src=0)


@wrong(
    "t.data = copy gives the tensor new memory; an optimizer or a view that holds the old memory sees nothing of it.",
    seen="full marks",
)
def start_alike(model):
    for t in [*model.parameters(), *model.buffers()]:
        copy = t.detach().clone()
        dist.broadcast(copy, src=0)
        t.data = copy


@wrong(
    "Multiplies by 0 on the other ranks and adds up: an infinity or NaN times 0 is NaN, and spoils the values of rank 0.",
    seen="caught",
)
def start_alike(model):
    for t in [*model.parameters(), *model.buffers()]:
        value = t.detach()
        if dist.get_rank() != 0:
            value.mul_(0)
        dist.all_reduce(value)


@wrong(
    "Sends everything as one float32 vector: float64 values and integers above 2**24 arrive rounded, on rank 0 as well.",
    seen="caught",
)
def start_alike(model):
    tensors = [t.detach() for t in [*model.parameters(), *model.buffers()]]
    if not tensors:
        return
    flat = torch.cat([t.reshape(-1).float() for t in tensors])
    dist.broadcast(flat, src=0)
    for t, part in zip(tensors, flat.split([t.numel() for t in tensors])):
        t.copy_(part.view_as(t))


@wrong(
    "Each rank lists what differs between itself and rank 0, and keeps it to itself: rank 0 finds nothing, so the lists differ.",
    seen="named",
)
def differing(model):
    names = []
    for name, t in [*model.named_parameters(), *model.named_buffers()]:
        theirs = t.detach().clone()
        dist.broadcast(theirs, src=0)
        if not torch.equal(theirs, t.detach()):
            names.append(name)
    return names


@wrong(
    "detach() is no copy: the broadcast overwrites the model, and then each tensor is compared with itself.",
    seen="caught",
)
def differing(model):
    names = []
    for name, t in [*model.named_parameters(), *model.named_buffers()]:
        theirs = t.detach()
        dist.broadcast(theirs, src=0)
        flag = torch.tensor(int(not torch.equal(theirs, t.detach())))
        dist.all_reduce(flag, op=dist.ReduceOp.MAX)
        if flag.item():
            names.append(name)
    return names


@wrong(
    "Compares only the sums: two ranks with the same numbers in another order, or with differences that cancel, look alike.",
    seen="named",
)
def differing(model):
    names = []
    for name, t in [*model.named_parameters(), *model.named_buffers()]:
        total = t.detach().double().sum()
        ends = torch.stack([total, -total])
        dist.all_reduce(ends, op=dist.ReduceOp.MAX)
        if ends[0] != -ends[1]:
            names.append(name)
    return names


@wrong(
    "Takes largest minus smallest: for an infinity that all ranks have, such as in a mask, that is NaN, and NaN != 0.",
    seen="caught",
)
def differing(model):
    names = []
    for name, t in [*model.named_parameters(), *model.named_buffers()]:
        high = t.detach().double().clone()
        low = -high
        dist.all_reduce(high, op=dist.ReduceOp.MAX)
        dist.all_reduce(low, op=dist.ReduceOp.MAX)
        spread = high + low
        if (spread != 0).any():
            names.append(name)
    return names
