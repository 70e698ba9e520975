"""Inputs for checks, drawn from a seed that no player knows."""

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

import torch

T = TypeVar("T")


def derived_seed(*parts: object) -> int:
    """A 63-bit seed that tells nothing about its parts or about seeds derived from others."""
    text = "\x1f".join(map(str, parts)).encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big") >> 1


class Draw:
    """Random inputs of one check; the same seed draws the same inputs in the same order."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.drawn: list[torch.Tensor] = []
        """All tensors that were drawn, as the check has them."""
        self.rewind()

    def rewind(self) -> None:
        """From here on the same is drawn as from the beginning."""
        self.generator = torch.Generator().manual_seed(self._seed)
        self.python = random.Random(self._seed)
        self.drawn.clear()

    def _noted(self, tensor: torch.Tensor) -> torch.Tensor:
        self.drawn.append(tensor)
        return tensor

    def normal(
        self,
        *shape: int,
        dtype: torch.dtype = torch.float32,
        mean: float = 0.0,
        std: float = 1.0,
    ) -> torch.Tensor:
        """A tensor of `shape` with normally distributed elements."""
        drawn = torch.randn(shape, generator=self.generator, dtype=torch.float64)
        return self._noted((drawn * std + mean).to(dtype))

    def uniform(
        self, *shape: int, low: float = 0.0, high: float = 1.0, dtype: torch.dtype = torch.float32
    ) -> torch.Tensor:
        """A tensor of `shape` with elements spread evenly over ``[low, high)``."""
        drawn = torch.rand(shape, generator=self.generator, dtype=torch.float64)
        return self._noted((low + (high - low) * drawn).to(dtype))

    def integers(
        self, low: int, high: int, *shape: int, dtype: torch.dtype = torch.int64
    ) -> torch.Tensor:
        """A tensor of `shape` with whole numbers from `low` up to, not including, `high`."""
        drawn = torch.randint(low, high, shape, generator=self.generator, dtype=dtype)
        return self._noted(drawn)

    def choice(self, options: Sequence[T]) -> T:
        """One of `options`."""
        return self.python.choice(options)

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """`items` in another order."""
        return self.python.sample(list(items), len(items))

    def amid(self, items: Sequence[T], odd: T) -> tuple[list[T], list[T], list[T]]:
        """`items` with `odd` put first, in the middle and last: no look at one end finds all."""
        middle = len(items) // 2
        places = (0, middle, len(items))
        first, between, last = ([*items[:at], odd, *items[at:]] for at in places)
        return first, between, last

    def word(self, length: int = 6) -> str:
        """A word of lower-case letters."""
        return "".join(self.python.choices("abcdefghijklmnopqrstuvwxyz", k=length))

    def int(self, low: int, high: int) -> int:
        """One whole number from `low` to `high`, both included."""
        return self.python.randint(low, high)

    def __repr__(self) -> str:
        return "draw"
