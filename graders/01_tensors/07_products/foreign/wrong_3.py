"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "The same number of elements is not the same shape: (2, 1) and (1, 2) pass the test and broadcast to (2, 2).",
    seen="named",
)
def hadamard(a, b):
    if a.numel() != b.numel():
        raise ValueError("a and b must have the same shape")
    return a * b


@wrong(
    "Counting dimensions from the front works for matrices and one batch dimension; with heads, (B, H, S, D), it exchanges the wrong two.",
    seen="caught",
)
def scores(queries, keys):
    if keys.dim() == 2:
        return queries @ keys.T
    return queries @ keys.transpose(1, 2)


@wrong(
    "-1 gives no answer for a tensor without elements: an empty batch, or D = 0, raises an error although any size may be 0.",
    seen="caught",
)
def linear(x, weight, bias):
    flat = x.reshape(-1, x.shape[-1])
    result = flat @ weight.T + bias
    return result.reshape(*x.shape[:-1], -1)


@wrong(
    "Two slips: the sum is kept in a float32 tensor, so float64 loses its dtype and its digits, and dividing by N makes a mean of what should be a sum.",
    seen="caught",
)
def gram_features(x):
    total = torch.zeros(x.shape[1], x.shape[1], dtype=torch.float32)
    for row in x:
        total += torch.outer(row, row)
    return total / max(len(x), 1)
