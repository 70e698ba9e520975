"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
import torch.distributed as dist
from torchdojo.grading import right


@right(
    "One part travels and collects on its way, as in the table; the tensor itself is only read.",
    seen="full marks",
)
def reduce_scatter(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    n = t.shape[0]
    s = n // world + (1 if n % world else 0)

    def part(i):
        i %= world
        found = t[i * s : (i + 1) * s]
        full = torch.zeros(s, dtype=t.dtype, device=t.device)
        full[: len(found)] = found
        return full

    traveller = part(rank - 1)
    for back in range(2, world + 1):
        arriving = torch.empty_like(traveller)
        leaving = dist.isend(traveller, dst=(rank + 1) % world)
        dist.recv(arriving, src=(rank - 1) % world)
        leaving.wait()
        traveller = arriving + part(rank - back)
    return traveller


@right("Passes on by irecv and send, right into the rows of the result.", seen="full marks")
def all_gather(piece):
    rank, world = dist.get_rank(), dist.get_world_size()
    rows = torch.empty((world, len(piece)), dtype=piece.dtype, device=piece.device)
    rows[rank].copy_(piece)
    have = rank
    for _ in range(world - 1):
        expected = (have - 1) % world
        work = dist.irecv(rows[expected], src=(rank - 1) % world)
        dist.send(rows[have], dst=(rank + 1) % world)
        work.wait()
        have = expected
    return rows.flatten()
