"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "One maximum for the whole batch: where another example has scores of 1000, all powers of a row with small scores become 0, and its loss infinite.",
    seen="named",
)
def cross_entropy(logits, y):
    if logits.dim() != 2:
        raise ValueError("logits must be (N, K)")
    if y.dtype != torch.int64:
        raise TypeError("y must be int64")
    if y.shape != logits.shape[:1]:
        raise ValueError("y must be (N,)")
    shifted = logits - logits.max()
    log_sum = shifted.exp().sum(dim=1).log()
    picked = shifted.gather(1, y.unsqueeze(1)).squeeze(1)
    return (log_sum - picked).mean()


@wrong(
    "Only the number of dimensions is checked: a single class number for a batch of three is broadcast to a plausible loss instead of a ValueError.",
    seen="named",
)
def cross_entropy(logits, y):
    if y.dtype != torch.int64:
        raise TypeError("y must be int64")
    if logits.ndim != 2 or y.ndim != 1:
        raise ValueError("expected logits (N, K) and y (N,)")
    m = logits.max(dim=1, keepdim=True).values
    z = logits - m
    log_sum = torch.log(torch.exp(z).sum(dim=1))
    right_score = z.gather(1, y[:, None])[:, 0]
    return (log_sum - right_score).mean()


@wrong(
    "`transpose(1, 3)` brings the classes forward but swaps height and width as well: square images are compared with labels mirrored at the diagonal.",
    seen="named",
)
def pixel_loss(scores, labels, ignore):
    return nn.CrossEntropyLoss(ignore_index=ignore)(scores.transpose(1, 3), labels)


@wrong(
    'With `reduction="none"` ignored pixels cost 0 but still count in the mean, so the loss shrinks with every ignored pixel.',
    seen="named",
)
def pixel_loss(scores, labels, ignore):
    loss_fn = nn.CrossEntropyLoss(ignore_index=ignore, reduction="none")
    return loss_fn(scores.movedim(-1, 1), labels).mean()
