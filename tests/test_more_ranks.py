"""Groups, messages and all else that `torch.distributed` offers, on simulated ranks."""

import sys
import types
from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.distributed as dist
from conftest import ROOT

from torchdojo.catalog import Collection, code_of_text
from torchdojo.proving.running import grade_programs
from torchdojo.ranks import Disagreement, Stuck, Unsimulated, Unwaited, simulate, spawn
from torchdojo.ranks.network import Network
from torchdojo.ranks.standing_in import _WITHOUT_RANKS, refused
from torchdojo.referee.programs import Program

SIZE = 4


def _rooted(rank: int, rows: torch.Tensor) -> list[Any]:
    """Collectives with a root, of tensors and of objects."""
    size, mine = dist.get_world_size(), rows[rank].clone()
    at_root = [torch.zeros_like(mine) for _ in range(size)] if rank == 1 else None
    dist.gather(mine, at_root, dst=1)
    part = torch.zeros_like(mine)
    dist.scatter(part, [mine * k for k in range(size)] if rank == 2 else None, src=2)
    objects: list[Any] = [None] * size
    dist.gather_object({"rank": rank}, objects if rank == 0 else None)
    given: list[Any] = [None]
    dist.scatter_object_list(given, [{"for": r} for r in range(size)] if rank == 3 else None, src=3)
    return [at_root, part, objects, given]


def _all_to_all(rank: int, rows: torch.Tensor) -> list[Any]:
    """Even and uneven exchanges."""
    size, mine = dist.get_world_size(), rows[rank].clone()
    even = torch.zeros_like(mine)
    dist.all_to_all_single(even, mine)
    given = torch.cat([mine[:1].expand(r + 1) for r in range(size)])
    uneven = mine.new_zeros(size * (rank + 1))
    sizes = [rank + 1] * size, [r + 1 for r in range(size)]
    work = dist.all_to_all_single(uneven, given, *sizes, async_op=True)
    assert work is not None
    work.wait()
    return [even, uneven]


def _groups(rank: int, rows: torch.Tensor) -> list[Any]:
    """Collectives and messages in groups, whose calls may come in another order on each rank."""
    evens, odds = dist.new_group([0, 2]), dist.new_group([3, 1])
    own = evens if rank % 2 == 0 else odds
    other = odds if rank % 2 == 0 else evens
    total = rows[rank].clone()
    dist.all_reduce(total, group=own)
    assert dist.all_reduce(rows[rank].clone(), group=other) is None
    sent = rows[rank].clone()
    dist.broadcast(sent, src=2 if rank % 2 == 0 else 1, group=own)
    found: list[Any] = [total, sent, dist.get_rank(own), dist.get_world_size(own)]
    found += [dist.get_rank(other), dist.get_process_group_ranks(own)]
    found += [dist.get_group_rank(own, rank), dist.get_global_rank(own, dist.get_rank(own))]
    passed = torch.zeros_like(sent)
    peer = dist.get_global_rank(own, 1 - dist.get_rank(own))
    if dist.get_rank(own) == 0:
        dist.send(sent * 3, peer, group=own)
    else:
        found.append(dist.recv(passed, peer, group=own))
    pair, pairs = dist.new_subgroups(2)
    gathered = [torch.zeros_like(sent) for _ in range(2)]
    dist.all_gather(gathered, sent * rank, group=pair)
    return [*found, passed, gathered, len(pairs), dist.get_rank(pair)]


def _messages(rank: int, rows: torch.Tensor) -> list[Any]:
    """Messages in a batch, from anybody, with tags, of objects."""
    size, mine = dist.get_world_size(), rows[rank].clone()
    left, right = torch.zeros_like(mine), torch.zeros_like(mine)
    batch = [
        dist.P2POp(dist.isend, mine, (rank + 1) % size),
        dist.P2POp(dist.irecv, left, (rank - 1) % size),
    ]
    for work in dist.batch_isend_irecv(batch):
        work.wait()
    found: list[Any] = [left]
    if rank == 0:
        senders = []
        for _ in range(1, size):
            senders.append(dist.recv(right))
            found.append(right.clone())
        assert sorted(senders) == list(range(1, size))
        found = [left, sum(found[1:])]
        two = [dist.irecv(torch.zeros(1), src=1, tag=t) for t in (8, 7)]
        for work in two:
            work.wait()
        dist.send_object_list([size, {"object": rank}], dst=size - 1)
    else:
        dist.send(mine, 0)
        if rank == 1:
            for work in [dist.isend(torch.ones(1) * t, 0, tag=t) for t in (7, 8)]:
                work.wait()
    if rank == size - 1:
        got: list[Any] = [None, None]
        dist.recv_object_list(got, src=0)
        found.append(got)
    return found


@pytest.mark.parametrize("program", [_rooted, _all_to_all, _groups, _messages])
def test_groups_and_messages_are_those_of_real_processes(program: Callable[..., Any]) -> None:
    """The same data in threads that take turns as in processes that talk by gloo."""
    rows = torch.randn(SIZE, SIZE, dtype=torch.float64)
    real = spawn(program, SIZE, rows, seed=7)
    torch.testing.assert_close(simulate(program, SIZE, rows, seed=7).values, real)


def _sharded(rank: int) -> list[Any]:
    """Three steps of Adam whose state is shared out among the ranks."""
    from torch.distributed.optim import ZeroRedundancyOptimizer

    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Linear(4, 2))
    optimizer = ZeroRedundancyOptimizer(model.parameters(), torch.optim.Adam, lr=0.1)
    for step in range(3):
        optimizer.zero_grad()
        torch.manual_seed(step)
        model(torch.randn(5, 3)).square().sum().backward()
        optimizer.step()
    optimizer.consolidate_state_dict(0)
    kept = len(optimizer.state_dict()["state"]) if rank == 0 else 0
    return [*(p.detach() for p in model.parameters()), kept]


def test_torchs_own_sharded_optimizer_works() -> None:
    """`ZeroRedundancyOptimizer` needs no more than the functions that are simulated."""
    torch.testing.assert_close(simulate(_sharded, 2).values, spawn(_sharded, 2))


def test_lists_are_exchanged() -> None:
    """`all_to_all`, which gloo does not have: rank r gets the r-th tensor of every rank."""

    def exchange(rank: int) -> list[int]:
        given = [torch.tensor([10 * rank + r]) for r in range(3)]
        places = [torch.zeros(1, dtype=torch.int64) for _ in range(3)]
        dist.all_to_all(places, given)
        return [int(place) for place in places]

    assert simulate(exchange, 3).values == [[0, 10, 20], [1, 11, 21], [2, 12, 22]]


def test_handles_say_how_far_they_are() -> None:
    """What `async_op` returns can be waited for in each of its ways."""

    def program(rank: int) -> list[Any]:
        t = torch.ones(2) * (rank + 1)
        first = dist.all_reduce(t, async_op=True)
        while not first.is_completed():
            pass
        second = dist.broadcast(t, 0, async_op=True)
        (result,) = second.get_future().wait()
        third = dist.barrier(async_op=True)
        third.synchronize()
        return [first.is_success(), third.is_success(), result.tolist(), first.exception()]

    assert simulate(program, 2).values == [[True, True, [3.0, 3.0], None]] * 2


@pytest.mark.parametrize("begin", ["isend", "irecv"])
@pytest.mark.parametrize("met", [True, False], ids=["met", "alone"])
def test_a_message_that_nobody_waits_for_is_told(begin: str, met: bool) -> None:
    """Whether or not the other rank takes part, a handle that is dropped is a mistake."""

    def program(rank: int) -> None:
        if rank == 0:
            getattr(dist, begin)(torch.zeros(3), 1)
        elif met:
            (dist.recv if begin == "isend" else dist.send)(torch.zeros(3), 0)

    with pytest.raises(Unwaited, match=rf"rank 0 .* its {begin} \(shape \[3\], .*its `wait\(\)`"):
        simulate(program, 2)


def test_deadlocks_and_disagreements_name_their_group() -> None:
    """Who waits in which group, and what does not fit, stands in the message."""

    def waits(rank: int) -> None:
        group = dist.new_group([0, 2])
        if rank == 0:
            dist.all_reduce(torch.zeros(1), group=group)

    def differs(rank: int) -> None:
        dist.new_group([0, 1] if rank else [0, 1, 2])

    def uneven(rank: int) -> None:
        places = [torch.zeros(2), torch.zeros(2)]
        dist.all_to_all(places, [torch.zeros(2), torch.zeros(2 + rank)])

    with pytest.raises(Stuck, match=r"rank 0 waits in all_reduce #1 .* in the group \[0, 2\]"):
        simulate(waits, 3)
    with pytest.raises(Disagreement, match=r"new_group #1 .*ranks \[0, 1, 2\].*ranks \[0, 1\]"):
        simulate(differs, 3)
    with pytest.raises(Disagreement, match=r"shape \[3\] where \[2\] is expected"):
        simulate(uneven, 2)


def _public() -> dict[str, Any]:
    """The public functions of `torch.distributed`, whatever its version."""
    return {
        name: value
        for name, value in vars(dist).items()
        if type(value) is types.FunctionType and not name.startswith("_")
    }


def test_every_public_function_is_known_or_refused() -> None:
    """None is forgotten: each is simulated, or needs no ranks, or ends in a sentence."""
    simulated = {name for name in dir(Network) if not name.startswith("_")}
    needing = _public().keys() - simulated - _WITHOUT_RANKS
    assert needing <= refused().keys()
    assert len(simulated & _public().keys()) > 30

    def calls(rank: int, name: str) -> None:
        getattr(dist, name)()

    for name in sorted(refused().keys() & vars(dist).keys() - simulated):
        with pytest.raises(Unsimulated, match=rf"^`{name}` does not work on simulated ranks: \w"):
            simulate(calls, 2, name)


def _wraps(rank: int) -> None:
    torch.nn.parallel.DistributedDataParallel(torch.nn.Linear(2, 2))(torch.ones(1, 2))


def _meshes(rank: int) -> None:
    dist.init_device_mesh("cpu", (2,))


def _meshes_by_class(rank: int) -> None:
    dist.DeviceMesh("cpu", [0, 1])


def _shards(rank: int) -> None:
    from torch.distributed.fsdp import fully_shard

    fully_shard(torch.nn.Linear(2, 2))


def _wraps_shards(rank: int) -> None:
    from torch.distributed.fsdp import FullyShardedDataParallel

    FullyShardedDataParallel(torch.nn.Linear(2, 2))


def _distributes(rank: int) -> None:
    from torch.distributed.tensor import Replicate, distribute_tensor

    distribute_tensor(torch.ones(2), dist.init_device_mesh("cpu", (2,)), [Replicate()])


def _keeps_a_store(rank: int) -> None:
    dist.TCPStore("localhost", 0, 2, rank == 0)


def _calls_far_away(rank: int) -> None:
    dist.rpc.init_rpc("worker", rank=rank, world_size=2)


@pytest.mark.parametrize(
    "program",
    [
        _wraps, _meshes, _meshes_by_class, _shards, _wraps_shards, 
        _distributes, _keeps_a_store, _calls_far_away,
    ],
)  # fmt: skip
def test_what_is_built_on_real_groups_ends_in_a_sentence(program: Callable[..., Any]) -> None:
    """torch's own wrappers, meshes and shards never crash: the sentence says what to use."""
    with pytest.raises(Unsimulated, match=r"does not work on simulated ranks: .*torchdojo\.ranks"):
        simulate(program, 2)


def test_modules_that_a_rank_imports_are_left_as_they_are() -> None:
    """What ranks import for the first time names torch's own functions afterwards."""
    name = "torch.distributed.nn.functional"
    for loaded in [m for m in sys.modules if m.startswith("torch.distributed.nn")]:
        del sys.modules[loaded]

    def program(rank: int) -> list[float]:
        from torch.distributed.nn import functional

        t = torch.ones(2, requires_grad=True)
        total = functional.all_reduce(t * (rank + 1))
        (total.sum() * (rank + 1)).backward()
        return [total.sum().item(), t.grad.sum().item()]

    assert simulate(program, 2).values == [[6.0, 6.0], [6.0, 12.0]]
    module = sys.modules[name]
    doubles = [n for n, v in vars(module).items() if isinstance(v, types.MethodType)]
    assert doubles == []


def test_the_process_survives_a_wrapper_in_an_answer() -> None:
    """`DistributedDataParallel` handed in for 07_mini_ddp costs its checks, with a sentence."""
    collection = Collection(ROOT)
    exercise = collection.find("mini_ddp")
    text = exercise.source.text + (
        "\n\nfrom torch.nn.parallel import DistributedDataParallel as MiniDDP\n"
    )
    program = Program(exercise.id, "wrapped", code_of_text(text, "07_mini_ddp.py"))
    scored = grade_programs(collection, [program], ("--device", "cpu"))[exercise.id, "wrapped"]
    failed = [check for check in scored["checks"] if check["outcome"] not in ("passed", "skipped")]
    assert failed and not [check for check in failed if check["outcome"] == "crash"]
    said = "\n".join(check["feedback"] for check in failed)
    assert "`DistributedDataParallel` does not work on simulated ranks: write it" in said, said
