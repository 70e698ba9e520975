"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right("Puts the rows behind each other one by one.", seen="full marks")
def merge_last_two(x):
    height, width = x.shape[-2:]
    out = x.new_empty((*x.shape[:-2], height * width))
    for row in range(height):
        out[..., row * width : (row + 1) * width] = x[..., row, :]
    return out


@right("Copies the features of each head into a tensor made beforehand.", seen="full marks")
def split_heads(x, heads):
    batch, steps, features = x.shape
    size, rest = divmod(features, heads)
    if rest:
        raise ValueError(f"{heads} heads do not divide {features} features")
    out = x.new_empty((batch, heads, steps, size))
    for head in range(heads):
        out[:, head] = x[:, :, head * size : (head + 1) * size]
    return out
