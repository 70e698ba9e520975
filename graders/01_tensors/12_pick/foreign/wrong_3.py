"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torch.nn import functional as F
from torchdojo.grading import wrong


@wrong(
    "Two slips: `>` lets the label num_classes through, which is one too many, and min() and max() of no labels at all raise an error.",
    seen="named",
)
def check_labels(y, num_classes):
    if y.min() < 0 or y.max() > num_classes:
        raise ValueError("a label is not one of the classes")
    return y


@wrong(
    "Masks do not multiply: 0 times -inf is NaN, so one score of -inf in a row spoils the score of the true class.",
    seen="named",
)
def true_class_scores(logits, y):
    check_labels(y, logits.shape[1])
    chosen = F.one_hot(y, logits.shape[1]).to(logits.dtype)
    return (logits * chosen).sum(dim=1)


@wrong(
    "The short cut returns x itself where the mask is False everywhere: changing the 'new' tensor then changes the caller's.",
    seen="named",
)
def mask_fill(x, mask, value):
    if not mask.any():
        return x
    return x.masked_fill(mask, value)


@wrong(
    "The labels are never checked: -1 takes the last row of the identity and counts as the last class, where ValueError is asked for.",
    seen="caught",
)
def one_hot(y, num_classes):
    return torch.eye(num_classes, dtype=torch.float32, device=y.device)[y]
