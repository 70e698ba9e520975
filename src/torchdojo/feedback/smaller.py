"""Making the arguments of a question smaller, as long as it goes wrong in the same way.

Checks write most sizes as numbers, so drawing smaller would leave them as they are. What is cut is
what was drawn: sizes that are equal are cut together, those that differ go on to differ in the
same order, and none becomes 0 or 1, which are cases of their own. Of a tensor that a check has
computed from what it drew only rows are left out: its columns may mean something, as those of
one-hot rows do. Numbers that were drawn lose digits, but neither their order nor their sign.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from torchdojo.feedback.compare import wrong_elements
from torchdojo.feedback.evidence import Answered, differing
from torchdojo.feedback.wording import numbers_in

Args = tuple[Any, ...]
_LEAST = 2
_MANY = 24
"""More numbers than these nobody reads."""
_DECIMALS = 4


def smallest(
    args: Args,
    drawn: Sequence[torch.Tensor],
    places: Mapping[int, int],
    fails: Callable[[Args], bool],
    tries: int = 12,
) -> Args:
    """The smallest arguments found that `fails` accepts: `args` themselves if there are no others.

    Args:
        args: plain data.
        drawn: the tensors that were drawn for the check.
        places: for a size, the index that is wrong: what lies there is kept.
        fails: whether a question with these arguments goes wrong in the same way.
        tries: how often that is asked.
    """
    shrinker = _Shrinker(args, drawn, places, fails, tries - 1)
    shrinker.cut()
    shrinker.round()
    return shrinker.args


def wrong_places(answered: Answered | None) -> dict[int, int]:
    """For each size of the first part that differs, the index of its first wrong element."""
    parts = differing([answered]) if answered is not None else []
    if not parts or not parts[0].comparable or parts[0].expected.is_meta:
        return {}
    part = parts[0]
    wrong = wrong_elements(part.got, part.expected, part.answer.rtol).nonzero()
    if not len(wrong):
        return {}
    pairs = zip(part.expected.shape, wrong[0].tolist(), strict=True)
    return dict(reversed([*pairs]))  # of two dimensions of the same size, the first


def has_values(args: Args) -> bool:
    """Whether no tensor among them has a shape and nothing else."""
    return not any(isinstance(one, torch.Tensor) and one.is_meta for one in _leaves(args))


@dataclass(frozen=True)
class _Cut:
    """Which sizes become which, and where what is kept begins."""

    sizes: Mapping[int, int]
    places: Mapping[int, int]
    numbers: bool
    """Whether an integer that equals a size becomes smaller with it."""

    def kept(self, size: int) -> slice:
        most = self.sizes.get(size, size)
        start = min(self.places.get(size, 0), size - most)
        return slice(start, start + most)


@dataclass
class _Shrinker:
    args: Args
    drawn: Sequence[torch.Tensor]
    places: Mapping[int, int]
    fails: Callable[[Args], bool]
    tries: int
    _free: dict[int, torch.Tensor] = field(default_factory=dict)
    """Tensors that were drawn and not computed, by their ids."""

    def __post_init__(self) -> None:
        found = [one for one in _leaves(self.args) if isinstance(one, torch.Tensor)]
        self._free = {id(t): t for t in found if any(_same(one, t) for one in self.drawn)}

    def cut(self) -> None:
        """Cut all sizes at once, or else one after the other, the largest first.

        Where too much is left, sizes that differ may become equal.
        """
        free, fixed = self._sizes()
        taken, together = set(fixed), dict[int, int]()
        for size in sorted(free):
            together[size] = min(size, _free_size(taken))
            taken.add(together[size])
        if not self._try(together):
            for size in sorted(free, reverse=True) if len(free) > 1 else ():
                self._try({size: _free_size(self._all_sizes())})
        for size in sorted(self._sizes()[0], reverse=True):
            half = (size + 1) // 2
            if sum(map(numbers_in, self.args)) > _MANY and not self._try({size: _LEAST}):
                self._try({size: half} if half not in self._all_sizes() else {})

    def _all_sizes(self) -> set[int]:
        return set().union(*self._sizes())

    def _try(self, sizes: Mapping[int, int]) -> bool:
        sizes = {size: less for size, less in sizes.items() if less < size}
        if not sizes:
            return False
        tied = any(type(one) is int and one in sizes for one in _leaves(self.args))
        ways = (True, False) if tied else (False,)
        return any(self._accept(_Cut(sizes, self.places, numbers)) for numbers in ways)

    def _accept(self, cut: _Cut) -> bool:
        smaller = tuple(self._less(one, cut) for one in self.args)
        self.tries -= 1
        if self.tries < 0 or not self.fails(smaller):
            return False
        self.args = smaller
        return True

    def _less(self, value: Any, cut: _Cut) -> Any:
        if isinstance(value, torch.Tensor | np.ndarray):
            return self._narrowed(value, cut)
        if isinstance(value, list):
            return [self._less(one, cut) for one in value[cut.kept(len(value))]]
        if isinstance(value, tuple):
            return tuple(self._less(one, cut) for one in value)
        if isinstance(value, dict):
            return {key: self._less(one, cut) for key, one in value.items()}
        return cut.sizes.get(value, value) if cut.numbers and type(value) is int else value

    def _narrowed(self, value: Any, cut: _Cut) -> Any:
        less = value[tuple(cut.kept(size) for size in value.shape)] if value.ndim else value
        return self._noted(value, less.copy() if isinstance(less, np.ndarray) else less.clone())

    def _noted(self, value: Any, less: Any) -> Any:
        if id(value) in self._free:
            self._free[id(less)] = less
        return less

    def _sizes(self) -> tuple[set[int], set[int]]:
        """The sizes that may be cut, and the others."""
        free, fixed = set[int](), set[int]()
        for one in _parts(self.args):
            if isinstance(one, list):
                free.add(len(one))
            elif isinstance(one, torch.Tensor | np.ndarray):
                free.update(one.shape[:1])
                (free if self._is_free(one) else fixed).update(one.shape[1:])
        fixed |= {size for size in free if size < _LEAST}
        return free - fixed, fixed

    def _is_free(self, value: Any) -> bool:
        """Whether any part of it may be left out: it was drawn, or only says yes or no."""
        return id(value) in self._free or value.dtype == torch.bool

    def round(self) -> None:
        """Leave out digits of the numbers that were drawn."""
        plain = tuple(self._plain(one) for one in self.args)
        pairs = zip(_leaves(self.args), _leaves(plain), strict=True)
        if any(one is not other for one, other in pairs) and self.fails(plain):
            self.args = plain

    def _plain(self, value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            return _with_fewer_digits(value) if id(value) in self._free else value
        if isinstance(value, list | tuple):
            return type(value)(self._plain(one) for one in value)
        if isinstance(value, dict):
            return {key: self._plain(one) for key, one in value.items()}
        return value


def _free_size(taken: set[int]) -> int:
    size = _LEAST
    while size in taken:
        size += 1
    return size


def _parts(value: Any) -> Iterator[Any]:
    """`value` and all that it holds, tuples and dictionaries themselves left out."""
    if isinstance(value, list):
        yield value
    inner = value.values() if isinstance(value, dict) else value
    if isinstance(value, list | tuple | dict):
        for one in inner:
            yield from _parts(one)
    else:
        yield value


def _leaves(value: Any) -> list[Any]:
    return [one for one in _parts(value) if not isinstance(one, list)]


def _same(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Whether `other` is `one`, perhaps in another dtype."""
    alike = one.shape == other.shape and not other.is_meta
    return alike and torch.equal(one.to(other.dtype), other)


def _different(tensor: torch.Tensor) -> int:
    return len(set(tensor.flatten().tolist()))


def _with_fewer_digits(tensor: torch.Tensor) -> torch.Tensor:
    """Cut off after so few decimals that different numbers stay different, and none becomes 0."""
    if not tensor.is_floating_point() or not bool(torch.isfinite(tensor).all()):
        return tensor
    wide = tensor.double()
    for decimals in range(_DECIMALS):
        shift = 10.0**decimals
        plain: torch.Tensor = torch.div((wide * shift).trunc(), shift).to(tensor.dtype)
        if torch.equal(plain, tensor):
            return tensor
        if _different(plain) == _different(tensor) and torch.equal(plain == 0, tensor == 0):
            return plain
    return tensor
