"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "The values are right, but `where` differentiates both formulas: at 800 and -800 the one that was not picked has an infinite power, and 0 times inf makes the gradient nan.",
    seen="named",
)
def sigmoid(z):
    return torch.where(z >= 0, 1 / (1 + torch.exp(-z)), torch.exp(z) / (1 + torch.exp(z)))


@wrong(
    "Clamping replaces all numbers below -50 by -50: sigmoid(-60) comes out 20,000 times too large, and -80 and -60 have the same value.",
    seen="caught",
)
def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-50, 50)))


@wrong(
    "Right everywhere except at 0, where `abs` has slope 0 for torch: the gradient there is 0 instead of 1/4, and a network with weights of 0 never starts.",
    seen="named",
)
def sigmoid(z):
    power = torch.exp(-z.abs())
    return torch.where(z >= 0, 1 / (1 + power), power / (1 + power))


@wrong(
    "You check only the first dimension of `w`: a column of weights, (D + 1, 1), is no `(D + 1,)`, and returns (N, 1) instead of raising ValueError.",
    seen="named",
)
def net_input(x, w):
    if w.shape[0] != x.shape[1] + 1:
        raise ValueError(f"w must have {x.shape[1] + 1} numbers")
    return x @ w[1:] + w[0]


@wrong(
    "Two things: probabilities are cut off at one ten-millionth, where the contract wants the value of the logistic function; and float64 examples come back as float32.",
    seen="caught",
)
def probability(x, w):
    p = sigmoid(net_input(x.float(), w.float()))
    return p.clamp(1e-7, 1 - 1e-7)
