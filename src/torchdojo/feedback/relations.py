"""Exact relations between what came back and what was expected, true in every answer of a check.

Each relation is silent unless it holds in all parts that differ, and unless so many values are
different from each other that it does not hold by chance. What it says is an observation, and true.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import torch

from torchdojo.feedback.evidence import Answered, Part, Size, agrees, differing, sizes
from torchdojo.feedback.rearranged import of_another_shape

_DENOMINATOR = 10
_CLOSE = 1e-3
_MOST = 2**17
"""So many values are looked at; what checks ask for is far below."""
_SHORT = (torch.bfloat16, torch.float16, torch.float32)


@dataclass(frozen=True)
class Relation:
    """What holds everywhere, under a name that stays."""

    id: str
    sentence: str
    told: str
    """The same without a number that a program may have chosen: for hidden checks."""


_TOLD = {
    "permuted": "The values are right, but dimensions are swapped.",
    "ones": "The values are right, but there is another number of dimensions of size 1.",
    "reshaped": "The values are right, one after the other, but in another shape.",
    "cut": "Items are missing at the beginning or at the end.",
    "reduced": "What came back is what is expected, summed or averaged once more.",
    "not reduced": "It is to be summed or averaged over one more dimension.",
}
"""Of what has another shape, without its numbers."""
Parts = Sequence[Part]
Rule = Callable[[Parts], Relation | None]


def related(answers: Sequence[Answered]) -> Relation | None:
    """The first relation that holds in all these `answers`, which differ from what is expected."""
    if not answers or not (parts := differing(answers)):
        return None
    if sum(part.got.numel() + part.expected.numel() for part in parts) > _MOST:
        return None
    if all(part.comparable for part in parts):
        rules: Sequence[Rule] = _RULES
        if any(part.expected.is_complex() or part.expected.dtype == torch.bool for part in parts):
            rules = (_argument,)
        return next(filter(None, (rule(parts) for rule in rules)), None)
    found = of_another_shape(parts)
    return None if found is None else _said(*found, _TOLD[found[0]])


def _said(id: str, sentence: str, told: str = "") -> Relation:
    return Relation(id, sentence, told or sentence)


def _wide(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.detach().to(torch.float64)


def variety(parts: Parts) -> int:
    """How many different values are expected among those that are not as expected."""
    found: set[float] = set()
    for part in parts:
        wide, mine = _wide(part.expected), _wide(part.got)
        found.update(wide[~torch.isclose(mine, wide, rtol=1e-6, atol=0.0)].flatten().tolist())
    return len(found)


def _all(parts: Parts, holds: Callable[[Part], bool]) -> bool:
    return all(holds(part) for part in parts)


def _finite(parts: Parts) -> bool:
    return _all(parts, lambda p: bool(torch.isfinite(_wide(p.expected)).all()))


def _none(parts: Parts) -> Relation | None:
    """NaN, exactly where something else was expected."""
    if not _all(parts, lambda p: p.got.is_floating_point()):
        return None
    lost = [torch.isnan(p.got) & ~torch.isnan(p.expected) for p in parts]
    if not all(bool(at.any()) for at in lost):
        return None
    rest = [p.got[~at] for p, at in zip(parts, lost, strict=True)]
    right = [p.expected[~at] for p, at in zip(parts, lost, strict=True)]
    if not all(map(agrees, rest, right)):
        return None
    everywhere = all(bool(at.all()) for at in lost)
    where = "everywhere" if everywhere else "wherever it is not as expected"
    return _said("nan", f"NaN came back {where}: a division 0 / 0, inf - inf or 0 * inf?")


def _zero(parts: Parts) -> Relation | None:
    if variety(parts) < 2 or not _all(parts, lambda p: not bool(p.got.any())):
        return None
    return _said("zero", "Zero came back everywhere, whatever was expected.")


def _argument(parts: Parts) -> Relation | None:
    """An argument, as it was given."""
    if sum(part.got.numel() for part in parts) < 3:
        return None
    given = [[a if isinstance(a, torch.Tensor) else None for a in p.answer.args] for p in parts]
    for number in range(min(map(len, given))):
        pairs = [
            (part.got, arguments[number]) for part, arguments in zip(parts, given, strict=True)
        ]
        if all(a is not None and a.dtype == g.dtype and agrees(g, a) for g, a in pairs):
            words = f"What came back is {parts[0].answer.name(number)} as it was given."
            return _said("argument", words)
    return None


def _other_part(parts: Parts) -> Relation | None:
    """Another expected part of the same answer, always at the same distance."""
    if sum(part.got.numel() for part in parts) < 3 or not _all(parts, lambda p: bool(p.place)):
        return None
    if variety(parts) < 3:
        return None
    last = _all(parts, lambda p: len(p.others) > 1 and agrees(p.got, p.others[-1]))
    if last and _all(parts, lambda p: p.got.ndim > 0):
        return _said(
            "last of all",
            "Every item holds what only the last should: one tensor, changed in place later?",
        )
    for step in (-1, 1):
        if _all(parts, partial(_is_neighbour, step=step)):
            place = "before" if step < 0 else "after"
            return _said(
                "other part", f"Each item that differs is what the one {place} it should be."
            )
    return None


def _is_neighbour(part: Part, step: int) -> bool:
    at = part.place[-1] + step
    inside = len(part.place) == 1 and 0 <= at < len(part.others)
    return inside and agrees(part.got, part.others[at])


def _repeats(parts: Parts) -> Relation | None:
    """The same for every question or item, where different ones are expected."""
    first = parts[0].got
    enough = len(parts) >= 2 and (first.numel() >= 2 or len(parts) >= 3)
    if not enough or variety(parts) < 3:
        return None
    if not _all(parts, lambda p: p.got.dtype == first.dtype and agrees(p.got, first)):
        return None
    return _said("repeats", "The same came back each time, where each time another was expected.")


def _sign(parts: Parts) -> Relation | None:
    if variety(parts) < 2 or not _finite(parts):
        return None
    wide = torch.cat([_wide(part.expected).flatten() for part in parts])
    if _all(parts, lambda p: agrees(p.got, -p.expected)):
        return _said("sign", "Everything has the opposite sign.")
    if not (bool((wide > 0).any()) and bool((wide < 0).any())):
        return None
    if _all(parts, lambda p: agrees(p.got, p.expected.abs())):
        return _said("absolute", "What came back is the absolute value of what is expected.")
    if _all(parts, lambda p: agrees(p.got.abs(), p.expected.abs())):
        return _said("some signs", "The sizes are right; only signs are not.")
    return None


def _factor(parts: Parts) -> Relation | None:
    """One factor for everything, or one that follows from a size."""
    if variety(parts) < 2 or not _finite(parts):
        return None
    if not _all(parts, lambda p: p.got.is_floating_point()):
        return None
    factors = [factor for part in parts if (factor := _ratio(part)) is not None]
    if not factors or len(factors) < sum(bool(part.expected.any()) for part in parts):
        return None
    told = "Everything is off by a factor: a mean for a sum, or the wrong divisor?"
    finest = min(parts, key=lambda part: torch.finfo(part.got.dtype).eps)
    factor = _ratio(finest)
    if factor is not None and _all(parts, partial(_scaled, factor=factor)):
        return _said("factor", f"Everything is {_plainly(factor)}.", told)
    for words, factor_of in _OF_A_SIZE:
        if size := _size_of(parts, factor_of):
            return _said("factor", f"Everything is {words.format(size)}.", told)
    return None


def _ratio(part: Part) -> float | None:
    """The factor between all values of a part, None if there is none."""
    got, expected = _wide(part.got).flatten(), _wide(part.expected).flatten()
    if not part.got.is_floating_point() or not bool(expected.any()):
        return None
    largest = int(expected.abs().argmax())
    factor = float(got[largest] / expected[largest])
    if not math.isfinite(factor) or factor == 0 or abs(factor - 1) < _CLOSE:
        return None
    return factor if agrees(part.got, _wide(part.expected) * factor) else None


def _plainly(factor: float) -> str:
    nearest = Fraction(factor).limit_denominator(_DENOMINATOR)
    top, bottom = nearest.numerator, nearest.denominator
    if nearest and math.isclose(float(nearest), factor, rel_tol=_CLOSE):
        if bottom == 1 and abs(top) <= _DENOMINATOR:
            return f"{top} times what is expected"
        if abs(top) == 1:
            return f"what is expected divided by {bottom * top}"
        if bottom <= 4 and abs(top) <= 4:
            return f"{top}/{bottom} of what is expected"
    return f"{factor:.4g} times what is expected"


_OF_A_SIZE: tuple[tuple[str, Callable[[int], float]], ...] = (
    ("what is expected divided by {}", lambda n: 1 / n),
    ("what is expected times {}", lambda n: n),
    ("what is expected divided by the square root of {}", lambda n: 1 / math.sqrt(n)),
    ("what is expected times the square root of {}", lambda n: math.sqrt(n)),
    ("what is expected divided by one less than {}", lambda n: 1 / (n - 1)),
    ("what is expected times one less than {}", lambda n: n - 1),
    ("what is expected times n / (n - 1), with n {}", lambda n: n / (n - 1)),
    ("what is expected times (n - 1) / n, with n {}", lambda n: (n - 1) / n),
    ("what is expected divided by the square of {}", lambda n: 1 / n**2),
)


def _size_of(parts: Parts, factor_of: Callable[[int], float]) -> str | None:
    """The size that gives each part its factor, if it is not the same in all of them."""
    for number, size in enumerate(sizes(parts[0].answer)):
        found = [_nth(part, number) for part in parts]
        if any(one is None or one.words != size.words or one.value < 2 for one in found):
            continue
        values = [one.value for one in found if one is not None]
        right = [
            agrees(part.got, _wide(part.expected) * factor_of(value))
            for part, value in zip(parts, values, strict=True)
        ]
        if len(set(values)) > 1 and all(right):
            return size.words
    return None


def _nth(part: Part, number: int) -> Size | None:
    found = list(sizes(part.answer))
    return found[number] if number < len(found) else None


def _offset(parts: Parts) -> Relation | None:
    if variety(parts) < 2 or not _finite(parts):
        return None
    whole = not parts[0].got.is_floating_point()
    gaps = torch.cat([(_wide(p.got) - _wide(p.expected)).flatten() for p in parts])
    offset = float(gaps.median())
    if whole:
        if abs(offset) != 1 or gaps.numel() < 2 or bool((gaps != offset).any()):
            return None
        return _said("offset", f"Each number is one too {'large' if offset > 0 else 'small'}.")
    if any(part.got.numel() < 2 for part in parts) or offset == 0 or not math.isfinite(offset):
        return None
    if not _all(parts, lambda p: agrees(p.got, _wide(p.expected) + offset)):
        return None
    more = "larger" if offset > 0 else "smaller"
    told = "Each value is off by one and the same number."
    return _said("offset", f"Each value is {more} than expected by {abs(offset):.4g}.", told)


def _by_line(parts: Parts) -> Relation | None:
    """One factor or one offset for each column, or for each row."""
    if not _finite(parts) or not _all(parts, lambda p: p.got.ndim == 2 and min(p.got.shape) >= 2):
        return None
    if variety(parts) < 4 or not _all(parts, lambda p: p.got.is_floating_point()):
        return None
    for dim, name in ((0, "column"), (1, "row")):
        gaps = [_wide(p.got) - _wide(p.expected) for p in parts]
        if all(map(_moved, parts, (gap.mean(dim, keepdim=True) for gap in gaps))):
            words = f"Each {name} is off by a number of its own: something added per {name}?"
            return _said("offsets", words)
        tops = [(_wide(p.got) * _wide(p.expected)).sum(dim, keepdim=True) for p in parts]
        below = [(_wide(p.expected) ** 2).sum(dim, keepdim=True) for p in parts]
        scales = [top / low for top, low in zip(tops, below, strict=True)]
        if all(map(_scaled, parts, scales)):
            words = f"Each {name} is off by a factor of its own: a division by {name}?"
            return _said("factors", words)
    return None


def _moved(part: Part, offset: torch.Tensor) -> bool:
    return agrees(part.got, _wide(part.expected) + offset)


def _scaled(part: Part, factor: torch.Tensor | float) -> bool:
    return agrees(part.got, _wide(part.expected) * factor)


def _another_order(parts: Parts) -> Relation | None:
    if variety(parts) < 3:
        return None
    for dim, name in ((0, "rows"), (1, "columns")):
        if _all(parts, partial(_shuffled, dim=dim)):
            return _said("order", f"These are the right {name} in another order.")
    if _all(parts, lambda p: p.got.ndim > 0 and _same_elements(p.got, p.expected)):
        return _said("order", "These are the right values in another order.")
    return None


def _shuffled(part: Part, dim: int) -> bool:
    if part.got.ndim <= max(1, dim):
        return False
    slices = [sorted(t.movedim(dim, 0).flatten(1).tolist()) for t in (part.got, part.expected)]
    mine, right = (torch.tensor(one, dtype=torch.float64) for one in slices)
    return torch.allclose(mine, right, rtol=1e-6, atol=0.0, equal_nan=True)


def _same_elements(got: torch.Tensor, expected: torch.Tensor) -> bool:
    mine, right = (_wide(t).flatten().sort().values for t in (got, expected))
    return torch.allclose(mine, right, rtol=1e-6, atol=0.0, equal_nan=True)


def _precision(parts: Parts) -> Relation | None:
    if variety(parts) < 2 or not _all(parts, lambda p: p.got.is_floating_point()):
        return None
    for dtype in _SHORT:
        if _all(parts, partial(_is_rounded, dtype=dtype)):
            return _said("precision", f"The values are rounded to {str(dtype)[6:]} on the way.")
    return None


def _is_rounded(part: Part, dtype: torch.dtype) -> bool:
    if torch.finfo(dtype).eps <= torch.finfo(part.expected.dtype).eps:
        return False
    return torch.equal(part.got, part.expected.to(dtype).to(part.expected.dtype))


def _whole(parts: Parts) -> Relation | None:
    """Cut down or rounded to whole numbers."""
    if variety(parts) < 3 or not _all(parts, lambda p: p.got.is_floating_point()):
        return None
    if not _finite(parts):
        return None
    if _all(parts, lambda p: torch.equal(p.got, p.expected.trunc())):
        return _said("whole", "The fractions are cut off: a division by //, or whole numbers?")
    return None


def _nearly(parts: Parts) -> Relation | None:
    if not _finite(parts) or not _all(parts, lambda p: p.got.is_floating_point()):
        return None
    if variety(parts) < 3 or not _all(parts, lambda p: bool(torch.isfinite(p.got).all())):
        return None

    def close(part: Part) -> bool:
        apart = (_wide(part.got) - _wide(part.expected)).abs()
        return bool((apart <= _CLOSE * _wide(part.expected).abs()).all())

    if not _all(parts, close):
        return None
    return _said("nearly", "Everything is within 0.1 %: something small is added, or rounded.")


_RULES: tuple[Rule, ...] = (
    *(_none, _zero, _argument, _sign, _factor, _offset, _other_part, _repeats),
    *(_another_order, _precision, _whole, _nearly, _by_line),
)


def words_of(answers: Sequence[Answered]) -> Iterator[Relation]:
    """The relation, if there is one, with the place that it speaks of."""
    found = related(answers)
    if found is None:
        return
    name = differing(answers)[0].name
    where = f"`{name}`: " if name else ""
    yield Relation(found.id, where + found.sentence, found.told)
