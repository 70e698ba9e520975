"""Wrong answers by people who had seen the exercise alone."""

import torch
from torch import nn
from torch.testing import assert_close
from torch.utils.data import DataLoader, TensorDataset

from torchdojo.grading import wrong


@wrong(
    "Looks at the weights and never at the losses: a function that returns the mean over batches, or the loss after its update, passes.",
    seen="caught",
)
def test_train_epoch(train_epoch):
    def oracle(w, b, x, y, size, lr, momentum, epochs, drop_last):
        vw, vb = torch.zeros_like(w), torch.zeros_like(b)
        for _ in range(epochs):
            for xs, ys in zip(x.split(size), y.split(size)):
                if drop_last and len(xs) < size:
                    continue
                off = xs @ w.T + b - ys
                vw = momentum * vw + 2 * off.T @ xs / off.numel()
                vb = momentum * vb + 2 * off.sum(0) / off.numel()
                w, b = w - lr * vw, b - lr * vb
        return w, b

    for n, out, size, drop_last in ((11, 2, 4, False), (7, 1, 3, True), (5, 1, 2, False)):
        w, b = torch.randn(out, 3).double(), torch.randn(out).double()
        x, y = torch.randn(n, 3).double(), torch.randn(n, out).double()
        case = (w, b, x, y, size, 0.1, 0.9, 3, drop_last)
        found = train_epoch(*case)
        right_w, right_b = oracle(*case)
        assert_close(found["weight"], right_w)
        assert_close(found["bias"], right_b)
        assert len(found["losses"]) == 3 and all(
            isinstance(loss, float) for loss in found["losses"]
        )
        assert found["training"]


@wrong(
    "The oracle itself takes the mean over batches: with a shorter last one, every right function is rejected.",
    seen="caught",
)
def test_train_epoch(train_epoch):
    def oracle(weight, bias, x, y, batch_size, lr, momentum, epochs, drop_last):
        model = nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype)
        model.load_state_dict({"weight": weight, "bias": bias})
        loader = DataLoader(TensorDataset(x, y), batch_size, drop_last=drop_last)
        optimizer = torch.optim.SGD(model.parameters(), lr, momentum)
        losses = []
        for _ in range(epochs):
            total = 0.0
            for xs, ys in loader:
                optimizer.zero_grad()
                loss = nn.functional.mse_loss(model(xs), ys)
                loss.backward()
                optimizer.step()
                total += loss.item()
            losses.append(total / len(loader))
        return model.weight.detach(), model.bias.detach(), losses

    for n, out, size, drop_last in ((11, 2, 4, False), (10, 1, 3, True), (7, 1, 3, False)):
        w, b = torch.randn(out, 3).double(), torch.randn(out).double()
        x, y = torch.randn(n, 3).double(), torch.randn(n, out).double()
        case = (w, b, x, y, size, 0.05, 0.9, 3, drop_last)
        found = train_epoch(*case)
        right_w, right_b, losses = oracle(*case)
        assert_close(found["weight"], right_w)
        assert_close(found["bias"], right_b)
        assert all(isinstance(loss, float) for loss in found["losses"])
        assert_close(found["losses"], losses, rtol=1e-6, atol=1e-6)
        assert found["training"] is True


@wrong(
    "torch.equal and == ask for the same bits: right functions that add or divide in another order differ in the last digit.",
    seen="caught",
)
def test_train_epoch(train_epoch):
    def oracle(w, b, x, y, size, lr, momentum, epochs, drop_last):
        vw, vb, losses = torch.zeros_like(w), torch.zeros_like(b), []
        for _ in range(epochs):
            total, seen = 0.0, 0
            for start in range(0, len(x), size):
                xs, ys = x[start : start + size], y[start : start + size]
                if drop_last and len(xs) < size:
                    break
                off = xs @ w.T + b - ys
                total += off.pow(2).mean().item() * len(xs)
                seen += len(xs)
                vw = momentum * vw + 2 * off.T @ xs / off.numel()
                vb = momentum * vb + 2 * off.sum(0) / off.numel()
                w, b = w - lr * vw, b - lr * vb
            losses.append(total / seen)
        return {"weight": w, "bias": b, "losses": losses, "training": True}

    for n, out, size, drop_last in ((11, 2, 4, False), (7, 1, 3, True)):
        w, b = torch.randn(out, 3).double(), torch.randn(out).double()
        x, y = torch.randn(n, 3).double(), torch.randn(n, out).double()
        case = (w, b, x, y, size, 0.1, 0.9, 3, drop_last)
        found, known = train_epoch(*case), oracle(*case)
        assert torch.equal(found["weight"], known["weight"])
        assert torch.equal(found["bias"], known["bias"])
        assert found["losses"] == known["losses"]
        assert found["training"] == known["training"]


@wrong(
    "A tolerance of 0.1 is larger than what a learning rate of 0.001 changes: a function that learns nothing at all is accepted.",
    seen="caught",
)
def test_train_epoch(train_epoch):
    def oracle(w, b, x, y, size, lr, momentum, epochs):
        vw, vb, losses = 0.0, 0.0, []
        for _ in range(epochs):
            total = 0.0
            for xs, ys in zip(x.split(size), y.split(size)):
                off = xs @ w.T + b - ys
                total += off.pow(2).mean().item() * len(xs)
                vw = momentum * vw + 2 * off.T @ xs / off.numel()
                vb = momentum * vb + 2 * off.sum(0) / off.numel()
                w, b = w - lr * vw, b - lr * vb
            losses.append(total / len(x))
        return w, b, losses

    for n, out, size in ((11, 2, 4), (7, 1, 3)):
        w, b = torch.randn(out, 3).double(), torch.randn(out).double()
        x, y = torch.randn(n, 3).double(), torch.randn(n, out).double()
        case = (w, b, x, y, size, 0.001, 0.9, 2)
        found = train_epoch(*case)
        right_w, right_b, losses = oracle(*case)
        assert_close(found["weight"], right_w, rtol=0.1, atol=0.1)
        assert_close(found["bias"], right_b, rtol=0.1, atol=0.1)
        assert all(isinstance(loss, float) for loss in found["losses"])
        assert_close(found["losses"], losses, rtol=0.1, atol=0.1)
        assert found["training"]


@wrong(
    "drop_last is never used: a function that divides by all examples of the dataset, and not by those given out, is accepted.",
    seen="caught",
)
def test_train_epoch(train_epoch):
    for n, out, size, epochs in ((11, 2, 4, 3), (7, 1, 3, 2), (4, 1, 1, 2)):
        weight, bias = torch.randn(out, 3).double(), torch.randn(out).double()
        x, y = torch.randn(n, 3).double(), torch.randn(n, out).double()
        found = train_epoch(weight, bias, x, y, size, 0.05, momentum=0.8, epochs=epochs)
        now = [weight.clone().requires_grad_(), bias.clone().requires_grad_()]
        velocity = [torch.zeros_like(p) for p in now]
        losses = []
        for _ in range(epochs):
            total = 0.0
            for xs, ys in zip(x.split(size), y.split(size)):
                loss = (xs @ now[0].T + now[1] - ys).square().mean()
                slopes = torch.autograd.grad(loss, now)
                velocity = [0.8 * v + s for v, s in zip(velocity, slopes)]
                now = [(p - 0.05 * v).detach().requires_grad_() for p, v in zip(now, velocity)]
                total += loss.item() * len(xs)
            losses.append(total / n)
        assert_close(found["weight"], now[0].detach())
        assert_close(found["bias"], now[1].detach())
        assert all(isinstance(loss, float) for loss in found["losses"])
        assert_close(found["losses"], losses, rtol=1e-6, atol=1e-6)
        assert found["training"]


@wrong(
    "One epoch each: whoever makes a new optimizer or forgets its momentum at every call does so unseen, as there is no second call.",
    seen="caught",
)
def test_train_epoch(train_epoch):
    for n, out, size, drop_last in ((11, 2, 4, False), (7, 1, 3, True), (6, 1, 2, False)):
        w, b = torch.randn(out, 3).double(), torch.randn(out).double()
        x, y = torch.randn(n, 3).double(), torch.randn(n, out).double()
        found = train_epoch(w, b, x, y, size, 0.1, momentum=0.9, drop_last=drop_last)
        vw, vb = torch.zeros_like(w), torch.zeros_like(b)
        total, seen = 0.0, 0
        for xs, ys in zip(x.split(size), y.split(size)):
            if drop_last and len(xs) < size:
                continue
            off = xs @ w.T + b - ys
            total += off.square().mean().item() * len(xs)
            seen += len(xs)
            vw = 0.9 * vw + 2 * off.T @ xs / off.numel()
            vb = 0.9 * vb + 2 * off.sum(0) / off.numel()
            w, b = w - 0.1 * vw, b - 0.1 * vb
        assert_close(found["weight"], w)
        assert_close(found["bias"], b)
        (loss,) = found["losses"]
        assert isinstance(loss, float) and abs(loss - total / seen) <= 1e-6 * (1 + abs(loss))
        assert found["training"]


@wrong(
    "w and b are the tensors weight and bias themselves: `-=` trains them before the function gets them, so right ones are rejected.",
    seen="caught",
)
def test_train_epoch(train_epoch):
    def oracle(weight, bias, x, y, size, lr, momentum, epochs, drop_last):
        w, b = weight, bias
        vw, vb = torch.zeros_like(w), torch.zeros_like(b)
        losses = []
        for _ in range(epochs):
            total, seen = 0.0, 0
            for xs, ys in zip(x.split(size), y.split(size)):
                if drop_last and len(xs) < size:
                    continue
                off = xs @ w.T + b - ys
                total += off.square().mean().item() * len(xs)
                seen += len(xs)
                vw = momentum * vw + 2 * off.T @ xs / off.numel()
                vb = momentum * vb + 2 * off.sum(0) / off.numel()
                w -= lr * vw
                b -= lr * vb
            losses.append(total / seen)
        return w, b, losses

    for n, out, size, drop_last in ((11, 2, 4, False), (7, 1, 3, True)):
        weight, bias = torch.randn(out, 3).double(), torch.randn(out).double()
        x, y = torch.randn(n, 3).double(), torch.randn(n, out).double()
        case = (weight, bias, x, y, size, 0.1, 0.9, 3, drop_last)
        w, b, losses = oracle(*case)
        found = train_epoch(*case)
        assert_close(found["weight"], w)
        assert_close(found["bias"], b)
        assert_close(found["losses"], losses, rtol=1e-6, atol=1e-6)
        assert found["training"]


@wrong(
    "torch.tensor(losses) turns floats and 0-d tensors into the same: a function that returns a tensor in place of a float passes.",
    seen="caught",
)
def test_train_epoch(train_epoch):
    def oracle(w, b, x, y, size, lr, momentum, epochs, drop_last):
        vw, vb, losses = torch.zeros_like(w), torch.zeros_like(b), []
        for _ in range(epochs):
            squares, seen = 0.0, 0
            for start in range(0, len(x), size):
                xs, ys = x[start : start + size], y[start : start + size]
                if drop_last and len(xs) < size:
                    break
                off = xs @ w.T + b - ys
                squares += off.square().sum().item()
                seen += off.numel()
                vw = momentum * vw + 2 * off.T @ xs / off.numel()
                vb = momentum * vb + 2 * off.sum(0) / off.numel()
                w, b = w - lr * vw, b - lr * vb
            losses.append(squares / seen)
        return w, b, losses

    for n, out, size, drop_last in ((11, 2, 4, False), (7, 1, 3, True), (5, 1, 2, False)):
        w, b = torch.randn(out, 3).double(), torch.randn(out).double()
        x, y = torch.randn(n, 3).double(), torch.randn(n, out).double()
        case = (w, b, x, y, size, 0.1, 0.9, 3, drop_last)
        found = train_epoch(*case)
        right_w, right_b, losses = oracle(*case)
        assert_close(found["weight"], right_w)
        assert_close(found["bias"], right_b)
        got = torch.tensor(found["losses"], dtype=torch.float64)
        assert_close(got, torch.tensor(losses, dtype=torch.float64), rtol=1e-6, atol=1e-6)
        assert found["training"]
