"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
import torch.distributed as dist
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "state_dict() leaves out buffers with persistent=False, so these still differ between ranks; go through model.buffers().",
    seen="named",
)
def start_alike(model: nn.Module) -> None:
    for tensor in model.state_dict().values():
        dist.broadcast(tensor, src=0)


@wrong(
    "Assigning to .data gives each tensor new memory; whoever holds a view of the old memory keeps rank-local values. Copy into the tensor in place.",
    seen="named",
)
def start_alike(model: nn.Module) -> None:
    for tensor in [*model.parameters(), *model.buffers()]:
        received = tensor.detach().clone()
        dist.broadcast(received, src=0)
        tensor.data = received


@wrong(
    "Comparing after .float() loses digits: float64 values that differ late, or integers above 2 ** 24 that differ by one, look the same.",
    seen="named",
)
def differing(model: nn.Module) -> list[str]:
    names = []
    for name, tensor in [*model.named_parameters(), *model.named_buffers()]:
        high = tensor.detach().float().clone()
        low = -high
        dist.all_reduce(high, op=dist.ReduceOp.MAX)
        dist.all_reduce(low, op=dist.ReduceOp.MAX)
        if not torch.equal(high, -low):
            names.append(name)
    return names


@wrong(
    "Two mistakes: broadcast writes rank 0's values into the model itself, which should only be looked at, and allclose calls small differences equal.",
    seen="named",
)
def differing(model: nn.Module) -> list[str]:
    names = []
    for name, tensor in [*model.named_parameters(), *model.named_buffers()]:
        mine = tensor.detach().clone()
        dist.broadcast(tensor.detach(), src=0)
        differs = torch.tensor(int(not torch.allclose(mine.double(), tensor.detach().double())))
        dist.all_reduce(differs, op=dist.ReduceOp.MAX)
        if differs.item():
            names.append(name)
    return names
