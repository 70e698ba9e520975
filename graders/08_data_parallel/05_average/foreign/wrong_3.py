"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
import torch.distributed as dist
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "A rank without examples has a loss of NaN, and 0 * NaN is NaN again: weighting by 0 does not take it out, so every rank reports NaN.",
    seen="named",
)
def mean_loss(loss: torch.Tensor, n_local: int) -> float:
    pair = torch.tensor([loss.item() * n_local, float(n_local)], dtype=torch.float64)
    dist.all_reduce(pair)
    total, count = pair.tolist()
    if count == 0:
        raise ValueError("no rank has any example")
    return total / count


@wrong(
    "Skipping every loss that is not finite also hides the NaN of a rank that does have examples; only n_local == 0 says that a loss does not count.",
    seen="named",
)
def mean_loss(loss: torch.Tensor, n_local: int) -> float:
    share = loss.detach().double() * n_local
    share = torch.nan_to_num(share, nan=0.0)
    pair = torch.stack([share, torch.tensor(float(n_local), dtype=torch.float64)])
    dist.all_reduce(pair)
    if pair[1] == 0:
        raise ValueError("no examples on any rank")
    return (pair[0] / pair[1]).item()


@wrong(
    "You divide by the examples of those ranks that have a gradient for this parameter; a missing gradient counts as zeros, and its examples stay in the denominator.",
    seen="named",
)
def sync_gradients(model: nn.Module, n_local: int) -> None:
    total = torch.tensor(float(n_local))
    dist.all_reduce(total)
    if total.item() == 0:
        raise ValueError("no rank has examples")
    for p in model.parameters():
        if not p.requires_grad:
            continue
        count = torch.tensor(0.0 if p.grad is None else float(n_local))
        if p.grad is None:
            p.grad = torch.zeros_like(p)
        p.grad.mul_(n_local)
        dist.all_reduce(p.grad)
        dist.all_reduce(count)
        p.grad.div_(max(count.item(), 1.0))


@wrong(
    "Two mistakes: frozen parameters get a gradient of zeros too, and a rank without examples is counted as if it had one, so the mean is too small and ValueError never comes.",
    seen="named",
)
def sync_gradients(model: nn.Module, n_local: int) -> None:
    total = torch.tensor(max(n_local, 1), dtype=torch.int64)
    dist.all_reduce(total)
    if total.item() == 0:
        raise ValueError("no rank has examples")
    weight = n_local / total.item()
    for p in model.parameters():
        if p.grad is None:
            p.grad = torch.zeros_like(p)
        p.grad *= weight
        dist.all_reduce(p.grad)
