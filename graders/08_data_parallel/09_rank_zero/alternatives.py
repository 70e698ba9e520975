"""Other right ways to report, save and load as one."""

from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn

from torchdojo.grading import alternative


@alternative("two numbers, reduced one after the other")
def global_accuracy(logits: torch.Tensor, labels: torch.Tensor) -> float:
    _, predicted = logits.max(dim=-1)
    right = torch.tensor(float((predicted == labels).sum()))
    total = torch.tensor(float(labels.numel()))
    dist.all_reduce(right)
    dist.all_reduce(total)
    if total == 0:
        raise ValueError("nothing to judge")
    return right.item() / total.item()


@alternative("every rank gathers the counts of all")
def global_accuracy(logits: torch.Tensor, labels: torch.Tensor) -> float:
    pairs = [None] * dist.get_world_size()
    mine = [int(row.argmax()) == int(y) for row, y in zip(logits, labels)]
    dist.all_gather_object(pairs, (sum(mine), len(mine)))
    right, total = (sum(numbers) for numbers in zip(*pairs))
    if total == 0:
        raise ValueError("nothing to judge")
    return right / total


@alternative("the news that the file is complete, broadcast by rank 0")
def save_once(model: nn.Module, path: Path) -> None:
    if dist.get_rank() == 0:
        with path.open("wb") as file:
            torch.save(model.state_dict(), file)
    news = ["complete"]
    dist.broadcast_object_list(news, src=0)


@alternative("each parameter and buffer copied by hand")
def load_everywhere(model: nn.Module, path: Path) -> None:
    kept = torch.load(path, map_location="cpu", weights_only=True)
    with torch.no_grad():
        for name, value in model.state_dict().items():
            value.copy_(kept[name])


@alternative("a file beside it, renamed when it is complete")
def save_once(model: nn.Module, path: Path) -> None:
    if dist.get_rank() == 0:
        beside = path.with_name(path.name + ".new")
        torch.save(model.state_dict(), beside)
        beside.replace(path)
    dist.barrier()
