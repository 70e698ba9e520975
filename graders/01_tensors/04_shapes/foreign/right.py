"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right("Makes the tensor contiguous, then views it with all sizes written out.", seen="full marks")
def merge_last_two(x):
    *lead, height, width = x.shape
    return x.contiguous().view(*lead, height * width)


@right("A permutation in which two entries have changed places.", seen="full marks")
def swap(x, i, j):
    order = list(range(x.ndim))
    order[i], order[j] = order[j], order[i]
    return x.permute(order)


@right("Cuts the features into pieces and stacks these as heads.", seen="full marks")
def split_heads(x, heads):
    if heads < 1 or x.shape[-1] % heads:
        raise ValueError(f"{heads} heads do not divide {x.shape[-1]} features")
    return torch.stack(torch.tensor_split(x, heads, dim=-1), dim=1)
