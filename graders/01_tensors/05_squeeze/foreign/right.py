"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right("Stacks one vector along a new last dimension.", seen="full marks")
def column(t):
    if t.ndim == 2 and t.shape[1] == 1:
        return t.clone()
    if t.ndim == 1:
        return torch.stack([t], dim=1)
    raise ValueError(f"targets must be (N,) or (N, 1), not {tuple(t.shape)}")


@right(
    "Joins the one channel with the height; unpacking the shape raises ValueError by itself.",
    seen="full marks",
)
def drop_channel(images):
    _, channels, _, _ = images.shape
    if channels != 1:
        raise ValueError(f"expected one channel, got {channels}")
    return images.flatten(1, 2)


@right("Expands to a batch of one, and unpacks the one answer.", seen="full marks")
def score_one(model, image):
    (scores,) = model(image.expand(1, *image.shape))
    return scores
