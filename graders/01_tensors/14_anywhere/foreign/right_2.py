"""Right answers by people who had seen the exercise alone, of a second round."""

import copy

import torch
from torchdojo.grading import right


@right("Shallow copies of the containers, filled anew.", seen="full marks")
def move(batch, device):
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        new = copy.copy(batch)
        for key in batch:
            new[key] = move(batch[key], device)
        return new
    if isinstance(batch, list):
        new = copy.copy(batch)
        new[:] = [move(part, device) for part in batch]
        return new
    if isinstance(batch, tuple):
        parts = [move(part, device) for part in batch]
        return type(batch)._make(parts) if hasattr(batch, "_make") else type(batch)(parts)
    return batch


@right("Counts the positions 1, 2, 3, ... with cumsum and compares.", seen="full marks")
def padding_mask(lengths, size):
    ones = torch.ones((lengths.shape[0], size), dtype=torch.int64, device=lengths.device)
    return ones.cumsum(dim=1).le(lengths.unsqueeze(1))
