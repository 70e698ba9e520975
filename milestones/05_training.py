"""Your training loop learns XOR, and draws where it says yes

Your `train_epoch` makes the epochs, your `SGD` the steps, your `evaluate` the scores, and your
`predict` the picture.
"""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from torchdojo.learner.milestones import Chart, Line, Plane, Point, Words

NEEDS = {"sgd": "01_sgd", "epoch": "03_one_epoch", "scores": "04_evaluate"}
EPOCHS, ACROSS, DOWN = 60, 48, 16


def learned(mine, epochs, across, down):
    """Trains a small net on 100 points, scores it on 100 others, and asks it about a grid"""
    torch.manual_seed(4)
    x = 2 * torch.rand(200, 2) - 1
    y = (x[:, 0] * x[:, 1] < 0).long()
    sets = TensorDataset(x[:100], y[:100]), TensorDataset(x[100:], y[100:])
    batches = DataLoader(sets[0], batch_size=10, shuffle=True)
    model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 2))
    optimizer = mine.sgd.SGD(model.parameters(), 0.05, 0.9)
    loss_fn = nn.CrossEntropyLoss()
    losses, scores = [], []
    for _epoch in range(1, epochs + 1):
        losses.append(mine.epoch.train_epoch(model, batches, loss_fn, optimizer))
        scores.append(mine.scores.evaluate(model, DataLoader(sets[1], 50), loss_fn))
    rows, columns = torch.linspace(1, -1, down), torch.linspace(-1, 1, across)
    grid = torch.cartesian_prod(rows, columns).flip(1)
    said = mine.scores.predict(model, DataLoader(TensorDataset(grid, grid[:, 0]), 256))
    points = x[100:124], y[100:124]
    return losses, scores, said.reshape(down, across).tolist(), [p.tolist() for p in points]


def milestone(work):
    """The losses, then the plane with some points that the net has never seen."""
    losses, scores, rows, (places, labels) = work.run(learned, EPOCHS, ACROSS, DOWN)
    epochs = list(range(1, EPOCHS + 1))
    yield Chart(
        "Mean loss per example",
        [
            Line("on what it trains with", epochs, losses),
            Line("on what it has not seen", epochs, [loss for loss, _ in scores]),
        ],
        "epoch",
    )
    points = [
        Point((x + 1) / 2, (y + 1) / 2, label) for (x, y), label in zip(places, labels, strict=True)
    ]
    yield Plane("What your net says, from -1 to 1", rows, points)
    yield Words(
        f"After {EPOCHS} epochs it is right about {scores[-1][1]:.0%} of 100 points that it has "
        "never seen. No straight line gets this far: the plane is cut twice."
    )
