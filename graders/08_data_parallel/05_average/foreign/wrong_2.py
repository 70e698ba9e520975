"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
import torch.distributed as dist
from torchdojo.grading import wrong


@wrong(
    "This is the mean of the ranks' means: with 3 examples on one rank and 1 on the other, the single one counts three times as much. Weigh each rank by its examples.",
    seen="named",
)
def sync_gradients(model, n_local):
    count = torch.tensor(n_local)
    dist.all_reduce(count)
    if count.item() == 0:
        raise ValueError("no examples at all")
    for p in model.parameters():
        if not p.requires_grad:
            continue
        if p.grad is None or n_local == 0:
            p.grad = torch.zeros_like(p)
        dist.all_reduce(p.grad)
        p.grad /= dist.get_world_size()


@wrong(
    "`detach` shares its memory with `loss`, so `mul_` multiplies the caller's loss by the number of examples. The returned mean is right; print the loss afterwards to see it.",
    seen="named",
)
def mean_loss(loss, n_local):
    total = loss.detach()
    if n_local == 0:
        total = torch.zeros_like(total)
    total.mul_(n_local)
    count = torch.tensor(n_local)
    dist.all_reduce(total)
    dist.all_reduce(count)
    if count == 0:
        raise ValueError("no rank has any example")
    return total.item() / count.item()


@wrong(
    "`nan_to_num` also hides the NaN of a rank that does have examples: only the loss of a rank without any may be ignored, a broken run must stay visible.",
    seen="named",
)
def mean_loss(loss, n_local):
    total = torch.nan_to_num(loss.detach()) * n_local
    count = torch.tensor(n_local)
    dist.all_reduce(total)
    dist.all_reduce(count)
    if count.item() == 0:
        raise ValueError("no rank has any example")
    return (total / count).item()


@wrong(
    "Frozen parameters get a gradient of zeros as well, and their traffic: skip those that do not require one, their `.grad` stays None.",
    seen="named",
)
def sync_gradients(model, n_local):
    count = torch.tensor(n_local)
    dist.all_reduce(count)
    total = count.item()
    if total == 0:
        raise ValueError("no examples on any rank")
    for p in model.parameters():
        if p.grad is None or n_local == 0:
            p.grad = torch.zeros_like(p)
        p.grad.mul_(n_local / total)
        dist.all_reduce(p.grad)


@wrong(
    "A rank whose gradient is None leaves the collective out, and the others wait for ever; and with no example anywhere you return quietly instead of raising ValueError.",
    seen="named",
)
def sync_gradients(model, n_local):
    total = torch.tensor(n_local)
    dist.all_reduce(total)
    if total.item() == 0:
        return
    for p in model.parameters():
        if p.grad is None:
            continue
        p.grad.mul_(n_local)
        dist.all_reduce(p.grad, op=dist.ReduceOp.SUM)
        p.grad.div_(total.item())
