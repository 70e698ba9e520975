"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import right


@right(
    "Puts b below a and then picks the rows in the order 0, N, 1, N + 1, and so on.",
    seen="full marks",
)
def interleave(a, b):
    n = a.shape[0]
    order = torch.arange(2 * n, device=a.device).reshape(2, n).T.flatten()
    return torch.cat([a, b]).index_select(0, order)
