"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
import torch.distributed as dist
from torch import nn

from torchdojo.grading import right


@right(
    "Slopes from torch.autograd.grad, one float64 message a batch that holds the loss and all slopes, and shares dealt out like cards.",
    seen="full marks",
)
def train(
    model: nn.Module,
    x: torch.Tensor,
    y: torch.Tensor,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    me, ranks, n = dist.get_rank(), dist.get_world_size(), len(x)
    weights = list(model.parameters())
    for tensor in weights + list(model.buffers()):
        dist.broadcast(tensor.detach(), src=0)
    sgd = torch.optim.SGD(weights, lr=lr)
    sizes = [1] + [w.numel() for w in weights]

    def local(mine: list[int]) -> torch.Tensor:
        """The sum of the losses of these examples, then its slopes, in a row."""
        if not mine:
            return torch.zeros(sum(sizes), dtype=torch.float64)
        summed = nn.functional.cross_entropy(model(x[mine]), y[mine], reduction="sum")
        slopes = torch.autograd.grad(summed, weights)
        return torch.cat([piece.detach().reshape(-1).double() for piece in (summed, *slopes)])

    report = []
    for epoch in range(epochs):
        dealer = torch.Generator()
        dealer.manual_seed(seed + epoch)
        order = torch.randperm(n, generator=dealer).tolist()
        seen = 0.0
        for begin in range(0, n, batch_size):
            batch = order[begin : begin + batch_size]
            row = local(batch[me::ranks])
            dist.all_reduce(row)
            loss, *slopes = row.split(sizes)
            seen += loss.item()
            for w, slope in zip(weights, slopes, strict=True):
                w.grad = (slope / len(batch)).reshape(w.shape).to(w.dtype)
            sgd.step()
        report.append(seen / n)
    return report
