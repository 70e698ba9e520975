"""Other right ways to write code for any device."""

from typing import Any

import torch

from torchdojo.grading import alternative


@alternative("a name that is chosen by conditional expressions, with a number")
def pick_device() -> torch.device:
    mps = "mps" if torch.backends.mps.is_available() else "cpu"
    return torch.device("cuda:0" if torch.cuda.is_available() else mps)


@alternative("one case after the other by `match`")
def move(batch: Any, device: torch.device | str) -> Any:
    match batch:
        case torch.Tensor():
            return batch.to(device=device, non_blocking=True)
        case dict():
            return dict(zip(batch, (move(value, device) for value in batch.values())))
        case list():
            return [move(part, device) for part in batch]
        case tuple() if hasattr(batch, "_make"):
            return batch._make(move(part, device) for part in batch)
        case tuple():
            return tuple(move(part, device) for part in batch)
    return batch


@alternative("a helper that walks, with `_replace` for named tuples")
def move(batch: Any, device: torch.device | str) -> Any:
    def walk(part: Any) -> Any:
        if torch.is_tensor(part):
            return part.to(torch.device(device))
        if isinstance(part, tuple) and hasattr(part, "_asdict"):
            return part._replace(**walk(part._asdict()))
        if isinstance(part, dict):
            return {key: walk(value) for key, value in part.items()}
        return type(part)(map(walk, part)) if isinstance(part, list | tuple) else part

    return walk(batch)


@alternative("positions by a running sum of ones beside the lengths")
def padding_mask(lengths: torch.Tensor, size: int) -> torch.Tensor:
    positions = lengths.new_ones(len(lengths), size).cumsum(1)
    return positions <= lengths[:, None]


@alternative("every length minus every position")
def padding_mask(lengths: torch.Tensor, size: int) -> torch.Tensor:
    positions = torch.arange(size).to(lengths.device)
    return torch.sub(lengths.view(-1, 1), positions.view(1, -1)).gt(0)
