"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "`logaddexp` class by class keeps the sum of powers finite, and `take` picks from the flat table.",
    seen="full marks",
)
def cross_entropy(logits, y):
    if logits.dim() != 2:
        raise ValueError(f"logits must have the shape (N, K), not {tuple(logits.shape)}")
    n, k = logits.shape
    if tuple(y.shape) != (n,):
        raise ValueError(f"y must have the shape ({n},), not {tuple(y.shape)}")
    if y.dtype is not torch.int64:
        raise TypeError(f"y must hold class numbers, int64, not {y.dtype}")
    total = logits[:, 0]
    for column in range(1, k):
        total = torch.logaddexp(total, logits[:, column])
    places = torch.arange(n, device=logits.device) * k + y
    return torch.mean(total - torch.take(logits, places))
