"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "Two slips, both by the bare squeeze: a single target, (1,) or (1, 1), is refused since nothing is left of its shape, and a row (1, N) is accepted.",
    seen="named",
)
def column(t):
    if t.squeeze().dim() != 1:
        raise ValueError(f"expected (N,) or (N, 1), got {tuple(t.shape)}")
    return t.reshape(-1, 1)


@wrong(
    "Only the channel is checked, not the number of dimensions: a tensor (N, 1, W) or (N, 1) is no batch of images, and yet it is squeezed instead of refused.",
    seen="caught",
)
def drop_channel(images):
    if images.shape[1] != 1:
        raise ValueError(f"expected one channel, got {images.shape[1]}")
    return images.squeeze(1)


@wrong(
    "A bare squeeze takes away every dimension of size one: a model with a single score, K = 1, gives shape () instead of (1,).",
    seen="named",
)
def score_one(model, image):
    return model(image.unsqueeze(0)).squeeze()


@wrong(
    "unsqueeze_ with the underscore changes the caller's image: after the call it has four dimensions, and a second call fails or is wrong.",
    seen="caught",
)
def score_one(model, image):
    batch = image.unsqueeze_(0)
    return model(batch)[0]
