"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "min() and max() of no labels at all raise RuntimeError, but an empty tensor of labels is fine and comes back as it is.",
    seen="named",
)
def check_labels(y, num_classes):
    if y.min() < 0 or y.max() >= num_classes:
        raise ValueError("a label is not a class")
    return y


@wrong(
    "Masks do not multiply: 0 times -inf is NaN, so one infinite score of another class spoils the row.",
    seen="named",
)
def true_class_scores(logits, y):
    check_labels(y, logits.shape[1])
    return (logits * one_hot(y, logits.shape[1]).to(logits.dtype)).sum(dim=1)


@wrong(
    "Where nothing is masked you return x itself; the contract promises a new tensor in every case.",
    seen="named",
)
def mask_fill(x, mask, value):
    if not mask.any():
        return x
    return x.masked_fill(mask, value)


@wrong(
    "A label that does not exist quietly becomes a row of zeros: ValueError is due.", seen="named"
)
def one_hot(y, num_classes):
    classes = torch.arange(num_classes, device=y.device)
    return (y.unsqueeze(-1) == classes).to(torch.float32)


@wrong(
    "Two mistakes: detach cuts the gradients to x, and a boolean index does not broadcast, so a mask of shape (1, T) fails.",
    seen="named",
)
def mask_fill(x, mask, value):
    out = x.detach().clone()
    out[mask] = value
    return out
