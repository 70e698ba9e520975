"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "min() and max() of a tensor without elements raise an error, but labels may have any shape, an empty one too.",
    seen="full marks",
)
def check_labels(y, num_classes):
    if y.min() < 0 or y.max() >= num_classes:
        raise ValueError(f"labels must be from 0 to {num_classes - 1}")
    return y


@wrong(
    "abs() turns the label -1 into 1, so negative labels pass as long as they are small; ask for y < 0 too.",
    seen="named",
)
def check_labels(y, num_classes):
    if (y.abs() >= num_classes).any():
        raise ValueError(f"labels must be from 0 to {num_classes - 1}")
    return y


@wrong(
    "Multiplying with a one-hot row covers nothing that is infinite: -inf * 0 is nan, and the whole sum becomes nan.",
    seen="named",
)
def true_class_scores(logits, y):
    if ((y < 0) | (y >= logits.shape[1])).any():
        raise ValueError("a label is not one of the classes")
    hot = torch.nn.functional.one_hot(y, logits.shape[1]).to(logits.dtype)
    return (logits * hot).sum(dim=1)


@wrong(
    "squeeze() without a dimension removes every 1: a batch of one example gives shape () instead of (1,).",
    seen="named",
)
def true_class_scores(logits, y):
    if ((y < 0) | (y >= logits.shape[1])).any():
        raise ValueError("a label is not one of the classes")
    return logits.gather(1, y.unsqueeze(1)).squeeze()


@wrong(
    "An index of -1 is no IndexError, it means the last class: negative labels pick a score instead of raising ValueError.",
    seen="named",
)
def true_class_scores(logits, y):
    rows = torch.arange(len(y), device=logits.device)
    try:
        return logits[rows, y]
    except IndexError as error:
        raise ValueError("a label is not one of the classes") from error


@wrong(
    "Masks do not multiply: with value -inf, value * 0 is nan at every place that should keep x.",
    seen="named",
)
def mask_fill(x, mask, value):
    keep = (~mask).to(x.dtype)
    return x * keep + value * (1 - keep)


@wrong(
    "With a mask that is False everywhere the caller's own x comes back; the contract promises a new tensor in every case.",
    seen="full marks",
)
def mask_fill(x, mask, value):
    if not mask.any():
        return x
    return x.masked_fill(mask, value)


@wrong(
    "len(y) is only the first dimension: this works for labels (N,), but labels may have any shape (...).",
    seen="caught",
)
def one_hot(y, num_classes):
    if ((y < 0) | (y >= num_classes)).any():
        raise ValueError("a label is not one of the classes")
    out = torch.zeros(len(y), num_classes, device=y.device)
    out[torch.arange(len(y), device=y.device), y] = 1
    return out
