"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "You subtract one maximum for the whole table: a row whose scores all lie far below the largest row underflows to log(0), so each row needs its own maximum.",
    seen="named",
)
def cross_entropy(logits, y):
    if logits.ndim != 2 or y.ndim != 1 or len(y) != len(logits):
        raise ValueError("expected logits (N, K) and y (N,)")
    if y.dtype != torch.int64:
        raise TypeError("y must be int64")
    shifted = logits - logits.max()
    log_sum = shifted.exp().sum(dim=1).log()
    return (log_sum - shifted.gather(1, y.unsqueeze(1)).squeeze(1)).mean()


@wrong(
    "The epsilon inside the logarithm hides the underflow instead of avoiding it: no loss can exceed about 27.6, so 0 against 200 does not cost 200 and its gradient is gone.",
    seen="named",
)
def cross_entropy(logits, y):
    if logits.ndim != 2 or y.ndim != 1 or len(y) != len(logits):
        raise ValueError("expected logits (N, K) and y (N,)")
    if y.dtype != torch.int64:
        raise TypeError("y must be int64")
    powers = torch.exp(logits - logits.amax(dim=1, keepdim=True))
    probs = powers / powers.sum(dim=1, keepdim=True)
    picked = probs.gather(1, y.unsqueeze(1)).squeeze(1)
    return -torch.log(picked + 1e-12).mean()


@wrong(
    "You divide by all pixels, the ignored ones too: as soon as a label is `ignore`, the loss is too small.",
    seen="named",
)
def pixel_loss(scores, labels, ignore):
    loss_fn = nn.CrossEntropyLoss(ignore_index=ignore, reduction="none")
    return loss_fn(scores.movedim(-1, 1), labels).mean()


@wrong(
    "You look at the number of dimensions only: a `y` with a length other than N is no `(N,)`; a single label is silently used for all rows instead of a ValueError.",
    seen="caught",
)
def cross_entropy(logits, y):
    if logits.dim() != 2 or y.dim() != 1:
        raise ValueError("expected logits (N, K) and y (N,)")
    if y.dtype != torch.int64:
        raise TypeError("y must be int64")
    z = logits - logits.amax(dim=1, keepdim=True)
    right = z.gather(1, y[:, None])[:, 0]
    return (z.exp().sum(1).log() - right).mean()


@wrong(
    "Two things: `float()` turns float64 scores into a float32 loss, and `long()` accepts labels of any dtype, so probabilities are cut to class 0 where a TypeError was promised.",
    seen="named",
)
def cross_entropy(logits, y):
    if logits.ndim != 2 or y.shape != logits.shape[:1]:
        raise ValueError("expected logits (N, K) and y (N,)")
    z = logits.float()
    y = y.long()
    z = z - z.max(dim=1, keepdim=True).values
    log_probs = z - z.exp().sum(dim=1, keepdim=True).log()
    return -log_probs[torch.arange(len(y), device=y.device), y].mean()
