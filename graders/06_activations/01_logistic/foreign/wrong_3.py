"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "At exactly 0 both clamps let their gradient through in full, so the slope there is 1/2 instead of 1/4: the very place where a network with weights of 0 starts.",
    seen="named",
)
def sigmoid(z):
    up = torch.exp(z.clamp(max=0))
    down = torch.exp((-z).clamp(max=0))
    return up / (up + down)


@wrong(
    "Clamping at 88 fits float32 alone: in float64 sigmoid(-100.0) is 3.7e-44, and yours stays at 6e-39, even for minus infinity, where it should be 0.",
    seen="caught",
)
def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-88.0, 88.0)))


@wrong(
    "You count the elements of w instead of looking at its shape, so a column of shape (D + 1, 1) passes and the result is (N, 1) where a ValueError was due.",
    seen="caught",
)
def net_input(x, w):
    if w.numel() != x.shape[1] + 1:
        raise ValueError(f"expected {x.shape[1] + 1} weights, got {w.numel()}")
    return x @ w[1:] + w[0]


@wrong(
    "no_grad cuts the graph, so a loss made of these probabilities can teach the weights nothing: gradients must flow back through all three functions.",
    seen="named",
)
def probability(x, w):
    with torch.no_grad():
        return sigmoid(net_input(x, w))
