"""Wrong answers by people who had seen the exercise alone."""

import torch
import torch.distributed as dist

from torchdojo.grading import wrong


@wrong(
    "Divides by the number of ranks: a mean of means, in which a rank with 3 examples counts as much as one with 30.",
    seen="named",
)
def sync_gradients(model, n_local):
    total = torch.tensor(n_local)
    dist.all_reduce(total)
    if total == 0:
        raise ValueError("no rank has any example")
    for p in model.parameters():
        if not p.requires_grad:
            continue
        if p.grad is None or n_local == 0:
            p.grad = torch.zeros_like(p)
        dist.all_reduce(p.grad)
        p.grad /= dist.get_world_size()


@wrong(
    "Skips a parameter without a gradient: this rank makes fewer calls than the others, which wait for it for ever.",
    seen="named",
)
def sync_gradients(model, n_local):
    total = torch.tensor(n_local)
    dist.all_reduce(total)
    if total == 0:
        raise ValueError("no rank has any example")
    for p in model.parameters():
        if p.grad is not None:
            p.grad *= n_local / total.item()
            dist.all_reduce(p.grad)


@wrong(
    "Divides by the examples of those ranks only that used the parameter; the others count as zeros, so all examples divide.",
    seen="caught",
)
def sync_gradients(model, n_local):
    total = torch.tensor(n_local)
    dist.all_reduce(total)
    if total == 0:
        raise ValueError("no rank has any example")
    for p in model.parameters():
        if not p.requires_grad:
            continue
        count = torch.tensor(float(n_local))
        if p.grad is None or n_local == 0:
            p.grad = torch.zeros_like(p)
            count.zero_()
        p.grad.mul_(n_local)
        dist.all_reduce(p.grad)
        dist.all_reduce(count)
        p.grad.div_(count.clamp(min=1))


@wrong(
    "Fills in zeros for every parameter, frozen ones too, whose .grad should stay None.",
    seen="named",
)
def sync_gradients(model, n_local):
    total = torch.tensor(n_local)
    dist.all_reduce(total)
    if total == 0:
        raise ValueError("no rank has any example")
    for p in model.parameters():
        grad = torch.zeros_like(p)
        if p.grad is not None and n_local > 0:
            grad += p.grad * (n_local / total.item())
        dist.all_reduce(grad)
        p.grad = grad


@wrong(
    "Thinks that only a rank without examples lacks gradients: one whose examples didn't use a parameter leaves its call out.",
    seen="named",
)
def sync_gradients(model, n_local):
    total = torch.tensor(n_local)
    dist.all_reduce(total)
    if total == 0:
        raise ValueError("no rank has any example")
    for p in model.parameters():
        if not p.requires_grad:
            continue
        if n_local == 0:
            p.grad = torch.zeros_like(p)
        if p.grad is not None:
            p.grad.mul_(n_local / total.item())
            dist.all_reduce(p.grad)


@wrong(
    "detach() shares memory with loss, so mul_ and all_reduce change the caller's loss, which should stay as it is.",
    seen="named",
)
def mean_loss(loss, n_local):
    total = torch.tensor(n_local)
    dist.all_reduce(total)
    if total == 0:
        raise ValueError("no rank has any example")
    value = loss.detach()
    if n_local == 0:
        value = torch.zeros_like(value)
    value.mul_(n_local)
    dist.all_reduce(value)
    return value.item() / total.item()


@wrong(
    "Trusts that a weight of 0 removes a loss, but NaN * 0 is NaN: the rank without examples spoils the mean of all.",
    seen="named",
)
def mean_loss(loss, n_local):
    both = torch.tensor([loss.item() * n_local, n_local], dtype=torch.float64)
    dist.all_reduce(both)
    if both[1] == 0:
        raise ValueError("no rank has any example")
    return (both[0] / both[1]).item()


@wrong(
    "nan_to_num also hides the NaN or infinity of a rank that has examples: its loss counts as 0, and training looks fine.",
    seen="full marks",
)
def mean_loss(loss, n_local):
    value = torch.nan_to_num(loss.detach().double(), nan=0.0, posinf=0.0, neginf=0.0)
    both = torch.stack([value * n_local, torch.full_like(value, n_local)])
    dist.all_reduce(both)
    if both[1] == 0:
        raise ValueError("no rank has any example")
    return (both[0] / both[1]).item()
