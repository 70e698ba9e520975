"""Right answers by people who had seen the exercise alone."""

from functools import reduce
import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Subtracts the right class's score first, then the largest of the differences; checks the dtype before the shapes.",
    seen="full marks",
)
def cross_entropy(logits, y):
    if y.dtype is not torch.int64:
        raise TypeError(f"class numbers must be int64, not {y.dtype}")
    if logits.ndim != 2:
        raise ValueError(f"logits must be (N, K), not {tuple(logits.shape)}")
    if y.ndim != 1 or y.shape[0] != logits.shape[0]:
        raise ValueError(f"y must be ({logits.shape[0]},), not {tuple(y.shape)}")
    ahead = logits - torch.take_along_dim(logits, y[:, None], dim=1)
    top = ahead.detach().amax(dim=1, keepdim=True)
    losses = (ahead - top).exp().sum(dim=1).log() + top.squeeze(1)
    return losses.mean()


@right(
    "Adds up the classes one by one with logaddexp, which never leaves the logarithms.",
    seen="full marks",
)
def cross_entropy(logits, y):
    if logits.dim() != 2 or tuple(y.shape) != (len(logits),):
        raise ValueError("expected logits (N, K) and y (N,)")
    if y.dtype != torch.int64:
        raise TypeError("expected int64 class numbers")
    total = reduce(torch.logaddexp, logits.unbind(dim=1))
    picked = logits[torch.arange(len(y), device=y.device), y]
    return torch.mean(total - picked)


@right(
    "Picks the pixels that count by a mask, so that the loss sees an ordinary (M, K) table.",
    seen="full marks",
)
def pixel_loss(scores, labels, ignore):
    counts = labels != ignore
    return nn.CrossEntropyLoss()(scores[counts], labels[counts])
