"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "You subtract the largest score of the whole tensor, not of each group: a row whose scores lie 1000 below another row's becomes 0 / 0 = nan.",
    seen="named",
)
def softmax(z, dim):
    powers = torch.exp(z - z.max())
    return powers / powers.sum(dim, keepdim=True)


@wrong(
    "Going through float32 helps half precision, but a float64 tensor comes back with seven digits in a dtype that promises sixteen.",
    seen="named",
)
def softmax(z, dim):
    scores = z.float()
    powers = torch.exp(scores - scores.amax(dim=dim, keepdim=True))
    return (powers / powers.sum(dim=dim, keepdim=True)).to(z.dtype)


@wrong(
    "The clamp at -80 gives every hopeless score e^-80 and none the probability 0: a masked score of -inf must get exactly 0.",
    seen="full marks",
)
def softmax(z, dim):
    shifted = (z - z.amax(dim, keepdim=True)).clamp(min=-80)
    powers = shifted.exp()
    return powers / powers.sum(dim, keepdim=True)


@wrong(
    "The `if` reads a value back into Python, which makes the graphics card wait, and it looks for large scores only, so a group of scores around -1000 still ends as 0 / 0.",
    seen="named",
)
def softmax(z, dim):
    if z.max() > 10:
        z = z - z.amax(dim, keepdim=True)
    powers = torch.exp(z)
    return powers / powers.sum(dim, keepdim=True)
