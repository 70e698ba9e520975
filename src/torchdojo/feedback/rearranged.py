"""Answers of another shape whose values are right: dimensions swapped, dropped, cut, reduced."""

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations

import torch

from torchdojo.feedback.evidence import Part, agrees

Found = tuple[str, str]
"""What it is called, and the sentence."""
_MOST_DIMENSIONS = 4
_REDUCED: tuple[tuple[str, Callable[[torch.Tensor, int], torch.Tensor]], ...] = (
    ("summed", lambda t, dim: t.sum(dim)),
    ("averaged", lambda t, dim: t.mean(dim)),
)


def of_another_shape(parts: Sequence[Part]) -> Found | None:
    """What makes the expected values into what came back, the same in all `parts`."""
    usable = all(
        part.got.dtype == part.expected.dtype
        and part.got.device.type == part.expected.device.type != "meta"
        and max(part.got.ndim, part.expected.ndim) <= _MOST_DIMENSIONS
        for part in parts
    )
    if not usable or not all(part.expected.numel() for part in parts):
        return None
    every = [set(_found(part)) for part in parts]
    common = set.intersection(*every)
    return next((found for found in _found(parts[0]) if found in common), None)


def _found(part: Part) -> Iterator[Found]:
    yield from _permuted(part)
    yield from _ones(part)
    yield from _flat(part)
    yield from _cut(part)
    yield from _reduced(part)
    yield from _spread(part)


def _permuted(part: Part) -> Iterator[Found]:
    got, expected = part.got, part.expected
    if got.ndim != expected.ndim or got.ndim < 2 or len(set(expected.flatten().tolist())) < 3:
        return
    for order in permutations(range(got.ndim)):
        moved = [i for i, dim in enumerate(order) if i != dim]
        if moved and agrees(got, expected.permute(order)):
            if len(moved) == 2:
                words = f"Dimensions {moved[0]} and {moved[1]} are swapped; the values are right."
            else:
                words = f"The dimensions stand in the order {list(order)}; the values are right."
            yield "permuted", words
            return


def _ones(part: Part) -> Iterator[Found]:
    got, expected = part.got, part.expected
    if got.ndim == expected.ndim:
        return
    sizes = [[size for size in t.shape if size != 1] for t in (got, expected)]
    if sizes[0] == sizes[1] and agrees(got.reshape(-1), expected.reshape(-1)):
        more = "too many" if got.ndim > expected.ndim else "too few"
        count = abs(got.ndim - expected.ndim)
        which = "one dimension of size 1" if count == 1 else f"{count} dimensions of size 1"
        yield "ones", f"The values are right, in {which} {more}."


def _flat(part: Part) -> Iterator[Found]:
    got, expected = part.got, part.expected
    if got.numel() == expected.numel() > 2 and agrees(got.reshape(-1), expected.reshape(-1)):
        yield "reshaped", "The values are right, one after the other, but in another shape."


def _cut(part: Part) -> Iterator[Found]:
    got, expected = part.got, part.expected
    if got.ndim != expected.ndim or got.numel() == 0:
        return
    differs = [d for d in range(got.ndim) if got.shape[d] != expected.shape[d]]
    if len(differs) != 1 or got.shape[differs[0]] >= expected.shape[differs[0]]:
        return
    dim = differs[0]
    size, missing = got.shape[dim], expected.shape[dim] - got.shape[dim]
    count = "one item" if missing == 1 else "some items"
    if agrees(got, expected.narrow(dim, 0, size)):
        yield "cut", f"The end is missing: {count} along dimension {dim}."
    elif agrees(got, expected.narrow(dim, missing, size)):
        yield "cut", f"The beginning is missing: {count} along dimension {dim}."


def _reduced(part: Part) -> Iterator[Found]:
    got, expected = part.got, part.expected
    if expected.numel() < 3 or not expected.is_floating_point():
        return
    for dim in range(expected.ndim):
        for words, reduce in _REDUCED:
            if expected.shape[dim] > 1 and agrees(got.squeeze(), reduce(expected, dim).squeeze()):
                yield (
                    "reduced",
                    f"What came back is what is expected, {words} over dimension {dim}.",
                )
    if expected.ndim > 1 and got.numel() == 1:
        for words, whole in (("summed", expected.sum()), ("averaged", expected.mean())):
            if agrees(got.reshape(()), whole):
                yield "reduced", f"What came back is what is expected, {words} over everything."


def _spread(part: Part) -> Iterator[Found]:
    """More dimensions than expected, of which one sum or mean gives what is expected."""
    got, expected = part.got, part.expected
    if expected.numel() < 2 or not expected.is_floating_point() or got.ndim != expected.ndim + 1:
        return
    for dim in range(got.ndim):
        for words, reduce in _REDUCED:
            if got.shape[dim] > 1 and agrees(reduce(got, dim), expected):
                yield "not reduced", f"It is to be {words} over dimension {dim} still."
