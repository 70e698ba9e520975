"""Other right ways to write the loss for classes."""

from functools import reduce

import torch
from torch import nn

from torchdojo.grading import alternative


@alternative("rows and columns by index, the shift detached")
def cross_entropy(logits, y):
    if y.is_floating_point() or y.dtype != torch.long:
        raise TypeError("class numbers")
    if logits.dim() != 2 or y.dim() != 1 or len(y) != len(logits):
        raise ValueError("shapes")
    largest = logits.detach().max(dim=1).values
    total = (logits - largest[:, None]).exp().sum(1).log() + largest
    right = logits[torch.arange(len(y), device=y.device), y]
    return (total - right).mean()


@alternative("logaddexp, column by column, and a one-hot product")
def cross_entropy(logits, y):
    if logits.ndim != 2 or y.shape != (logits.shape[0],):
        raise ValueError("shapes")
    if y.dtype != torch.int64:
        raise TypeError("class numbers")
    total = reduce(torch.logaddexp, logits.unbind(1))
    one_hot = torch.arange(logits.shape[1], device=y.device) == y[:, None]
    return (total - torch.where(one_hot, logits, 0.0).sum(1)).sum() / len(y)


@alternative("example by example")
def cross_entropy(logits, y):
    if y.dtype != torch.int64:
        raise TypeError("class numbers")
    if logits.ndim != 2 or y.ndim != 1 or y.size(0) != logits.size(0):
        raise ValueError("shapes")
    losses = []
    for scores, label in zip(logits, y):
        differences = scores - torch.take_along_dim(scores, label[None], 0)
        largest = differences.max()
        losses.append((differences - largest).exp().sum().log() + largest)
    return torch.stack(losses).mean()


@alternative("all pixels of all images in one long batch")
def pixel_loss(scores, labels, ignore):
    loss = nn.CrossEntropyLoss(ignore_index=ignore)
    return loss(scores.reshape(-1, scores.shape[-1]), labels.reshape(-1))


@alternative("permute and the functional form")
def pixel_loss(scores, labels, ignore):
    planes = scores.permute(0, 3, 1, 2)
    return nn.functional.cross_entropy(planes, labels, ignore_index=ignore)
