"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong("A named tuple comes back as a plain tuple, so batch.image no longer works.", seen="named")
def move(batch, device):
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: move(value, device) for key, value in batch.items()}
    if isinstance(batch, list):
        return [move(value, device) for value in batch]
    if isinstance(batch, tuple):
        return tuple(move(value, device) for value in batch)
    return batch


@wrong("You forgot the Macs: without cuda, mps comes before cpu.", seen="named")
def pick_device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@wrong(
    "Empty lists and dicts are returned as they are, so the caller's batch and the result share them; new containers are asked for, empty ones too.",
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
    "arange is made on the default device: as soon as the lengths are elsewhere, the comparison mixes two devices and raises.",
    seen="named",
)
def padding_mask(lengths, size):
    return torch.arange(size) < lengths.unsqueeze(1)


@wrong(
    "Two mistakes: each item() makes a GPU wait, and the slice takes one position too many, so a length of 0 has one filled.",
    seen="named",
)
def padding_mask(lengths, size):
    mask = torch.zeros(len(lengths), size, dtype=torch.bool, device=lengths.device)
    for n in range(len(lengths)):
        mask[n, : lengths[n].item() + 1] = True
    return mask
