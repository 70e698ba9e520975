"""Other right ways to add and remove dimensions of size one."""

import torch
from torch import nn

from torchdojo.grading import alternative


@alternative("the sizes behind the first compared, then a reshape")
def column(t: torch.Tensor) -> torch.Tensor:
    if t.dim() not in (1, 2) or tuple(t.shape[1:]) not in ((), (1,)):
        raise ValueError("targets must be one column")
    return t.reshape(len(t), 1)


@alternative("indexing with None")
def column(t: torch.Tensor) -> torch.Tensor:
    if t.ndim == 1:
        t = t[:, None]
    if t.ndim != 2 or t.size(1) != 1:
        raise ValueError("targets must be one column")
    return t


@alternative("the first channel, after a look at the shape")
def drop_channel(images: torch.Tensor) -> torch.Tensor:
    if images.ndim != 4 or images.size(1) != 1:
        raise ValueError("images must have one channel")
    return images[:, 0]


@alternative("unpacking the shape, then a reshape")
def drop_channel(images: torch.Tensor) -> torch.Tensor:
    if images.dim() != 4:
        raise ValueError("images must have four dimensions")
    count, channels, height, width = images.shape
    if channels != 1:
        raise ValueError("images must have one channel")
    return images.reshape(count, height, width)


@alternative("the first row of the scores")
def score_one(model: nn.Module, image: torch.Tensor) -> torch.Tensor:
    return model(image[None])[0]


@alternative("stack makes a batch, unbind opens it")
def score_one(model: nn.Module, image: torch.Tensor) -> torch.Tensor:
    (scores,) = model(torch.stack([image])).unbind(0)
    return scores
