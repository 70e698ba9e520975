"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong("w[-1] is taken as the bias, but the bias is weight number 0: it comes first.", seen="named")
def net_input(x, w):
    if w.shape != (x.shape[1] + 1,):
        raise ValueError(f"w must have the shape ({x.shape[1] + 1},)")
    return x @ w[:-1] + w[-1]


@wrong(
    "numel() counts the weights but does not see their shape: a column (D + 1, 1) is another shape and must be refused.",
    seen="caught",
)
def net_input(x, w):
    if w.numel() != x.shape[1] + 1:
        raise ValueError(f"expected {x.shape[1] + 1} weights, not {w.numel()}")
    w = w.flatten()
    return w[0] + x @ w[1:]


@wrong(
    "squeeze() without a dimension also removes N if there is one example: the result is () instead of (1,).",
    seen="caught",
)
def net_input(x, w):
    if w.shape != (x.shape[1] + 1,):
        raise ValueError(f"w must have the shape ({x.shape[1] + 1},)")
    ones = torch.ones_like(x[:, :1]) if x.shape[1] else x.new_ones(len(x), 1)
    return (torch.cat([ones, x], dim=1) @ w.unsqueeze(1)).squeeze()


@wrong(
    "abs has the slope 0 at 0, so the gradient of exp(-abs(z)) vanishes there: the slope at 0 is 0 instead of 1/4.",
    seen="named",
)
def sigmoid(z):
    e = torch.exp(-z.abs())
    return torch.where(z >= 0, torch.ones_like(z), e) / (1 + e)


@wrong(
    "Clamping at -80 makes sigmoid(-200) in float64 the same as sigmoid(-80): negative numbers do not keep their digits.",
    seen="caught",
)
def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-80.0, 80.0)))


@wrong(
    "Both branches are differentiated: the power that overflows in the one not picked gives 0 * inf, a gradient of nan.",
    seen="named",
)
def sigmoid(z):
    return torch.where(z >= 0, 1 / (1 + torch.exp(-z)), torch.exp(z) / (1 + torch.exp(z)))


@wrong(
    "For negative numbers 1 - s(-z) takes 1 from 1: sigmoid(-40) becomes 0, its digits are cancelled.",
    seen="named",
)
def sigmoid(z):
    positive = torch.where(z >= 0, z, -z)
    upper = 1 / (1 + torch.exp(-positive))
    return torch.where(z >= 0, upper, 1 - upper)


@wrong(
    "no_grad cuts the probability off from x and w: gradients have to flow back through all three functions.",
    seen="caught",
)
def probability(x, w):
    with torch.no_grad():
        return sigmoid(net_input(x, w))
