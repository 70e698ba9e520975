"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import right


@right(
    "Cuts out the features of each head one after the other and stacks the heads behind the batch.",
    seen="full marks",
)
def split_heads(x, heads):
    _, _, features = x.shape
    size, rest = divmod(features, heads)
    if rest:
        raise ValueError(f"{features} features do not go into {heads} heads")
    parts = []
    for head in range(heads):
        parts.append(x.narrow(2, head * size, size))
    return torch.stack(parts, dim=1)
