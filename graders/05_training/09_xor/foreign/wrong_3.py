"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "A model says 1 where its logit is above 0, you also take a logit of exactly 0 as a 1: the line with weights (1, 1) and bias 0 gets three corners right, not two.",
    seen="caught",
)
def most_right(weights, biases):
    x, y = corners()
    logits = weights @ x.T + biases[:, None]
    says = (logits >= 0).to(y.dtype)
    return int((says == y).sum(dim=1).max())


@wrong(
    "What you return was computed before the last step, not after it: one step too old, which shows with steps=1 or a large learning rate.",
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
    "You train a net that failed a second time, and that gives it twice the chance: each net is trained once, the share is that of first attempts.",
    seen="caught",
)
def share_solved(hidden, seeds, learn):
    solved = 0
    for seed in seeds:
        torch.manual_seed(seed)
        model = make_net(hidden)
        for _ in range(2):
            learn(model)
            if solves(model):
                solved += 1
                break
    return solved / len(seeds)


@wrong(
    "Bisection assumes that more units always solve a larger share, but shares of a few seeds go up and down; besides, it tries numbers larger than the answer, and those it must not try.",
    seen="caught",
)
def smallest_net(largest, share, share_of):
    low, high = 1, largest
    if share_of(largest) < share:
        raise ValueError("no number of hidden units is enough")
    while low < high:
        middle = (low + high) // 2
        if share_of(middle) >= share:
            high = middle
        else:
            low = middle + 1
    return low
