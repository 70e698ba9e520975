"""Wrong answers by people who had seen the exercise alone, of a third round."""

import os
from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "You count in the dtype of the scores: float16 knows no odd number above 2048 and bfloat16 none above 256, so with many examples the share is off. Count in integers.",
    seen="named",
)
def global_accuracy(logits: torch.Tensor, labels: torch.Tensor) -> float:
    correct = (logits.argmax(dim=1) == labels).to(logits.dtype).sum()
    count = torch.tensor(len(labels), dtype=logits.dtype)
    both = torch.stack([correct, count])
    dist.all_reduce(both)
    if both[1] == 0:
        raise ValueError("no examples on any rank")
    return both[0].item() / both[1].item()


@wrong(
    "max(count, 1) avoids the division by zero, but if no rank has any example you return 0.0 where ValueError is promised.",
    seen="named",
)
def global_accuracy(logits: torch.Tensor, labels: torch.Tensor) -> float:
    counts = torch.tensor([(logits.argmax(dim=1) == labels).sum().item(), labels.numel()])
    dist.all_reduce(counts)
    right, total = counts.tolist()
    return right / max(total, 1)


@wrong(
    "The barrier opens before rank 0 has renamed the file, so another rank may return while nothing, or the old file, stands at path.",
    seen="named",
)
def save_once(model: nn.Module, path: Path) -> None:
    part = Path(f"{path}.part")
    if dist.get_rank() == 0:
        torch.save(model.state_dict(), part)
    dist.barrier()
    if dist.get_rank() == 0:
        os.replace(part, path)


@wrong(
    "Two mistakes: only parameters are sent on, so the buffers of all ranks but 0 stay as they were, and weights_only=False runs whatever code the file holds.",
    seen="named",
)
def load_everywhere(model: nn.Module, path: Path) -> None:
    if dist.get_rank() == 0:
        model.load_state_dict(torch.load(path, map_location="cpu", weights_only=False))
    for p in model.parameters():
        dist.broadcast(p.detach(), src=0)
