"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right("asks whether each label is a member of the set of classes", seen="full marks")
def check_labels(y, num_classes):
    classes = torch.arange(num_classes, device=y.device)
    if not torch.isin(y, classes).all():
        raise ValueError(f"labels must be from 0 to {num_classes - 1}")
    return y


@right("covers the other classes with 0 by torch.where, then sums each row", seen="full marks")
def true_class_scores(logits, y):
    if ((y < 0) | (y >= logits.shape[1])).any():
        raise ValueError("a label is not one of the classes")
    own = y.unsqueeze(1) == torch.arange(logits.shape[1], device=y.device)
    return torch.where(own, logits, 0.0).sum(dim=1)


@right("assigns through an expanded mask, into a clone", seen="full marks")
def mask_fill(x, mask, value):
    out = x.clone()
    out[mask.expand_as(x)] = value
    return out
