"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import right


@right(
    "Looks at the whole number below and the part that is left over, and accepts only what is surely near.",
    seen="full marks",
)
def cast_labels(labels):
    if not labels.is_floating_point():
        return labels.to(torch.int64, copy=True)
    values = labels.to(torch.float64)
    below = values.floor()
    part = values - below
    up = part > 0.5
    distance = torch.where(up, 1 - part, part)
    near = distance <= 0.1  # False for NaN, and for inf, where the part is NaN
    if not bool(near.all()):
        raise ValueError(f"not a class number: {labels[~near][0].item()}")
    return below.to(torch.int64) + up.to(torch.int64)
