"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right("Expands both sides to the full shape, which copies nothing.", seen="full marks")
def pairwise_diff(a, b):
    (n, d), (m, e) = a.shape, b.shape
    if d != e:
        raise ValueError(f"{d} features against {e}")
    return a[:, None, :].expand(n, m, d) - b.expand(n, m, d)


@right("Takes the first row of the transposed predictions.", seen="full marks")
def residuals(predictions, targets):
    if targets.dim() != 1:
        raise ValueError(f"targets of shape {tuple(targets.shape)}")
    if tuple(predictions.shape) != (targets.numel(), 1):
        raise ValueError(f"predictions of shape {tuple(predictions.shape)}")
    return torch.sub(predictions.T[0], targets)
