"""Right answers by people who had seen the exercise alone, of a second round."""

import math

import torch
from torchdojo.grading import right


@right("Looks at each label in plain Python.", seen="full marks")
def cast_labels(labels):
    result = []
    for value in labels.tolist():
        if not math.isfinite(value):
            raise ValueError(f"label {value} is not a finite number")
        nearest = round(value)
        if abs(value - nearest) > 0.1:
            raise ValueError(f"label {value} is not close to a whole number")
        result.append(nearest)
    return torch.tensor(result, dtype=torch.int64, device=labels.device)


@right("Only 256 pixel values exist, so a table of their quotients will do.", seen="full marks")
def cast_features(pixels, like):
    if not like.dtype.is_floating_point:
        raise ValueError(f"{like.dtype} is not a floating dtype")
    table = torch.arange(256, dtype=torch.float64, device=pixels.device) / 255
    return table.to(like.dtype)[pixels.long()]
