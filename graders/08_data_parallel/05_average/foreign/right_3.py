"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
import torch.distributed as dist
from torch import nn

from torchdojo.grading import right


@right(
    "Everything in one message: a float64 vector of the number of examples and all gradients, summed once and cut up again.",
    seen="full marks",
)
def sync_gradients(model: nn.Module, n_local: int) -> None:
    trained = [p for p in model.parameters() if p.requires_grad]

    def contribution(p: torch.Tensor) -> torch.Tensor:
        if n_local == 0 or p.grad is None:
            return torch.zeros(p.numel(), dtype=torch.float64)
        return p.grad.detach().reshape(-1).to(torch.float64) * n_local

    message = torch.cat(
        [torch.tensor([float(n_local)], dtype=torch.float64)] + [contribution(p) for p in trained]
    )
    dist.all_reduce(message)

    examples = int(message[0].item())
    if examples == 0:
        raise ValueError("there is no example on any rank")
    place = 1
    for p in trained:
        piece = message[place : place + p.numel()] / examples
        place += p.numel()
        if p.grad is None:
            p.grad = torch.zeros_like(p)
        with torch.no_grad():
            p.grad.copy_(piece.reshape(p.shape))
