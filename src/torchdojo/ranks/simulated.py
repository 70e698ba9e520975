"""`torch.distributed` for simulated ranks: the functions of the same names, on one process."""

import copy
import types
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import reduce
from typing import Any
from unittest import mock

import torch
import torch.distributed as dist

from torchdojo.ranks.turns import Call, Disagreement, Ranks, Turns

_REDUCTIONS: dict[str, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]] = {
    "SUM": torch.add,
    "PRODUCT": torch.mul,
    "MIN": torch.minimum,
    "MAX": torch.maximum,
}


def simulate(function: Callable[..., Any], world_size: int, *args: Any, seed: int = 0) -> Ranks:
    """Call ``function(rank, *args)`` on simulated ranks that talk through `torch.distributed`.

    Inside, ``dist.send``, ``recv``, ``all_reduce``, ``broadcast`` and the other functions of
    `Network` mean the simulated ranks, in `args` that are modules too. Each rank has random numbers
    of its own: rank r begins as after ``torch.manual_seed(seed + r)``. A ``send`` waits for its
    ``recv``, as it may with any real backend.

    Returns:
        What each rank returned, and the calls that it made.

    Raises:
        Stuck: if ranks wait for each other for ever; the message says who waits where.
        Disagreement: if ranks take part in a collective in different ways.
        Exception: whatever the first rank that failed has raised.
    """
    if world_size < 1:
        raise ValueError(f"world_size must be at least 1, not {world_size}")
    turns = Turns(world_size, seed)
    places = [function.__globals__, *(vars(a) for a in args if isinstance(a, types.ModuleType))]
    with _standing_in(Network(turns), places):
        turns.run(function, args)
    for rank in turns.ranks:
        if rank.error is not None and type(rank.error) is not type(turns.failure):
            raise rank.error
    if turns.failure is not None:
        raise turns.failure
    return Ranks([rank.value for rank in turns.ranks], [rank.calls for rank in turns.ranks])


@contextmanager
def _standing_in(network: "Network", places: Sequence[dict[str, Any]]) -> Iterator[None]:
    """Have the network's functions stand in for those of `torch.distributed` in all `places`."""
    names = [name for name in vars(Network) if not name.startswith("_")]
    doubles = {getattr(dist, name): getattr(network, name) for name in names}
    with ExitStack() as stack:
        for place in [vars(dist), vars(dist.distributed_c10d), *places]:
            found = {
                name: doubles[value]
                for name, value in place.items()
                if type(value) is types.FunctionType and value in doubles
            }
            stack.enter_context(mock.patch.dict(place, found))
        yield


class Work:
    """A call that goes on in the background, as `torch.distributed` returns for ``async_op``."""

    def __init__(self, turns: Turns, call: Call) -> None:
        self._turns, self._call = turns, call

    def wait(self, timeout: Any = None) -> bool:
        """Wait until the call is done."""
        self._turns.wait(self._call)
        return True

    def is_completed(self) -> bool:
        """Whether it is done; other ranks go on meanwhile."""
        self._turns.pause()
        return self._call.done


class Network:
    """The communication functions of `torch.distributed`, for the default group."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._collectives: list[list[Call]] = [[] for _ in turns.ranks]
        self._messages: dict[tuple[int, int, int], tuple[deque[Call], deque[Call]]] = {}

    def init_process_group(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to do: the ranks know each other."""

    def destroy_process_group(self, group: Any = None) -> None:
        """Nothing to do."""

    def is_initialized(self) -> bool:
        """Always."""
        return True

    def get_rank(self, group: Any = None) -> int:
        """The number of the rank that asks."""
        return self._turns.here.number

    def get_world_size(self, group: Any = None) -> int:
        """How many ranks there are."""
        return len(self._turns.ranks)

    def get_backend(self, group: Any = None) -> str:
        """The real backend that this stands in for."""
        return "gloo"

    def send(self, tensor: Any, dst: int, group: Any = None, tag: int = 0) -> None:
        """Wait until rank `dst` has received `tensor`."""
        self.isend(tensor, dst, group, tag).wait()

    def recv(self, tensor: Any, src: int, group: Any = None, tag: int = 0) -> int:
        """Wait until `tensor` holds what rank `src` has sent; returns `src`."""
        self.irecv(tensor, src, group, tag).wait()
        return src

    def isend(self, tensor: Any, dst: int, group: Any = None, tag: int = 0) -> Work:
        """Begin to send `tensor` to rank `dst`."""
        call = Call("send", list(tensor.shape), f"to rank {dst}", tensors=[tensor])
        return self._message(call, (self.get_rank(), dst, tag), sends=True)

    def irecv(self, tensor: Any, src: int, group: Any = None, tag: int = 0) -> Work:
        """Begin to receive `tensor` from rank `src`."""
        call = Call("recv", list(tensor.shape), f"from rank {src}", tensors=[tensor])
        return self._message(call, (src, self.get_rank(), tag), sends=False)

    def all_reduce(
        self, tensor: Any, op: Any = dist.ReduceOp.SUM, group: Any = None, async_op: bool = False
    ) -> Work | None:
        """Every rank's `tensor` becomes the reduction of all."""
        return self._collective("all_reduce", [tensor], [tensor], _name(op), async_op)

    def reduce(
        self,
        tensor: Any,
        dst: int,
        op: Any = dist.ReduceOp.SUM,
        group: Any = None,
        async_op: bool = False,
    ) -> Work | None:
        """The `tensor` of rank `dst` becomes the reduction of all; the others' are spoilt."""
        self._check(dst)
        options = f"{_name(op)} to rank {dst}"
        return self._collective("reduce", [tensor], [tensor], options, async_op)

    def broadcast(
        self, tensor: Any, src: int, group: Any = None, async_op: bool = False
    ) -> Work | None:
        """Every rank's `tensor` becomes that of rank `src`."""
        self._check(src)
        return self._collective("broadcast", [tensor], [tensor], f"from rank {src}", async_op)

    def all_gather(
        self, tensor_list: Any, tensor: Any, group: Any = None, async_op: bool = False
    ) -> Work | None:
        """Every rank's `tensor_list` becomes the list of all tensors."""
        return self._collective("all_gather", list(tensor_list), [tensor], "", async_op)

    def all_gather_into_tensor(
        self, output_tensor: Any, input_tensor: Any, group: Any = None, async_op: bool = False
    ) -> Work | None:
        """Every rank's `output_tensor` becomes all inputs, one after the other."""
        pieces = list(output_tensor.view(len(self._turns.ranks), *input_tensor.shape))
        return self._collective("all_gather_into_tensor", pieces, [input_tensor], "", async_op)

    def reduce_scatter(
        self,
        output: Any,
        input_list: Any,
        op: Any = dist.ReduceOp.SUM,
        group: Any = None,
        async_op: bool = False,
    ) -> Work | None:
        """Rank r's `output` becomes the reduction of every rank's ``input_list[r]``."""
        return self._collective("reduce_scatter", [output], list(input_list), _name(op), async_op)

    def reduce_scatter_tensor(
        self,
        output: Any,
        input: Any,
        op: Any = dist.ReduceOp.SUM,
        group: Any = None,
        async_op: bool = False,
    ) -> Work | None:
        """Rank r's `output` becomes the reduction of every rank's r-th piece of `input`."""
        pieces = list(input.reshape(len(self._turns.ranks), *output.shape))
        return self._collective("reduce_scatter_tensor", [output], pieces, _name(op), async_op)

    def all_gather_object(self, object_list: list[Any], obj: Any, group: Any = None) -> None:
        """Every rank's `object_list` becomes the list of all objects."""
        self._collective("all_gather_object", [object_list], [obj], "", False)

    def broadcast_object_list(
        self, object_list: list[Any], src: int = 0, group: Any = None, device: Any = None
    ) -> None:
        """Every rank's `object_list` becomes that of rank `src`."""
        self._check(src)
        options = f"from rank {src}"
        self._collective("broadcast_object_list", [object_list], [object_list], options, False)

    def barrier(self, group: Any = None, async_op: bool = False, device_ids: Any = None) -> Any:
        """Wait until every rank is here."""
        return self._collective("barrier", [], [], "", async_op)

    def _message(self, call: Call, route: tuple[int, int, int], *, sends: bool) -> Work:
        rank, peer = self.get_rank(), route[1] if sends else route[0]
        if peer == rank or not 0 <= peer < len(self._turns.ranks):
            raise ValueError(f"rank {rank} cannot {call.kind} {call.options}")
        _check_memory(call.tensors)
        self._turns.here.calls.append(call)
        waiting = self._messages.setdefault(route, (deque(), deque()))
        waiting[0 if sends else 1].append(call)
        if all(waiting):
            sent, received = (calls.popleft() for calls in waiting)
            if sent.shape != received.shape:
                self._fail(f"rank {route[0]}: {sent}; rank {route[1]}: {received}")
            with torch.no_grad():
                received.tensors[0].copy_(sent.tensors[0])
            sent.done = received.done = True
        return Work(self._turns, call)

    def _collective(
        self, kind: str, tensors: list[Any], source: list[Any], options: str, async_op: bool
    ) -> Work | None:
        _check_memory(tensors + source)
        rank = self._turns.here
        mine = self._collectives[rank.number]
        shapes = [list(given.shape) for given in source if isinstance(given, torch.Tensor)]
        shape = shapes[0] if shapes else []
        number = len(mine) + 1
        call = Call(kind, shape, options, number, tensors=tensors, source=source)
        mine.append(call)
        rank.calls.append(call)
        if all(len(calls) >= call.number for calls in self._collectives):
            self._carry_out([calls[call.number - 1] for calls in self._collectives])
        if async_op:
            return Work(self._turns, call)
        self._turns.wait(call)
        return None

    def _carry_out(self, calls: list[Call]) -> None:
        if len({(call.kind, tuple(call.shape), call.options) for call in calls}) > 1:
            self._fail("; ".join(f"rank {r} calls {call}" for r, call in enumerate(calls)))
        with torch.no_grad():
            _MEANING[calls[0].kind](calls)
        for call in calls:
            call.done = True

    def _check(self, rank: int) -> None:
        if not 0 <= rank < len(self._turns.ranks):
            raise ValueError(f"there is no rank {rank} among {len(self._turns.ranks)}")

    def _fail(self, sentence: str) -> None:
        self._turns.failure = Disagreement(sentence)
        raise Disagreement(sentence)


def _check_memory(tensors: list[Any]) -> None:
    """Refuse what gloo refuses."""
    for tensor in tensors:
        if isinstance(tensor, torch.Tensor) and not tensor.is_contiguous():
            raise ValueError("tensors must be contiguous: call `contiguous()` first")


def _name(op: Any) -> str:
    name = str(op).rpartition(".")[2]
    if name not in _REDUCTIONS:
        raise ValueError(f"the operation must be one of {', '.join(_REDUCTIONS)}, not {name}")
    return name


def _reduced(pieces: list[Any], op: str) -> Any:
    return reduce(_REDUCTIONS[op], (piece.clone() for piece in pieces))


def _peer(call: Call) -> int:
    return int(call.options.rpartition(" ")[2])


def _all_reduce(calls: list[Call]) -> None:
    result = _reduced([call.source[0] for call in calls], calls[0].options)
    for call in calls:
        call.tensors[0].copy_(result)


def _reduce(calls: list[Call]) -> None:
    op = calls[0].options.split()[0]
    sums = [_reduced([c.source[0] for c in calls[: r + 1]], op) for r in range(len(calls))]
    for partial, call in zip(sums, calls, strict=True):
        call.tensors[0].copy_(partial)
    calls[_peer(calls[0])].tensors[0].copy_(sums[-1])


def _broadcast(calls: list[Call]) -> None:
    sent = calls[_peer(calls[0])].source[0]
    for call in calls:
        call.tensors[0].copy_(sent)


def _gather(calls: list[Call]) -> None:
    pieces = [call.source[0].clone() for call in calls]
    for call in calls:
        for place, piece in zip(call.tensors, pieces, strict=True):
            place.copy_(piece)


def _reduce_scatter(calls: list[Call]) -> None:
    results = [
        _reduced([call.source[r] for call in calls], calls[0].options) for r in range(len(calls))
    ]
    for call, result in zip(calls, results, strict=True):
        call.tensors[0].copy_(result)


def _gather_objects(calls: list[Call]) -> None:
    for call in calls:
        call.tensors[0][:] = copy.deepcopy([other.source[0] for other in calls])


def _broadcast_objects(calls: list[Call]) -> None:
    sent = calls[_peer(calls[0])].source[0]
    for call in calls:
        call.tensors[0][:] = copy.deepcopy(sent)


_MEANING: dict[str, Callable[[list[Call]], None]] = {
    "all_reduce": _all_reduce,
    "reduce": _reduce,
    "broadcast": _broadcast,
    "all_gather": _gather,
    "all_gather_into_tensor": _gather,
    "reduce_scatter": _reduce_scatter,
    "reduce_scatter_tensor": _reduce_scatter,
    "all_gather_object": _gather_objects,
    "broadcast_object_list": _broadcast_objects,
    "barrier": lambda calls: None,
}
