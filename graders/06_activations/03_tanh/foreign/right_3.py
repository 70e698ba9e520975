"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "Takes the two halves apart with a mask, and computes each with the power that cannot overflow.",
    seen="full marks",
)
def tanh(z):
    flat = z.reshape(-1)
    out = torch.zeros_like(flat)
    right_half = flat >= 0
    left_half = ~right_half
    p = torch.expm1(-2 * flat[right_half])
    out[right_half] = -p / (p + 2)
    q = torch.expm1(2 * flat[left_half])
    out[left_half] = q / (q + 2)
    return out.reshape(z.shape)
