"""Wrong answers by people who had seen the exercise alone, of a third round."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "Every case has momentum 0, where an optimizer has nothing to forget: a function that makes a new SGD of its own in each epoch is accepted.",
    seen="caught",
)
def test_train_epoch(train_epoch: Callable[..., dict[str, Any]]) -> None:
    def oracle(w, b, x, y, batch_size, lr, epochs, drop_last):
        losses = []
        for _ in range(epochs):
            total, seen = 0.0, 0
            for xs, ys in zip(x.split(batch_size), y.split(batch_size)):
                if drop_last and len(xs) < batch_size:
                    continue
                error = xs @ w.T + b - ys
                total += (error**2).mean().item() * len(xs)
                seen += len(xs)
                slope = 2 * error / error.numel()
                w, b = w - lr * slope.T @ xs, b - lr * slope.sum(0)
            losses.append(total / seen)
        return w, b, losses

    for n, batch_size, lr, epochs, drop_last in (
        (10, 4, 0.1, 3, False),
        (11, 4, 0.2, 2, True),
        (5, 1, 0.05, 2, False),
    ):
        x, y = torch.randn(n, 3, dtype=torch.float64), torch.randn(n, 2, dtype=torch.float64)
        w, b = torch.randn(2, 3, dtype=torch.float64), torch.randn(2, dtype=torch.float64)
        got = train_epoch(w, b, x, y, batch_size, lr, epochs=epochs, drop_last=drop_last)
        want_w, want_b, want_losses = oracle(w, b, x, y, batch_size, lr, epochs, drop_last)
        torch.testing.assert_close(got["weight"], want_w)
        torch.testing.assert_close(got["bias"], want_b)
        assert all(isinstance(loss, float) for loss in got["losses"])
        torch.testing.assert_close(torch.tensor(got["losses"]), torch.tensor(want_losses))
        assert got["training"] is True


@wrong(
    "12 examples in batches of 4: all batches are of the same size, so a function that returns the mean of the batch means is accepted.",
    seen="caught",
)
def test_train_epoch(train_epoch: Callable[..., dict[str, Any]]) -> None:
    x, y = torch.randn(12, 3, dtype=torch.float64), torch.randn(12, 2, dtype=torch.float64)
    w0, b0 = torch.randn(2, 3, dtype=torch.float64), torch.randn(2, dtype=torch.float64)
    lr, momentum, epochs = 0.1, 0.9, 3
    got = train_epoch(w0, b0, x, y, 4, lr, momentum, epochs)

    w, b = w0.clone().requires_grad_(), b0.clone().requires_grad_()
    vw, vb = torch.zeros_like(w0), torch.zeros_like(b0)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for i in range(0, 12, 4):
            loss = nn.functional.mse_loss(x[i : i + 4] @ w.T + b, y[i : i + 4])
            gw, gb = torch.autograd.grad(loss, (w, b))
            vw, vb = momentum * vw + gw, momentum * vb + gb
            w = (w - lr * vw).detach().requires_grad_()
            b = (b - lr * vb).detach().requires_grad_()
            total += loss.item() * 4
        losses.append(total / 12)
    torch.testing.assert_close(got["weight"], w.detach())
    torch.testing.assert_close(got["bias"], b.detach())
    assert isinstance(got["losses"][0], float)
    assert len(got["losses"]) == epochs
    for a, e in zip(got["losses"], losses):
        assert abs(a - e) < 1e-9
    assert got["training"]


@wrong(
    "drop_last is never set, so a function that divides by len(loader.dataset), and not by the examples that were given out, is accepted.",
    seen="caught",
)
def test_train_epoch(train_epoch: Callable[..., dict[str, Any]]) -> None:
    for n, batch_size, lr, momentum, epochs in (
        (7, 3, 0.05, 0.9, 3),
        (9, 2, 0.1, 0.0, 2),
        (4, 6, 0.1, 0.5, 2),
    ):
        x, y = torch.randn(n, 4, dtype=torch.float64), torch.randn(n, 3, dtype=torch.float64)
        w, b = torch.randn(3, 4, dtype=torch.float64), torch.randn(3, dtype=torch.float64)
        got = train_epoch(w, b, x, y, batch_size, lr, momentum=momentum, epochs=epochs)
        vw, vb = torch.zeros_like(w), torch.zeros_like(b)
        losses = []
        for _ in range(epochs):
            total = 0.0
            for xs, ys in zip(x.split(batch_size), y.split(batch_size)):
                error = xs @ w.T + b - ys
                total += error.pow(2).mean().item() * len(xs)
                slope = 2 * error / error.numel()
                vw = momentum * vw + slope.T @ xs
                vb = momentum * vb + slope.sum(0)
                w, b = w - lr * vw, b - lr * vb
            losses.append(total / n)
        torch.testing.assert_close(got["weight"], w)
        torch.testing.assert_close(got["bias"], b)
        assert all(type(loss) is float for loss in got["losses"])
        torch.testing.assert_close(got["losses"], losses)
        assert got["training"]


@wrong(
    "Two mistakes: == between floats rejects right functions that round in another order, and nobody looks at whether the model is in training mode in the end.",
    seen="caught",
)
def test_train_epoch(train_epoch: Callable[..., dict[str, Any]]) -> None:
    x, y = torch.randn(10, 3, dtype=torch.float64), torch.randn(10, 2, dtype=torch.float64)
    w, b = torch.randn(2, 3, dtype=torch.float64), torch.randn(2, dtype=torch.float64)
    for drop_last in (False, True):
        got = train_epoch(w, b, x, y, 4, 0.1, momentum=0.9, epochs=3, drop_last=drop_last)
        model = nn.Linear(3, 2).double()
        model.load_state_dict({"weight": w, "bias": b})
        optimizer = torch.optim.SGD(model.parameters(), 0.1, 0.9)
        losses = []
        for _ in range(3):
            squares, numbers = 0.0, 0
            for i in range(0, 8 if drop_last else 10, 4):
                error = model(x[i : i + 4]) - y[i : i + 4]
                optimizer.zero_grad()
                (error**2).mean().backward()
                optimizer.step()
                squares += (error**2).sum().item()
                numbers += error.numel()
            losses.append(squares / numbers)
        torch.testing.assert_close(got["weight"], model.weight.detach())
        torch.testing.assert_close(got["bias"], model.bias.detach())
        assert got["losses"] == losses
