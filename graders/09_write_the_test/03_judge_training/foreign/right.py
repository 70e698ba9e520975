"""Right answers by people who had seen the exercise alone."""

from fractions import Fraction
import torch
from torch import nn
from torch.testing import assert_close

from torchdojo.grading import right


@right(
    "Weight and bias as one matrix, with a column of ones beside x; slopes by the formula.",
    seen="full marks",
)
def test_train_epoch(train_epoch):
    def oracle(weight, bias, x, y, size, lr, momentum, epochs, drop_last):
        theta = torch.cat([weight, bias[:, None]], 1).double()
        ones = torch.ones(len(x), 1, dtype=torch.float64)
        x, y = torch.cat([x.double(), ones], 1), y.double()
        velocity = torch.zeros_like(theta)
        ends = [*range(size, len(x) + 1, size)]
        if not drop_last and len(x) % size:
            ends.append(len(x))
        losses = []
        for _ in range(epochs):
            begin, squares = 0, 0.0
            for end in ends:
                off = torch.einsum("ni,oi->no", x[begin:end], theta) - y[begin:end]
                squares += (off * off).sum().item()
                slope = torch.einsum("no,ni->oi", off, x[begin:end]) * (2 / off.numel())
                velocity = momentum * velocity + slope
                theta = theta - lr * velocity
                begin = end
            losses.append(squares / (ends[-1] * y.shape[1]))
        return theta[:, :-1], theta[:, -1], losses

    # examples, in, out, batch size, lr, momentum, epochs, drop_last, dtype
    cases = [
        (11, 3, 2, 3, 0.05, 0.9, 3, False, torch.float64),
        (11, 2, 1, 4, 0.1, 0.5, 2, True, torch.float64),
        (5, 1, 1, 1, 0.02, 0.7, 3, False, torch.float64),
        (25, 2, 3, 2, 0.02, 0.3, 2, False, torch.float32),
    ]
    for n, inputs, out, size, lr, momentum, epochs, drop_last, dtype in cases:
        weight = 3 * torch.randn(out, inputs, dtype=dtype)
        bias = torch.randn(out, dtype=dtype)
        x, y = torch.randn(n, inputs, dtype=dtype), 5 * torch.randn(n, out, dtype=dtype)
        case = (weight, bias, x, y, size, lr, momentum, epochs, drop_last)
        w, b, losses = oracle(*case)
        found = train_epoch(*case)
        close = 1e-9 if dtype == torch.float64 else 1e-3
        assert found["weight"].dtype == found["bias"].dtype == dtype
        assert_close(found["weight"].double(), w, rtol=close, atol=close)
        assert_close(found["bias"].double(), b, rtol=close, atol=close)
        assert found["training"] is True
        assert len(found["losses"]) == epochs
        for got, known in zip(found["losses"], losses, strict=True):
            assert isinstance(got, float)
            assert abs(got - known) <= max(close, 1e-6) * (1 + abs(known)), (got, known)


@right(
    "Slopes by torch.autograd.grad of a function of the parameters, so that no .grad exists.",
    seen="full marks",
)
def test_train_epoch(train_epoch):
    def compare(n, inputs, outputs, scale, **options):
        weight = torch.randn(outputs, inputs, dtype=torch.float64)
        bias = torch.randn(outputs, dtype=torch.float64)
        x = scale * torch.randn(n, inputs, dtype=torch.float64)
        y = scale * torch.randn(n, outputs, dtype=torch.float64) + 1
        found = train_epoch(weight, bias, x, y, **options)

        size, lr, momentum = options["batch_size"], options["lr"], options["momentum"]
        batches = list(zip(x.split(size), y.split(size), strict=True))
        if options.get("drop_last") and len(batches[-1][0]) < size:
            batches.pop()
        w, b = weight, bias
        speed = (torch.zeros_like(w), torch.zeros_like(b))
        losses = []
        for _ in range(options["epochs"]):
            weighted = []
            for xs, ys in batches:
                w, b = w.detach().requires_grad_(), b.detach().requires_grad_()
                loss = torch.mean((nn.functional.linear(xs, w, b) - ys) ** 2)
                slopes = torch.autograd.grad(loss, (w, b))
                speed = tuple(momentum * v + s for v, s in zip(speed, slopes, strict=True))
                w, b = w.detach() - lr * speed[0], b.detach() - lr * speed[1]
                weighted.append((loss.item(), len(xs)))
            losses.append(sum(value * k for value, k in weighted) / sum(k for _, k in weighted))
        assert_close(found["weight"], w)
        assert_close(found["bias"], b)
        assert all(type(loss) is float for loss in found["losses"]), found["losses"]
        assert_close(
            torch.tensor(found["losses"]).double(),
            torch.tensor(losses).double(),
            rtol=1e-5,
            atol=1e-5,
        )
        assert found["training"]

    compare(13, 3, 2, 1.0, batch_size=5, lr=0.05, momentum=0.9, epochs=3)
    compare(8, 2, 1, 3.0, batch_size=3, lr=0.01, momentum=0.6, epochs=2, drop_last=True)
    compare(7, 1, 1, 10.0, batch_size=2, lr=0.001, momentum=0.5, epochs=2)


@right(
    "On small whole numbers an oracle of exact fractions, one parameter at a time, without any tensor.",
    seen="full marks",
)
def test_train_epoch(train_epoch):
    def exact(weight, bias, x, y, size, lr, momentum, epochs, drop_last):
        lr, momentum = Fraction(lr), Fraction(momentum)
        rows = [[*map(Fraction, row), Fraction(1)] for row in x.tolist()]
        goals = [[*map(Fraction, row)] for row in y.tolist()]
        theta = [
            [*map(Fraction, row), Fraction(b)] for row, b in zip(weight.tolist(), bias.tolist())
        ]
        speed = [[Fraction(0)] * len(row) for row in theta]
        losses = []
        for _ in range(epochs):
            squares, seen = Fraction(0), 0
            for begin in range(0, len(rows), size):
                ns = range(begin, min(begin + size, len(rows)))
                if drop_last and len(ns) < size:
                    continue
                off = {
                    (n, o): sum(t * v for t, v in zip(theta[o], rows[n])) - goals[n][o]
                    for n in ns
                    for o in range(len(theta))
                }
                squares += sum(value**2 for value in off.values())
                seen += len(off)
                for o, line in enumerate(theta):
                    for i in range(len(line)):
                        slope = 2 * sum(off[n, o] * rows[n][i] for n in ns) / len(off)
                        speed[o][i] = momentum * speed[o][i] + slope
                        line[i] -= lr * speed[o][i]
            losses.append(float(squares / seen))
        return [[float(t) for t in line] for line in theta], losses

    for n, inputs, out, size, drop_last in (
        (7, 2, 2, 3, False),
        (8, 2, 1, 3, True),
        (5, 1, 1, 2, False),
    ):
        weight = torch.randint(-3, 4, (out, inputs)).double()
        bias = torch.randint(-3, 4, (out,)).double()
        x = torch.randint(-4, 5, (n, inputs)).double()
        y = torch.randint(-9, 10, (n, out)).double() + 0.5
        case = (weight, bias, x, y, size, 0.03125, 0.75, 3, drop_last)
        theta, losses = exact(*case)
        found = train_epoch(*case)
        trained = torch.cat([found["weight"], found["bias"][:, None]], dim=1)
        assert_close(trained, torch.tensor(theta, dtype=torch.float64), rtol=1e-9, atol=1e-9)
        assert len(found["losses"]) == 3
        for got, known in zip(found["losses"], losses):
            assert isinstance(got, float), f"a {type(got).__name__} is no float"
            assert abs(got - known) <= 1e-5 * (1 + known)
        assert found["training"] is True
