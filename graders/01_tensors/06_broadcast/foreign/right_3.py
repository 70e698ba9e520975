"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import right


@right(
    "Spells out with expand, which copies nothing, what broadcasting would do by itself.",
    seen="full marks",
)
def pairwise_diff(a, b):
    n, features = a.shape
    m, others = b.shape
    if features != others:
        raise ValueError(f"{features} features on the left, {others} on the right")
    left = a.view(n, 1, features) if a.is_contiguous() else a[:, None, :]
    left = left.expand(n, m, features)
    right_side = b[None].expand(n, m, features)
    return torch.sub(left, right_side)
