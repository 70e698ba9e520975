"""What goes wrong where there is more than one device."""

from typing import Any

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "The result of `.to(device)` is dropped: for a tensor it changes nothing, it returns the moved one.",
    loses=[
        "moves_every_tensor",
        "keeps_other_things",
        "knows_named_tuples",
        "copies_nothing_in_vain",
        "leaves_the_callers_batch",
    ],
)
def move(batch: Any, device: torch.device | str) -> Any:
    if isinstance(batch, torch.Tensor):
        batch.to(device)
    elif isinstance(batch, dict):
        for value in batch.values():
            move(value, device)
    elif isinstance(batch, (list, tuple)):
        for part in batch:
            move(part, device)
    return batch


@mistake(
    "Everything that is no container is asked for `.to`: strings, numbers and None have none, give them back as they are.",
    loses=["keeps_other_things", "knows_named_tuples", "leaves_the_callers_batch"],
)
def move(batch: Any, device: torch.device | str) -> Any:
    if isinstance(batch, dict):
        return {key: move(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        parts = [move(part, device) for part in batch]
        return type(batch)(*parts) if hasattr(batch, "_fields") else type(batch)(parts)
    return batch.to(device)


@mistake(
    "A string is walked through letter by letter, and each letter is a string again: stop at strings.",
    loses=["keeps_other_things", "knows_named_tuples", "leaves_the_callers_batch"],
)
def move(batch: Any, device: torch.device | str) -> Any:
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: move(value, device) for key, value in batch.items()}
    if hasattr(batch, "_fields"):
        return type(batch)(*[move(part, device) for part in batch])
    if hasattr(batch, "__iter__"):
        return type(batch)([move(part, device) for part in batch])
    return batch


@mistake(
    "Tuples come back as lists: build a container of the same kind.",
    loses=[
        "moves_every_tensor",
        "keeps_other_things",
        "knows_named_tuples",
        "leaves_the_callers_batch",
    ],
)
def move(batch: Any, device: torch.device | str) -> Any:
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: move(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        return [move(part, device) for part in batch]
    return batch


@mistake(
    "A named tuple cannot be made from one list: its class wants the parts one by one, `type(batch)(*parts)`.",
    loses=["knows_named_tuples"],
)
def move(batch: Any, device: torch.device | str) -> Any:
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: move(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)([move(part, device) for part in batch])
    return batch


@mistake(
    "A named tuple cannot be made from one iterable: its class wants the parts one by one, `type(batch)(*parts)`.",
    loses=["knows_named_tuples"],
)
def move(batch: Any, device: torch.device | str) -> Any:
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: move(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)(move(part, device) for part in batch)
    return batch


@mistake(
    "The first part of a list or tuple is taken for all of them: ask each one what it is.",
    loses=[
        "moves_every_tensor",
        "keeps_other_things",
        "knows_named_tuples",
        "leaves_the_callers_batch",
    ],
)
def move(batch: Any, device: torch.device | str) -> Any:
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: move(value, device) for key, value in batch.items()}
    if not isinstance(batch, (list, tuple)):
        return batch
    if batch and isinstance(batch[0], torch.Tensor):
        parts = [part.to(device) for part in batch]
    else:
        parts = [move(part, device) for part in batch]
    return type(batch)(*parts) if hasattr(batch, "_fields") else type(batch)(parts)


slip(
    "A list that begins with no tensor is given back as it is: one may come later, so look at each part.",
    loses=["keeps_other_things", "leaves_the_callers_batch"],
    edits=[
        (
            "parts = [move(part, device) for part in batch]",
            "if not batch or isinstance(batch[0], (str, bytes, int, float, type(None))):\n"
            "    return batch\n"
            "parts = [move(part, device) for part in batch]",
        )
    ],
)

slip(
    "An empty list or dict comes back as the caller's own object: new ones are promised, also of empty lists and dicts.",
    loses=["leaves_the_callers_batch"],
    edits=[
        (
            "if isinstance(batch, dict):",
            "if not isinstance(batch, (list, tuple, dict)) or not batch:\n"
            "    return batch\n"
            "if isinstance(batch, dict):",
        ),
        ("if not isinstance(batch, (list, tuple)):\n    return batch", ""),
    ],
)


@mistake(
    "Named tuples come back as plain tuples: `batch.x` stops working after the move.",
    loses=["knows_named_tuples"],
)
def move(batch: Any, device: torch.device | str) -> Any:
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: move(value, device) for key, value in batch.items()}
    if isinstance(batch, list):
        return [move(part, device) for part in batch]
    if isinstance(batch, tuple):
        return tuple(move(part, device) for part in batch)
    return batch


@mistake(
    "Only the outermost container is looked through: tensors further in stay where they were.",
    loses=[
        "moves_every_tensor",
        "knows_named_tuples",
        "leaves_the_callers_batch",
        "keeps_other_things",
    ],
)
def move(batch: Any, device: torch.device | str) -> Any:
    def moved(part: Any) -> Any:
        return part.to(device) if isinstance(part, torch.Tensor) else part

    if isinstance(batch, dict):
        return {key: moved(value) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        parts = [moved(part) for part in batch]
        return type(batch)(*parts) if hasattr(batch, "_fields") else type(batch)(parts)
    return moved(batch)


@mistake(
    "The caller's own lists and dicts are filled with the moved tensors: build new ones.",
    loses=["moves_every_tensor", "keeps_other_things", "leaves_the_callers_batch"],
)
def move(batch: Any, device: torch.device | str) -> Any:
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, (dict, list)):
        for key in batch if isinstance(batch, dict) else range(len(batch)):
            batch[key] = move(batch[key], device)
        return batch
    if isinstance(batch, tuple):
        parts = [move(part, device) for part in batch]
        return type(batch)(*parts) if hasattr(batch, "_fields") else type(batch)(parts)
    return batch


@mistake(
    "Each tensor is copied even if it is already there: `.to(device)` alone copies only where it must.",
    loses=["copies_nothing_in_vain"],
)
def move(batch: Any, device: torch.device | str) -> Any:
    if isinstance(batch, torch.Tensor):
        return batch.to(device, copy=True)
    if isinstance(batch, dict):
        return {key: move(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        parts = [move(part, device) for part in batch]
        return type(batch)(*parts) if hasattr(batch, "_fields") else type(batch)(parts)
    return batch


@mistake(
    "cuda is returned whether there is one or not: call `torch.cuda.is_available()`, with parentheses.",
    loses=["picks_the_best_device"],
)
def pick_device() -> torch.device:
    return torch.device("cuda")


@mistake(
    "cuda is returned whether there is one or not: call `torch.cuda.is_available()`, with parentheses.",
    loses=["picks_the_best_device"],
)
def pick_device() -> torch.device:
    names = (
        "cuda" if torch.cuda.is_available else "mps" if torch.backends.mps.is_available else "cpu"
    )
    return torch.device(names)


@mistake(
    "The second `if` overwrites the first: where there is cuda, do not ask for mps any more. Write `elif`.",
    loses=["picks_the_best_device"],
)
def pick_device() -> torch.device:
    name = "cpu"
    if torch.cuda.is_available():
        name = "cuda"
    if torch.backends.mps.is_available():
        name = "mps"
    return torch.device(name)


@mistake(
    "mps, the GPU of a Mac, is never chosen: ask for it where there is no cuda.",
    loses=["picks_the_best_device"],
)
def pick_device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@mistake(
    "The name of a device is returned, a string: make it a `torch.device`.",
    loses=["picks_the_best_device"],
)
def pick_device() -> torch.device:
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


slip(
    "`torch.arange(size)` is made on the CPU: give it the device of `lengths`.",
    loses=["masks_anywhere"],
    edits=[("torch.arange(size, device=lengths.device)", "torch.arange(size)")],
)


@mistake(
    "The lengths are read as Python numbers: that fails on `meta`, and on a GPU the program waits for each of them.",
    loses=["masks_anywhere"],
)
def padding_mask(lengths: torch.Tensor, size: int) -> torch.Tensor:
    mask = torch.zeros(len(lengths), size, dtype=torch.bool, device=lengths.device)
    for row, length in zip(mask, lengths.tolist()):
        row[:length] = True
    return mask


slip(
    "The mask marks the padding; True is to mark the positions that are filled.",
    loses=["masks_what_is_padding"],
    edits=[
        (
            "torch.arange(size, device=lengths.device) < lengths.unsqueeze(1)",
            "torch.arange(size, device=lengths.device) >= lengths.unsqueeze(1)",
        )
    ],
)

slip(
    "One position too many is True: positions count from 0, so the last filled one is below the length.",
    loses=["masks_what_is_padding"],
    edits=[
        (
            "torch.arange(size, device=lengths.device) < lengths.unsqueeze(1)",
            "torch.arange(size, device=lengths.device) <= lengths.unsqueeze(1)",
        )
    ],
)

slip(
    "`scatter_` needs a place for each end, and a length above `size` has none: compare positions with lengths.",
    loses=["masks_what_is_padding"],
    edits=[
        (
            "return torch.arange(size, device=lengths.device) < lengths.unsqueeze(1)",
            "ends = torch.zeros(len(lengths), size + 1, dtype=torch.int64, device=lengths.device)\n"
            "ends.scatter_(1, lengths.unsqueeze(1), 1)\n"
            "return ends[:, :size].cumsum(1) == 0",
        )
    ],
)

slip(
    "Lengths of shape (N,) meet one position each: make them a column, (N, 1), to compare each with all.",
    loses=["masks_what_is_padding", "masks_anywhere"],
    edits=[("lengths.unsqueeze(1)", "lengths")],
)


@mistake(
    "The lengths are read as Python numbers: that fails on `meta`, and on a GPU the program waits for each of them.",
    loses=["masks_anywhere"],
)
def padding_mask(lengths: torch.Tensor, size: int) -> torch.Tensor:
    mask = torch.zeros(len(lengths), size, dtype=torch.bool, device=lengths.device)
    for n in range(len(lengths)):
        mask[n, : lengths[n].item()] = True
    return mask


slip(
    "A device is given by its name as well, and a string has no `type`: pass `device` on to `.to` as it is.",
    loses=[
        "moves_every_tensor",
        "keeps_other_things",
        "knows_named_tuples",
        "leaves_the_callers_batch",
        "copies_nothing_in_vain",
    ],
    edits=[("batch.to(device)", "batch.to(device.type)")],
)


@mistake(
    "A Python loop over the lengths: its operations grow with the batch. Compare all of them at once.",
    loses=["masks_anywhere"],
)
def padding_mask(lengths: torch.Tensor, size: int) -> torch.Tensor:
    positions = torch.arange(size, device=lengths.device)
    mask = torch.zeros(len(lengths), size, dtype=torch.bool, device=lengths.device)
    for n in range(len(lengths)):
        mask[n] = positions < lengths[n]
    return mask


@mistake(
    "A Python loop over the positions: its operations grow with the size. Compare all of them at once.",
    loses=["masks_anywhere"],
)
def padding_mask(lengths: torch.Tensor, size: int) -> torch.Tensor:
    mask = torch.zeros(len(lengths), size, dtype=torch.bool, device=lengths.device)
    for t in range(size):
        mask[:, t] = lengths > t
    return mask
