"""Wrong answers by people who had seen the exercise alone."""

import torch
from torch import nn
from torch.nn import functional as F

from torchdojo.grading import wrong


@wrong(
    "Probability first, logarithm of p + 1e-12 after: a very wrong score never costs more than about 28, and its gradient is gone.",
    seen="named",
)
def cross_entropy(logits, y):
    if logits.dim() != 2 or y.shape != logits.shape[:1]:
        raise ValueError("expected (N, K) and (N,)")
    if y.dtype != torch.int64:
        raise TypeError("y must be int64")
    powers = torch.exp(logits - logits.max(dim=1, keepdim=True).values)
    p = powers / powers.sum(dim=1, keepdim=True)
    return -torch.log(p.gather(1, y.unsqueeze(1)) + 1e-12).mean()


@wrong(
    "m is the largest score of the whole batch: in a row far below it every power is 0, and the logarithm -inf. Each row needs its own.",
    seen="caught",
)
def cross_entropy(logits, y):
    if logits.dim() != 2 or y.shape != logits.shape[:1]:
        raise ValueError("expected (N, K) and (N,)")
    if y.dtype != torch.int64:
        raise TypeError("y must be int64")
    shifted = logits - logits.max()
    picked = shifted[torch.arange(len(y)), y]
    return (shifted.exp().sum(dim=1).log() - picked).mean()


@wrong(
    "Only floating-point y is refused: int32 or bool class numbers are quietly converted, where anything but int64 is a TypeError.",
    seen="full marks",
)
def cross_entropy(logits, y):
    if logits.dim() != 2 or y.shape != logits.shape[:1]:
        raise ValueError("expected (N, K) and (N,)")
    if y.is_floating_point():
        raise TypeError("y must hold class numbers")
    shifted = logits - logits.amax(dim=1, keepdim=True)
    picked = shifted.gather(1, y.long()[:, None]).squeeze(1)
    return (shifted.exp().sum(dim=1).log() - picked).mean()


@wrong(
    "logits.float() turns float64 scores into float32, and the loss comes back in another dtype than the logits'.",
    seen="caught",
)
def cross_entropy(logits, y):
    if logits.dim() != 2 or y.shape != logits.shape[:1]:
        raise ValueError("expected (N, K) and (N,)")
    if y.dtype != torch.int64:
        raise TypeError("y must be int64")
    z = logits.float()
    z = z - z.max(dim=1, keepdim=True)[0]
    loss = torch.log(torch.exp(z).sum(dim=1)) - z.gather(1, y.view(-1, 1)).view(-1)
    return loss.mean()


@wrong(
    "one_hot(y) without the number of classes is only as wide as the largest label in this batch, which need not be K - 1.",
    seen="caught",
)
def cross_entropy(logits, y):
    if logits.dim() != 2 or y.dim() != 1 or len(logits) != len(y):
        raise ValueError("expected (N, K) and (N,)")
    if y.dtype != torch.int64:
        raise TypeError("y must be int64")
    shifted = logits - logits.amax(dim=1, keepdim=True)
    log_p = shifted - shifted.exp().sum(dim=1, keepdim=True).log()
    return -(F.one_hot(y) * log_p).sum(dim=1).mean()


@wrong(
    "The ignored pixels cost 0 but are still counted in mean(): the mean is over all pixels, not over those that count.",
    seen="caught",
)
def pixel_loss(scores, labels, ignore):
    loss = nn.CrossEntropyLoss(ignore_index=ignore, reduction="none")
    return loss(scores.permute(0, 3, 1, 2), labels).mean()


@wrong(
    "transpose(1, 3) swaps classes with height: (B, K, W, H). Square images are compared with labels turned over, others don't fit.",
    seen="named",
)
def pixel_loss(scores, labels, ignore):
    return nn.CrossEntropyLoss(ignore_index=ignore)(scores.transpose(1, -1), labels)


@wrong(
    "A mean for each image, then the mean of these: an image with few labelled pixels weighs as much as a full one.",
    seen="caught",
)
def pixel_loss(scores, labels, ignore):
    loss_fn = nn.CrossEntropyLoss(ignore_index=ignore)
    losses = [loss_fn(s.flatten(0, 1), t.flatten()) for s, t in zip(scores, labels)]
    return torch.stack(losses).mean()
