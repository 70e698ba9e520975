"""Wrong answers by people who had seen the exercise alone."""

import math
import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "any(dim=0) counts corners that some line gets right, each by another one; asked is the best single line.",
    seen="named",
)
def most_right(weights, biases):
    x, y = corners()
    answers = (weights @ x.T + biases[:, None]) > 0
    return int((answers == y.bool()).any(dim=0).sum())


@wrong(
    "sigmoid of a tiny positive logit such as 1e-20 rounds to exactly 0.5, so it is not above; 1 is said where the logit is above 0.",
    seen="full marks",
)
def most_right(weights, biases):
    x, y = corners()
    chances = torch.sigmoid(weights @ x.T + biases.unsqueeze(1))
    answers = (chances > 0.5).double()
    return int((answers == y).sum(dim=1).max())


@wrong(
    "The loss that is returned was computed before the last step; the contract asks for the loss after it.",
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
    "Each corner gets a step of its own; all four corners belong into each of the steps.",
    seen="caught",
)
def train(model, steps, lr):
    x, y = corners()
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        for corner, label in zip(x, y, strict=True):
            optimizer.zero_grad()
            loss_fn(model(corner[None]).squeeze(1), label[None]).backward()
            optimizer.step()
    with torch.no_grad():
        return loss_fn(model(x).squeeze(1), y).item()


@wrong(
    "A loss below log(2) / 4 proves that all corners are right, but a net can be right with small logits and a larger loss.",
    seen="caught",
)
def solves(model):
    x, y = corners()
    with torch.no_grad():
        loss = nn.functional.binary_cross_entropy_with_logits(model(x).squeeze(1), y)
    return loss.item() < math.log(2) / 4


@wrong(
    "Two ones among four answers are not yet the right two: only the sum is compared, not each corner.",
    seen="caught",
)
def solves(model):
    x, y = corners()
    with torch.no_grad():
        answers = model(x).squeeze(1) > 0
    return bool(answers.sum() == y.sum())


@wrong(
    "The seed is set after the net was made: its first weights come from whatever the random numbers were before.",
    seen="caught",
)
def share_solved(hidden, seeds, learn):
    solved = 0
    for seed in seeds:
        net = make_net(hidden)
        torch.manual_seed(seed)
        learn(net)
        solved += solves(net)
    return solved / len(seeds)


@wrong(
    "Halving the range takes for granted that the share never falls as nets grow, and tries numbers above the answer.",
    seen="caught",
)
def smallest_net(largest, share, share_of):
    low, high = 1, largest + 1
    while low < high:
        middle = (low + high) // 2
        if share_of(middle) >= share:
            high = middle
        else:
            low = middle + 1
    if low > largest:
        raise ValueError(f"no net of up to {largest} units is enough")
    return low
