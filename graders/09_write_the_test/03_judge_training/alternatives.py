"""Other right tests of one epoch of training."""

import math

import torch

from torchdojo.grading import alternative


@alternative("two steps of gradient descent on paper, with numbers that come out even")
def test_train_epoch(train_epoch):
    def column(*numbers):
        return torch.tensor(numbers, dtype=torch.float64).unsqueeze(1)

    start = column(2.0), torch.tensor([1.0], dtype=torch.float64)
    data = column(1.0, 2.0, 3.0), column(1.0, 4.0, 4.0)
    got = train_epoch(*start, *data, 2, 0.25, momentum=0.5)
    assert math.isclose(got["weight"].item(), 1.625) and math.isclose(got["bias"].item(), 0.25)
    assert math.isclose(got["losses"][0], (2 * 2.5 + 0.5625) / 3)
    assert got["training"]
    got = train_epoch(*start, *data, 2, 0.25, momentum=0.5, epochs=2, drop_last=True)
    assert math.isclose(got["weight"].item(), 1.3125) and math.isclose(got["bias"].item(), 0.25)
    assert all(isinstance(loss, float) for loss in got["losses"])
    assert math.isclose(got["losses"][0], 2.5) and math.isclose(got["losses"][1], 1.5625)


@alternative("slopes from their formula in plain loops, and weights that are looked at one by one")
def test_train_epoch(train_epoch):
    rows = [([1.0, -2.0], 0.5), ([0.3, 1.5], -1.0), ([-0.7, 0.2], 2.0), ([2.0, 0.9], 0.1)]
    x = torch.tensor([features for features, _ in rows], dtype=torch.float64)
    y = torch.tensor([[target] for _, target in rows], dtype=torch.float64)
    weight = torch.tensor([[0.4, -0.3]], dtype=torch.float64)
    bias = torch.tensor([0.2], dtype=torch.float64)
    for drop, batches in ((False, [rows[:3], rows[3:]]), (True, [rows[:3]])):
        got = train_epoch(weight, bias, x, y, 3, 0.05, 0.8, 3, drop)
        values, speeds, losses = [0.4, -0.3, 0.2], [0.0, 0.0, 0.0], []
        for _ in range(3):
            squares = []
            for batch in batches:
                slopes = [0.0, 0.0, 0.0]
                for (first, second), target in batch:
                    off = values[0] * first + values[1] * second + values[2] - target
                    squares.append(off * off)
                    for i, factor in enumerate((first, second, 1.0)):
                        slopes[i] += 2 * off * factor / len(batch)
                speeds = [0.8 * speed + slope for speed, slope in zip(speeds, slopes)]
                values = [value - 0.05 * speed for value, speed in zip(values, speeds)]
            losses.append(sum(squares) / len(squares))
        for found, right in zip([*got["weight"][0].tolist(), got["bias"].item()], values):
            assert abs(found - right) < 1e-9
        for found, right in zip(got["losses"], losses):
            assert type(found) is float and abs(found - right) < 1e-9
        assert got["training"] is True


@alternative("a layer and torch's own optimizer, fresh gradients by a new layer for every batch")
def test_train_epoch(train_epoch):
    torch.manual_seed(5)
    x, y = torch.randn(5, 2).double(), torch.randn(5, 3).double()
    weight, bias = torch.randn(3, 2).double(), torch.randn(3).double()
    for drop_last in (True, False):
        got = train_epoch(weight, bias, x, y, 2, 0.2, 0.6, 2, drop_last)
        parts = [weight.clone(), bias.clone()]
        optimizer = torch.optim.SGD(parts, lr=0.2, momentum=0.6)
        sizes = [2, 2] if drop_last else [2, 2, 1]
        rows = sum(sizes)
        for epoch in range(2):
            total = 0.0
            for inputs, targets in zip(x[:rows].split(sizes), y[:rows].split(sizes)):
                copies = [part.clone().requires_grad_() for part in parts]
                squares = (inputs @ copies[0].T + copies[1] - targets) ** 2
                squares.mean().backward()
                total += squares.sum().item() / 3
                for part, copy in zip(parts, copies):
                    part.grad = copy.grad
                optimizer.step()
            loss = got["losses"][epoch]
            assert isinstance(loss, float) and math.isclose(loss, total / rows)
        torch.testing.assert_close(got["weight"], parts[0])
        torch.testing.assert_close(got["bias"], parts[1])
        assert got["training"]
