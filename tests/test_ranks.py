"""Simulated ranks do what real processes with gloo do, and say who waits for whom."""

from typing import Any

import pytest
import torch
import torch.distributed as dist
from torch.distributed import all_reduce

from torchdojo.ranks import Disagreement, Stuck, simulate, spawn


def _everything(rank: int, rows: torch.Tensor) -> list[Any]:
    """Uses every function that simulated ranks know; returns plain data."""
    size = dist.get_world_size()
    mine = rows[rank].clone()
    found: list[Any] = [
        rank == dist.get_rank(),
        dist.is_initialized(),
        dist.get_backend() == "gloo",
    ]
    for op in (dist.ReduceOp.SUM, dist.ReduceOp.MAX, dist.ReduceOp.MIN, dist.ReduceOp.PRODUCT):
        total = mine.clone()
        all_reduce(total, op)
        found.append(total)
    sent, root = mine.clone(), mine.clone()
    dist.broadcast(sent, src=size - 1)
    dist.reduce(root, dst=0)
    found += [sent, root if rank == 0 else rank]
    gathered = [torch.zeros_like(mine) for _ in range(size)]
    dist.all_gather(gathered, mine)
    whole = mine.new_zeros(size * len(mine))
    dist.all_gather_into_tensor(whole, mine)
    piece = torch.zeros_like(mine)
    dist.reduce_scatter(piece, [mine * (k + 1) for k in range(size)])
    part = torch.zeros_like(mine)
    dist.reduce_scatter_tensor(part, whole * (rank + 1))
    objects: list[Any] = [None] * size
    dist.all_gather_object(objects, {"rank": rank})
    said = [f"from {rank}"]
    dist.broadcast_object_list(said, src=0)
    work = dist.all_reduce(mine, async_op=True)
    assert work is not None
    work.wait()
    found += [gathered, whole, piece, part, objects, said == ["from 0"], mine, torch.rand(2)]
    if size > 1:
        passed = torch.zeros_like(mine)
        going = dist.isend(mine * rank, (rank + 1) % size)
        assert going is not None
        dist.recv(passed, (rank - 1) % size)
        going.wait()
        found.append(passed)
    dist.barrier()
    return found


@pytest.mark.parametrize("size", [1, 2, 3])
def test_simulated_ranks_get_what_real_ones_get(size: int) -> None:
    """Every function gives the same data and random numbers in threads as in gloo processes."""
    rows = torch.randn(size, 4, dtype=torch.float64)
    real = spawn(_everything, size, rows, seed=7)
    torch.testing.assert_close(simulate(_everything, size, rows, seed=7).values, real)


def test_functions_are_put_back() -> None:
    """After a simulation, also one that failed, `torch.distributed` is what it was."""
    before = dist.all_reduce
    with pytest.raises(ZeroDivisionError):
        simulate(lambda rank: rank / 0, 2)
    assert dist.all_reduce is before and not dist.is_initialized()


def test_ranks_share_no_memory() -> None:
    """Each rank has its own copy of what is handed over, as processes have."""

    def change(rank: int, t: torch.Tensor) -> float:
        t += rank
        dist.barrier()
        return t.item()

    t = torch.zeros(())
    assert simulate(change, 3, t).values == [0, 1, 2] and t == 0


def test_a_deadlock_is_told() -> None:
    """Where all wait, the error says in which call each one does, and who has left."""

    def everyone_sends_first(rank: int) -> None:
        t = torch.zeros(3)
        if rank < 2:
            dist.send(t, 1 - rank)
            dist.recv(t, 1 - rank)

    def one_call_too_many(rank: int) -> None:
        dist.all_reduce(torch.zeros(2, 5))
        if rank == 1:
            dist.barrier()

    with pytest.raises(Stuck) as stuck:
        simulate(everyone_sends_first, 3)
    assert str(stuck.value) == (
        "rank 0 waits in send (shape [3], to rank 1); rank 1 waits in send (shape [3], to rank 0); "
        "rank 2 has finished after 0 collectives"
    )
    with pytest.raises(Stuck, match="rank 0 has finished after 1 collective; rank 1 waits in barr"):
        simulate(one_call_too_many, 2)


def test_collectives_that_differ_are_told() -> None:
    """Another function, shape, operation or source on one rank is an error for all."""

    def different(rank: int, what: str) -> None:
        t = torch.zeros(2 + rank if what == "shape" else 2)
        if what == "function" and rank:
            dist.broadcast(t, 0)
        elif what == "source":
            dist.broadcast(t, rank)
        else:
            dist.all_reduce(t, dist.ReduceOp.MAX if what == "operation" and rank else SUM)

    for what in ("function", "shape", "operation", "source"):
        with pytest.raises(Disagreement, match=r"rank 0 calls .* #1 .*; rank 1 calls .* #1 "):
            simulate(different, 2, what)


SUM = dist.ReduceOp.SUM


def test_the_first_error_counts() -> None:
    """What a rank raises reaches the caller, not that others waited for it in vain."""

    def fails(rank: int) -> None:
        if rank == 1:
            raise KeyError("gone")
        dist.barrier()

    with pytest.raises(KeyError, match="gone"):
        simulate(fails, 2)
    with pytest.raises(RuntimeError, match="rank 1 raised KeyError: 'gone'"):
        spawn(fails, 2)


def test_bad_sizes_and_operations() -> None:
    """No ranks, no such peer and an operation that is not known are refused with a sentence."""
    for run in (simulate, spawn):
        with pytest.raises(ValueError, match="world_size must be at least 1, not 0"):
            run(_everything, 0, torch.zeros(0))
    with pytest.raises(ValueError, match="rank 0 cannot send to rank 2"):
        simulate(lambda rank: dist.send(torch.zeros(1), 2), 2)
    with pytest.raises(ValueError, match="there is no rank -1 among 2"):
        simulate(lambda rank: dist.broadcast(torch.zeros(1), src=-1), 2)
    with pytest.raises(ValueError, match="must be contiguous"):
        simulate(lambda rank: dist.all_reduce(torch.zeros(2, 3).T), 2)
    with pytest.raises(ValueError, match="must be one of SUM, PRODUCT, MIN, MAX, not BAND"):
        simulate(lambda rank: dist.all_reduce(torch.zeros(1), dist.ReduceOp.BAND), 2)


def test_a_rank_that_never_ends_is_given_up() -> None:
    """Real ranks have a time limit; whoever is late is named."""

    def late(rank: int) -> None:
        if rank:
            torch.multiprocessing.get_context("fork").Event().wait(60)

    with pytest.raises(RuntimeError, match="rank 1 did not finish within 1 s"):
        spawn(late, 2, seconds=1)
