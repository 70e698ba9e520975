"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "z.max() is the largest of all groups; in a group far below it every power is 0, and 0 / 0 is nan.",
    seen="named",
)
def softmax(z, dim):
    powers = torch.exp(z - z.max())
    return powers / powers.sum(dim, keepdim=True)


@wrong("-= writes into z itself, which has to stay as it was.", seen="named")
def softmax(z, dim):
    z -= z.amax(dim, keepdim=True)
    powers = z.exp()
    return powers / powers.sum(dim, keepdim=True)


@wrong(
    "The if looks at a value of the tensor, so Python waits for the device; no value may be read back.",
    seen="named",
)
def softmax(z, dim):
    if z.abs().max() > 10:
        z = z - z.amax(dim, keepdim=True)
    powers = torch.exp(z)
    return powers / powers.sum(dim, keepdim=True)


@wrong(
    "Clamping makes 1000 and 1001 the same score: two different probabilities become one half each.",
    seen="caught",
)
def softmax(z, dim):
    powers = torch.exp(z.clamp(-10.0, 10.0))
    return powers / powers.sum(dim, keepdim=True)


@wrong(
    "The mean is no upper bound: a score far above it still overflows, and one score of -inf makes the mean -inf.",
    seen="named",
)
def softmax(z, dim):
    powers = torch.exp(z - z.mean(dim, keepdim=True))
    return powers / powers.sum(dim, keepdim=True)


@wrong(
    "reshape back to z.shape does not undo the transpose: unless dim is the last, the probabilities land in wrong places.",
    seen="caught",
)
def softmax(z, dim):
    groups = z.transpose(dim, -1).reshape(-1, z.shape[dim])
    powers = torch.exp(groups - groups.amax(1, keepdim=True))
    return (powers / powers.sum(1, keepdim=True)).reshape(z.shape)


@wrong(
    "float() throws away half the digits of float64 scores; the cast at the end brings back the dtype, not the digits.",
    seen="caught",
)
def softmax(z, dim):
    scores = z.float()
    powers = torch.exp(scores - scores.amax(dim, keepdim=True))
    return (powers / powers.sum(dim, keepdim=True)).to(z.dtype)


@wrong(
    "-1e9 is no -inf: beside finite scores of -2e9 the masked one gets probability 1, and in half precision it does not exist.",
    seen="caught",
)
def softmax(z, dim):
    scores = z.masked_fill(z == float("-inf"), -1e9)
    powers = torch.exp(scores - scores.amax(dim, keepdim=True))
    return powers / powers.sum(dim, keepdim=True)
