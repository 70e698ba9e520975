"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right(
    "Works with floor and fraction; whole numbers are never turned into floats.", seen="full marks"
)
def cast_labels(labels):
    if not labels.is_floating_point():
        return labels.to(torch.int64, copy=True)
    below = labels.floor()
    fraction = labels - below
    step = fraction.round()
    # NaN and inf - inf make the comparison false.
    if not bool(((fraction - step).abs() <= 0.1).all()):
        raise ValueError("every label must be within 0.1 of a whole number")
    return (below + step).to(torch.int64)


@right("Looks the 256 possible results up in a table, computed in float64.", seen="full marks")
def cast_features(pixels, like):
    if not torch.is_floating_point(like):
        raise ValueError(f"{like.dtype} is not a floating dtype")
    table = torch.arange(256, dtype=torch.float64, device=pixels.device) / 255
    return table.to(like.dtype)[pixels.long()]


@right("Adds up exactly in int64, divides in float64, and rounds once.", seen="full marks")
def mean_of_uint8(images):
    total = images.sum(dim=0, dtype=torch.int64)
    return (total.to(torch.float64) / images.shape[0]).to(torch.float32)
