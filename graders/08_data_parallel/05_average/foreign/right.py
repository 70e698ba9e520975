"""Right answers by people who had seen the exercise alone."""

import torch
import torch.distributed as dist

from torchdojo.grading import right


@right(
    "All gradients travel in one flat vector, already weighted with this rank's share of the examples.",
    seen="full marks",
)
def sync_gradients(model, n_local):
    total = torch.tensor([n_local], dtype=torch.int64)
    dist.all_reduce(total)
    total = int(total)
    if total == 0:
        raise ValueError("there is no example on any rank")
    params = [p for p in model.parameters() if p.requires_grad]
    if not params:
        return
    weight = n_local / total

    def mine(p):
        if p.grad is None or n_local == 0:
            return torch.zeros_like(p).reshape(-1)
        return p.grad.detach().reshape(-1) * weight

    flat = torch.cat([mine(p) for p in params])
    dist.all_reduce(flat)
    for p, part in zip(params, flat.split([p.numel() for p in params])):
        p.grad = part.to(p.dtype).view(p.shape).clone()


@right(
    "From the last parameter to the first, each .grad is replaced by a new tensor with its weighted share, then added up.",
    seen="full marks",
)
def sync_gradients(model, n_local):
    n = torch.tensor(float(n_local), dtype=torch.float64)
    dist.all_reduce(n)
    if n.item() < 1:
        raise ValueError("there is no example on any rank")
    for p in reversed(list(model.parameters())):
        if not p.requires_grad:
            continue
        total = torch.zeros_like(p, memory_format=torch.contiguous_format)
        if n_local > 0 and p.grad is not None:
            total.add_(p.grad.detach(), alpha=n_local / n.item())
        dist.all_reduce(total)
        p.grad = total


@right(
    "Counts first, then adds up weighted losses in double precision; a rank without examples adds a plain zero.",
    seen="full marks",
)
def mean_loss(loss, n_local):
    count = torch.tensor(n_local, dtype=torch.int64)
    dist.all_reduce(count)
    if not count:
        raise ValueError("there is no example on any rank")
    part = torch.zeros((), dtype=torch.float64)
    if n_local:
        part += loss.item() * (n_local / count.item())
    dist.all_reduce(part)
    return part.item()
