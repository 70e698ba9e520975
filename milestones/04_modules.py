"""Your own network, and your own loss, learn to tell irises apart

`MLP` makes the layers, `count_parameters` counts what can be learned, and `cross_entropy` is what
they learn from.
"""

import csv

import torch

from torchdojo.learner.milestones import Chart, Line, Table, Words

NEEDS = {"net": "02_mlp", "loss": "04_cross_entropy"}
SIZES, TRAINING, EPOCHS = [4, 12, 8, 3], 100, 80


def learned(mine, x, y, training, sizes, epochs):
    """Trains an `MLP` on the first irises, and asks it about the others"""
    torch.manual_seed(3)
    net = mine.net.MLP(sizes, torch.nn.Tanh)
    before = [p.detach().clone() for p in net.parameters()]
    optimizer = torch.optim.Adam(net.parameters(), lr=0.03)
    losses = []
    for _epoch in range(1, epochs + 1):
        optimizer.zero_grad()
        loss = mine.loss.cross_entropy(net(x[:training]), y[:training])
        loss.backward()
        optimizer.step()
        losses += [loss.item()]
    moved = [
        [name, str(tuple(p.shape)), p.numel(), (p.detach() - old).abs().mean().item()]
        for (name, p), old in zip(net.named_parameters(), before, strict=True)
    ]
    said = net(x[training:]).argmax(1)
    return moved, mine.net.count_parameters(net), losses, said


def milestone(work):
    """The layers, the loss, and which species the net takes for which."""
    with (work.datasets / "iris" / "iris.csv").open(newline="") as file:
        _, *rows = csv.reader(file)
    names = sorted({row[4] for row in rows})
    order = torch.randperm(len(rows), generator=torch.Generator().manual_seed(2))
    x = torch.tensor([[float(cell) for cell in row[:4]] for row in rows])[order]
    x = (x - x[:TRAINING].mean(0)) / x[:TRAINING].std(0)
    y = torch.tensor([names.index(row[4]) for row in rows])[order]
    moved, count, losses, said = work.run(learned, x, y, TRAINING, SIZES, EPOCHS)
    head = ("parameter", "shape", "numbers", "moved by")
    yield Table(f"MLP({SIZES}): {count} numbers to learn", head, moved)
    epochs = list(range(1, EPOCHS + 1))
    yield Chart(f"Your cross entropy on {TRAINING} irises", [Line("loss", epochs, losses)], "epoch")
    truth = y[TRAINING:]
    confused = [
        [name, *(int(((truth == i) & (said == j)).sum()) for j in range(len(names)))]
        for i, name in enumerate(names)
    ]
    yield Table("Of the others: the species, and what your net says", ("", *names), confused)
    right = int((said == truth).sum())
    yield Words(f"Right about {right} of {len(truth)} irises that it has not seen.")
