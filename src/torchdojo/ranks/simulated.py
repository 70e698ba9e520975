"""`torch.distributed` for simulated ranks: the functions of the same names, on one process."""

import types
from collections.abc import Callable
from typing import Any

from torchdojo.ranks.network import Network
from torchdojo.ranks.standing_in import standing_in
from torchdojo.ranks.turns import Call, Ranks, Turns


class Unwaited(RuntimeError):
    """A message was begun by `isend` or `irecv`, and nobody waited for its end."""


def simulate(function: Callable[..., Any], world_size: int, *args: Any, seed: int = 0) -> Ranks:
    """Call ``function(rank, *args)`` on simulated ranks that talk through `torch.distributed`.

    Inside, ``dist.send``, ``recv``, ``all_reduce``, ``new_group`` and the other functions of
    `Network` mean the simulated ranks, in `args` that are modules too. Each rank has random numbers
    of its own: rank r begins as after ``torch.manual_seed(seed + r)``. A ``send`` waits for its
    ``recv``, as it may with any real backend.

    Returns:
        What each rank returned, and the calls that it made.

    Raises:
        Stuck: if ranks wait for each other for ever; the message says who waits where.
        Disagreement: if ranks take part in a collective in different ways.
        Unwaited: if a rank returns without waiting for a message that it has begun.
        Unsimulated: if a rank calls what only real processes can do; the message says what to use.
        Exception: whatever the first rank that failed has raised.
    """
    if world_size < 1:
        raise ValueError(f"world_size must be at least 1, not {world_size}")
    turns = Turns(world_size, seed)
    places = [function.__globals__, *(vars(a) for a in args if isinstance(a, types.ModuleType))]
    with standing_in(Network(turns), places):
        turns.run(function, args)
    for rank in turns.ranks:
        if rank.error is not None and type(rank.error) is not type(turns.failure):
            raise rank.error
    if turns.failure is not None:
        raise turns.failure
    for rank in turns.ranks:
        for call in rank.calls:
            if call.number == 0 and not call.waited:
                raise Unwaited(_begun(rank.number, call))
    return Ranks([rank.value for rank in turns.ranks], [rank.calls for rank in turns.ranks])


def _begun(rank: int, call: Call) -> str:
    begun = "isend" if call.kind == "send" else "irecv"
    return (
        f"rank {rank} has returned without waiting for its {begun} (shape {call.shape}, "
        f"{call.options}): keep what `{begun}` returns and call its `wait()`"
    )
