"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "One maximum for the whole tensor is not enough: a group whose scores all lie far below it underflows to 0 / 0; each group needs its own.",
    seen="named",
)
def softmax(z, dim):
    powers = torch.exp(z - z.max())
    return powers / powers.sum(dim=dim, keepdim=True)


@wrong(
    "Subtracting the mean keeps scores near 0 only if they are close to each other: with 1000 and -1000 in one group the power overflows, and a single -inf makes the mean -inf and the group nan.",
    seen="named",
)
def softmax(z, dim):
    powers = torch.exp(z - z.mean(dim=dim, keepdim=True))
    return powers / powers.sum(dim=dim, keepdim=True)


@wrong(
    "`-=` works in the caller's tensor: after the call `z` holds something else, and it must stay as it was.",
    seen="named",
)
def softmax(z, dim):
    z -= z.max(dim=dim, keepdim=True).values
    powers = z.exp()
    return powers / powers.sum(dim=dim, keepdim=True)


@wrong(
    "`float()` makes everything float32: float64 scores lose digits and half precision comes back in another dtype; go back to the dtype of `z` and never below it.",
    seen="named",
)
def softmax(z, dim):
    z = z.float()
    powers = torch.exp(z - z.amax(dim, keepdim=True))
    return powers / powers.sum(dim, keepdim=True)


@wrong(
    "Two things: clamping makes 1000 and 1001 the same score, so both get one half; and `if z.max() > 80` reads a value back into Python.",
    seen="named",
)
def softmax(z, dim):
    if z.abs().max() > 80:
        z = z.clamp(-80, 80)
    powers = z.exp()
    return powers / powers.sum(dim=dim, keepdim=True)
