"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn
from torchdojo.grading import wrong


@wrong(
    "Two mistakes: float() changes the dtype of whole-number targets, and reshape turns any table (N, 3) into a column instead of raising ValueError.",
    seen="named",
)
def column(t):
    if t.dim() > 2:
        raise ValueError("targets must have one or two dimensions")
    return t.float().reshape(-1, 1)


@wrong(
    "A row (1, N) with N > 1 is not a column: you turn it into one instead of raising ValueError.",
    seen="caught",
)
def column(t):
    if t.dim() == 1:
        return t.unsqueeze(1)
    if t.dim() == 2 and 1 in t.shape:
        return t.reshape(-1, 1)
    raise ValueError("expected (N,) or (N, 1)")


@wrong(
    "A bare squeeze also eats a batch, a height or a width that happens to be 1; name the dimension.",
    seen="named",
)
def drop_channel(images):
    if images.dim() != 4 or images.shape[1] != 1:
        raise ValueError("expected (N, 1, H, W)")
    return images.squeeze()


@wrong(
    "You never ask for the number of channels, so of an RGB image you quietly return the red one.",
    seen="named",
)
def drop_channel(images):
    if images.dim() != 4:
        raise ValueError("expected (N, 1, H, W)")
    return images[:, 0]


@wrong(
    "A model with one output gives (1, 1), and a bare squeeze makes () of it instead of (1,).",
    seen="named",
)
def score_one(model, image):
    return model(image.unsqueeze(0)).squeeze()
