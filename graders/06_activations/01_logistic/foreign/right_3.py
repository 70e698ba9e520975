"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "A fraction of two powers neither of which can overflow; minimum shares its gradient between equals, which is just right at 0.",
    seen="full marks",
)
def sigmoid(z):
    zero = torch.zeros_like(z)

    def power_below_one(t):
        return torch.exp(torch.minimum(t, zero))

    yes, no = power_below_one(z), power_below_one(-z)
    return yes / (yes + no)
