"""Right answers by people who had seen the exercise alone, of a third round."""

from collections.abc import Callable
from typing import Any

import torch

from torchdojo.grading import right


@right(
    "A table of cases; every case is described as a result or as an error, and the faults of all are collected before the verdict.",
    seen="full marks",
)
def test_dataset(dataset: Callable[..., dict[str, Any]]) -> None:
    n = 5
    x = (torch.arange(n * 2 * 3, dtype=torch.float64).reshape(n, 2, 3) ** 2) / 7
    y = torch.tensor([40, 7, 23, 11, 2])
    faults: list[str] = []

    def same(pair: Any, i: int, add: int) -> bool:
        if not isinstance(pair, tuple) or len(pair) != 2:
            return False
        for got, wanted in zip(pair, (x[i] + add, y[i] + add)):
            if not isinstance(got, torch.Tensor):
                return False
            if (
                got.shape != wanted.shape
                or got.dtype != wanted.dtype
                or not torch.equal(got, wanted)
            ):
                return False
        return True

    def shows(**settings: Any) -> None:
        found = dataset(x, y, **settings)
        add = settings.get("add", 0)
        if not found["is_dataset"]:
            faults.append("not a Dataset")
        if found["length"] != n:
            faults.append(f"length {found['length']}, not {n}")
        if not same(found["pair"], settings["index"], add):
            faults.append(f"pair with {settings}")
        if len(found["loop"]) != n or not all(
            same(pair, i, add) for i, pair in enumerate(found["loop"])
        ):
            faults.append(f"loop with {settings}")
        if found["early"] != 0:
            faults.append(f"{found['early']} examples are read too early")

    def refuses(kind: type[Exception], xs: torch.Tensor, ys: torch.Tensor, **settings: Any) -> None:
        try:
            dataset(xs, ys, **settings)
        except kind:
            return
        except Exception as error:
            faults.append(f"{type(error).__name__} in place of {kind.__name__}")
        else:
            faults.append(f"no {kind.__name__} for lengths {len(xs)} and {len(ys)}, {settings}")

    shows(index=3)
    shows(index=1, add=1000)
    shows(index=n - 1, watched=True)
    refuses(IndexError, x, y, index=n)
    refuses(IndexError, x, y, index=2 * n + 1)
    refuses(ValueError, x, y[:-1])
    refuses(ValueError, x[:-1], y)
    refuses(ValueError, x[:2], y, watched=True)
    assert not faults, "; ".join(faults)
