"""Right answers by people who had seen the exercise alone, of a third round."""

import os
from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn

from torchdojo.grading import right


@right(
    "The file is written beside its place and renamed; instead of a barrier, rank 0 then tells everybody whether it went well.",
    seen="full marks",
)
def save_once(model: nn.Module, path: Path) -> None:
    path = Path(path)
    went_well = torch.zeros(1, dtype=torch.int64)
    error = None
    if dist.get_rank() == 0:
        beside = path.with_name(path.name + ".unfinished")
        try:
            torch.save(model.state_dict(), beside)
            os.replace(beside, path)
            went_well.fill_(1)
        except Exception as problem:
            error = problem
            beside.unlink(missing_ok=True)
    dist.broadcast(went_well, src=0)
    if error is not None:
        raise error
    if went_well.item() != 1:
        raise RuntimeError(f"rank 0 could not write {path}")
