"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
import torch.distributed as dist
from torch import nn

from torchdojo.grading import right


@right(
    "One single message: all tensors as raw bytes in a row, whatever their dtype, and each rank cuts the row up again.",
    seen="full marks",
)
def start_alike(model: nn.Module) -> None:
    tensors = [t.detach() for t in model.parameters()]
    tensors += [t.detach() for t in model.buffers()]
    if not tensors:
        return

    def to_bytes(t: torch.Tensor) -> torch.Tensor:
        return t.contiguous().reshape(-1).view(torch.uint8)

    row = torch.cat([to_bytes(t) for t in tensors])
    dist.broadcast(row, src=0)
    if dist.get_rank() == 0:
        return
    start = 0
    for t in tensors:
        end = start + t.numel() * t.element_size()
        # clone: a piece in the middle of the row need not be aligned for its dtype
        t.copy_(row[start:end].clone().view(t.dtype).reshape(t.shape))
        start = end
