"""Right answers by people who had seen the exercise alone, of a third round."""

from collections.abc import Callable
from typing import Any

import torch

from torchdojo.grading import right


@right(
    "The oracle is plain Python: lists, loops and slopes from paper, without a tensor, a module or an optimizer in it.",
    seen="full marks",
)
def test_train_epoch(train_epoch: Callable[..., dict[str, Any]]) -> None:
    def by_hand(w, b, x, y, batch_size, lr, momentum, epochs, drop_last):
        """What comes out, with w, b, x and y as lists of floats."""
        outs, ins = len(w), len(w[0])
        w, b = [list(row) for row in w], list(b)
        vw, vb = [[0.0] * ins for _ in range(outs)], [0.0] * outs
        losses = []
        for _ in range(epochs):
            total, seen, start = 0.0, 0, 0
            while start < len(x):
                batch = range(start, min(start + batch_size, len(x)))
                start += batch_size
                if drop_last and len(batch) < batch_size:
                    break
                gw, gb = [[0.0] * ins for _ in range(outs)], [0.0] * outs
                squares = 0.0
                for n in batch:
                    for o in range(outs):
                        error = sum(w[o][i] * x[n][i] for i in range(ins)) + b[o] - y[n][o]
                        squares += error * error
                        part = 2 * error / (len(batch) * outs)
                        gb[o] += part
                        for i in range(ins):
                            gw[o][i] += part * x[n][i]
                for o in range(outs):
                    vb[o] = momentum * vb[o] + gb[o]
                    b[o] -= lr * vb[o]
                    for i in range(ins):
                        vw[o][i] = momentum * vw[o][i] + gw[o][i]
                        w[o][i] -= lr * vw[o][i]
                total += squares / outs
                seen += len(batch)
            losses.append(total / seen)
        return w, b, losses

    def close(got: list[float], wanted: list[float]) -> bool:
        return len(got) == len(wanted) and all(
            abs(a - b) <= 1e-8 * max(1.0, abs(b)) for a, b in zip(got, wanted)
        )

    cases = [
        # N, batch_size, lr, momentum, epochs, drop_last
        (7, 3, 0.03, 0.9, 3, False),
        (11, 4, 0.05, 0.5, 2, True),
        (5, 2, 0.1, 0.0, 2, False),
    ]
    for n, batch_size, lr, momentum, epochs, drop_last in cases:
        w, b = torch.randn(2, 3, dtype=torch.float64), torch.randn(2, dtype=torch.float64)
        x, y = torch.randn(n, 3, dtype=torch.float64), 5 * torch.randn(n, 2, dtype=torch.float64)
        wanted_w, wanted_b, wanted_losses = by_hand(
            w.tolist(),
            b.tolist(),
            x.tolist(),
            y.tolist(),
            batch_size,
            lr,
            momentum,
            epochs,
            drop_last,
        )
        got = train_epoch(
            w, b, x, y, batch_size, lr, momentum=momentum, epochs=epochs, drop_last=drop_last
        )
        assert got["training"], "the model is not in training mode"
        assert all(isinstance(loss, float) for loss in got["losses"]), "a loss is no float"
        assert close(got["losses"], wanted_losses), f"losses {got['losses']}, not {wanted_losses}"
        assert tuple(got["weight"].shape) == (2, 3)
        assert close(got["weight"].flatten().tolist(), sum(wanted_w, [])), "weight"
        assert close(got["bias"].tolist(), wanted_b), "bias"
