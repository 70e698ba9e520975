"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Marks the right class by comparing with a row of class numbers, and sums what is marked, instead of gather.",
    seen="full marks",
)
def cross_entropy(logits, y):
    def largest(t):
        return torch.max(t, dim=1, keepdim=True)[0].detach()

    if len(logits.shape) != 2:
        raise ValueError(f"logits must be (N, K), not {tuple(logits.shape)}")
    n, k = logits.shape
    if tuple(y.shape) != (n,):
        raise ValueError(f"y must be ({n},), not {tuple(y.shape)}")
    if y.dtype is not torch.long:
        raise TypeError(f"y must be int64, not {y.dtype}")
    shifted = logits - largest(logits)
    is_right = torch.arange(k, device=logits.device).unsqueeze(0) == y.unsqueeze(1)
    picked = torch.where(is_right, shifted, torch.zeros_like(shifted)).sum(dim=1)
    losses = torch.log(torch.sum(torch.exp(shifted), dim=1)) - picked
    return losses.mean()


@right(
    "Makes one long list of pixels, (B * H * W, K), which is also a shape that torch's loss takes.",
    seen="full marks",
)
def pixel_loss(scores, labels, ignore):
    classes = scores.shape[-1]
    return nn.CrossEntropyLoss(ignore_index=ignore)(scores.reshape(-1, classes), labels.reshape(-1))
