"""Right answers by people who had seen the exercise alone."""

import torch
from torch.utils import _pytree

from torchdojo.grading import right


@right("the first of a list of candidates whose question is answered with yes", seen="full marks")
def pick_device():
    candidates = (
        ("cuda", torch.cuda.is_available),
        ("mps", torch.backends.mps.is_available),
        ("cpu", lambda: True),
    )
    return torch.device(next(name for name, is_there in candidates if is_there()))


@right("leaves the walk to torch's own tree_map", seen="full marks")
def move(batch, device):
    return _pytree.tree_map(
        lambda part: part.to(device) if isinstance(part, torch.Tensor) else part, batch
    )


@right("counts the positions by a cumulative sum of ones, made from lengths", seen="full marks")
def padding_mask(lengths, size):
    places = lengths.new_ones(lengths.shape[0], size).cumsum(1)
    return places <= lengths.unsqueeze(1)
