"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Goes through the lines one by one in plain Python numbers, corner by corner.",
    seen="full marks",
)
def most_right(weights, biases):
    truth = {(0, 0): False, (0, 1): True, (1, 0): True, (1, 1): False}
    best = 0
    for (w0, w1), b in zip(weights.tolist(), biases.tolist(), strict=True):
        count = 0
        for (x0, x1), is_one in truth.items():
            if (w0 * x0 + w1 * x1 + b > 0) == is_one:
                count += 1
        best = max(best, count)
    return best


@right(
    "A generator of those numbers that are good enough, of which only the first is asked for.",
    seen="full marks",
)
def smallest_net(largest, share, share_of):
    good = (hidden for hidden in range(1, largest + 1) if share_of(hidden) >= share)
    try:
        return next(good)
    except StopIteration:
        raise ValueError(f"no net of up to {largest} units reaches {share}") from None
