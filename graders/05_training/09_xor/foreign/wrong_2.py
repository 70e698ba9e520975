"""Wrong answers by people who had seen the exercise alone, of a second round."""

import math

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "You count the corners that any of the lines gets right; all lines together manage four, the best single one at most three.",
    seen="named",
)
def most_right(weights, biases):
    x, y = corners()
    says_one = weights @ x.T + biases.unsqueeze(1) > 0
    return int((says_one == y.bool()).any(dim=0).sum())


@wrong(
    "The loss that you return was computed before the last step: compute it once more after the loop.",
    seen="named",
)
def train(model, steps, lr):
    x, y = corners()
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = loss_fn(model(x).squeeze(1), y)
        loss.backward()
        optimizer.step()
    return loss.item()


@wrong(
    "A logit of exactly 0 says 0, since only a logit above 0 says 1; `>=` lets a net that is silent on the two corners of class 1 pass as a solution.",
    seen="caught",
)
def solves(model):
    x, y = corners()
    with torch.no_grad():
        says_one = model(x).squeeze(1) >= 0
    return bool((says_one == y.bool()).all())


@wrong(
    "The seed is set after the net has drawn its weights: they depend on whatever happened before, and the same seeds give another share next time.",
    seen="named",
)
def share_solved(hidden, seeds, learn):
    solved = 0
    for seed in seeds:
        model = make_net(hidden)
        torch.manual_seed(seed)
        learn(model)
        solved += solves(model)
    return solved / len(seeds)


@wrong(
    "Two things: `>` refuses a net that reaches exactly the share, where at least was asked for; and all numbers up to `largest` are tried before the smallest is chosen.",
    seen="caught",
)
def smallest_net(largest, share, share_of):
    shares = {hidden: share_of(hidden) for hidden in range(1, largest + 1)}
    enough = [hidden for hidden, found in shares.items() if found > share]
    if not enough:
        raise ValueError("no net is good enough")
    return min(enough)
