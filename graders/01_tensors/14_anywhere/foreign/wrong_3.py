"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "A Mac has no cuda but mps, which is never asked for: there the program runs on the cpu beside an idle GPU.",
    seen="named",
)
def pick_device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@wrong(
    "Empty containers are returned as they are, but they are to be new as well: whoever fills the moved list fills the caller's.",
    seen="named",
)
def move(batch, device):
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, (list, tuple, dict)) and not batch:
        return batch
    if isinstance(batch, dict):
        return {key: move(value, device) for key, value in batch.items()}
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(move(value, device) for value in batch))
    if isinstance(batch, (list, tuple)):
        return type(batch)(move(value, device) for value in batch)
    return batch


@wrong(
    "Two slips: a named tuple comes back as a plain tuple without its names, and the caller's dict is changed instead of a new one built.",
    seen="named",
)
def move(batch, device):
    if torch.is_tensor(batch):
        return batch.to(device)
    if isinstance(batch, dict):
        for key in batch:
            batch[key] = move(batch[key], device)
        return batch
    if isinstance(batch, list):
        return [move(item, device) for item in batch]
    if isinstance(batch, tuple):
        return tuple(move(item, device) for item in batch)
    return batch


@wrong(
    "arange makes its numbers on the default device: where the lengths are on a GPU the comparison mixes two devices and raises.",
    seen="named",
)
def padding_mask(lengths, size):
    return torch.arange(size) < lengths.unsqueeze(1)
