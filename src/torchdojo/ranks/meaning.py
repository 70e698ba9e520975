"""What each collective does with the tensors and objects of all ranks of a group."""

import copy
from collections.abc import Callable
from functools import reduce
from typing import Any

import torch

from torchdojo.ranks.turns import Call

REDUCTIONS: dict[str, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]] = {
    "SUM": torch.add,
    "PRODUCT": torch.mul,
    "MIN": torch.minimum,
    "MAX": torch.maximum,
}


class Mismatch(ValueError):
    """A piece does not fit the place that it is meant for."""


def carry_out(calls: list[Call]) -> None:
    """Fill the tensors of `calls`, one of each rank in the order of their group."""
    with torch.no_grad():
        _MEANING[calls[0].kind](calls)


def _put(place: Any, piece: Any) -> None:
    if isinstance(place, torch.Tensor) and place.shape != piece.shape:
        shapes = f"{list(piece.shape)} where {list(place.shape)} is expected"
        raise Mismatch(f"a piece has shape {shapes}")
    place.copy_(piece)


def _reduced(pieces: list[Any], op: str) -> Any:
    return reduce(REDUCTIONS[op], (piece.clone() for piece in pieces))


def _all_reduce(calls: list[Call]) -> None:
    result = _reduced([call.source[0] for call in calls], calls[0].options)
    for call in calls:
        call.tensors[0].copy_(result)


def _reduce(calls: list[Call]) -> None:
    op = calls[0].options.split()[0]
    sums = [_reduced([c.source[0] for c in calls[: r + 1]], op) for r in range(len(calls))]
    for partial, call in zip(sums, calls, strict=True):
        call.tensors[0].copy_(partial)
    calls[calls[0].root].tensors[0].copy_(sums[-1])


def _broadcast(calls: list[Call]) -> None:
    sent = calls[calls[0].root].source[0]
    for call in calls:
        call.tensors[0].copy_(sent)


def _all_gather(calls: list[Call]) -> None:
    pieces = [call.source[0].clone() for call in calls]
    for call in calls:
        for place, piece in zip(call.tensors, pieces, strict=True):
            _put(place, piece)


def _gather(calls: list[Call]) -> None:
    for place, call in zip(calls[calls[0].root].tensors, calls, strict=True):
        _put(place, call.source[0])


def _scatter(calls: list[Call]) -> None:
    for piece, call in zip(calls[calls[0].root].source, calls, strict=True):
        _put(call.tensors[0], piece)


def _all_to_all(calls: list[Call]) -> None:
    sent = [[piece.clone() for piece in call.source] for call in calls]
    for number, call in enumerate(calls):
        for place, pieces in zip(call.tensors, sent, strict=True):
            _put(place, pieces[number])


def _reduce_scatter(calls: list[Call]) -> None:
    results = [
        _reduced([call.source[r] for call in calls], calls[0].options) for r in range(len(calls))
    ]
    for call, result in zip(calls, results, strict=True):
        _put(call.tensors[0], result)


def _all_gather_objects(calls: list[Call]) -> None:
    for call in calls:
        call.tensors[0][:] = copy.deepcopy([other.source[0] for other in calls])


def _gather_objects(calls: list[Call]) -> None:
    calls[calls[0].root].tensors[0][:] = copy.deepcopy([call.source[0] for call in calls])


def _scatter_objects(calls: list[Call]) -> None:
    for object, call in zip(calls[calls[0].root].source, calls, strict=True):
        call.tensors[0][0] = copy.deepcopy(object)


def _broadcast_objects(calls: list[Call]) -> None:
    sent = calls[calls[0].root].source[0]
    for call in calls:
        call.tensors[0][:] = copy.deepcopy(sent)


def _nothing(calls: list[Call]) -> None:
    pass


_MEANING: dict[str, Callable[[list[Call]], None]] = {
    "all_reduce": _all_reduce,
    "reduce": _reduce,
    "broadcast": _broadcast,
    "all_gather": _all_gather,
    "all_gather_into_tensor": _all_gather,
    "gather": _gather,
    "scatter": _scatter,
    "all_to_all": _all_to_all,
    "all_to_all_single": _all_to_all,
    "reduce_scatter": _reduce_scatter,
    "reduce_scatter_tensor": _reduce_scatter,
    "all_gather_object": _all_gather_objects,
    "gather_object": _gather_objects,
    "scatter_object_list": _scatter_objects,
    "broadcast_object_list": _broadcast_objects,
    "barrier": _nothing,
    "monitored_barrier": _nothing,
    "new_group": _nothing,
}
