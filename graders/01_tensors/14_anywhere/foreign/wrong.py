"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "Two ifs in a row: the second overwrites the first, so mps wins where both are available. It should be elif.",
    seen="caught",
)
def pick_device():
    name = "cpu"
    if torch.cuda.is_available():
        name = "cuda"
    if torch.backends.mps.is_available():
        name = "mps"
    return torch.device(name)


@wrong(
    "is_built() says what this torch was compiled with, not whether the machine has such a device; ask is_available().",
    seen="named",
)
def pick_device():
    if torch.backends.cuda.is_built():
        return torch.device("cuda")
    if torch.backends.mps.is_built():
        return torch.device("mps")
    return torch.device("cpu")


@wrong(
    "A named tuple is not built from one iterable but from one argument per field: type(part)(...) raises TypeError for it.",
    seen="caught",
)
def move(batch, device):
    def walk(part):
        if isinstance(part, torch.Tensor):
            return part.to(device)
        if isinstance(part, dict):
            return {key: walk(value) for key, value in part.items()}
        if isinstance(part, (list, tuple)):
            return type(part)(walk(value) for value in part)
        return part

    return walk(batch)


@wrong(
    "Assigns into the caller's own dicts: after the call his batch is on the other device too. Build a new dict.",
    seen="named",
)
def move(batch, device):
    def walk(part):
        if isinstance(part, torch.Tensor):
            return part.to(device)
        if isinstance(part, dict):
            for key in part:
                part[key] = walk(part[key])
            return part
        if isinstance(part, tuple) and hasattr(part, "_fields"):
            return type(part)(*(walk(value) for value in part))
        if isinstance(part, (list, tuple)):
            return type(part)(walk(value) for value in part)
        return part

    return walk(batch)


@wrong(
    "An empty list or dict comes back as the caller's own object, though move builds new containers: both now share it.",
    seen="full marks",
)
def move(batch, device):
    def walk(part):
        if isinstance(part, torch.Tensor):
            return part.to(device)
        if not isinstance(part, (list, tuple, dict)) or not part:
            return part
        if isinstance(part, dict):
            return {key: walk(value) for key, value in part.items()}
        if hasattr(part, "_fields"):
            return type(part)(*map(walk, part))
        return type(part)(map(walk, part))

    return walk(batch)


@wrong(
    "Looks only at the first element to decide that all are tensors: (tensor, None) or [tensor, 'a.jpg'] has no .to for the rest.",
    seen="caught",
)
def move(batch, device):
    def walk(part):
        if isinstance(part, torch.Tensor):
            return part.to(device)
        if isinstance(part, dict):
            return {key: walk(value) for key, value in part.items()}
        if not isinstance(part, (list, tuple)):
            return part
        if len(part) > 0 and isinstance(part[0], torch.Tensor):
            moved = [tensor.to(device) for tensor in part]
        else:
            moved = [walk(value) for value in part]
        return type(part)(*moved) if hasattr(part, "_fields") else type(part)(moved)

    return walk(batch)


@wrong(
    "torch.arange(size) lies on the default device: with lengths on a GPU, or on meta, the comparison mixes two devices.",
    seen="named",
)
def padding_mask(lengths, size):
    return torch.arange(size) < lengths.unsqueeze(1)


@wrong(
    "scatter_ needs a place for each end, so a length above size raises an error; there t < length holds for all t.",
    seen="caught",
)
def padding_mask(lengths, size):
    ends = torch.zeros(len(lengths), size + 1, dtype=torch.int64, device=lengths.device)
    ends.scatter_(1, lengths.unsqueeze(1), 1)
    return ends[:, :size].cumsum(1) == 0
