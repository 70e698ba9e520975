"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
import torch.distributed as dist

from torchdojo.grading import right


@right("Only blocking messages: even ranks speak first, odd ranks listen first.", seen="full marks")
def reduce_scatter(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    after, before = (rank + 1) % world, (rank + world - 1) % world
    size = 1 + (len(t) - 1) // world
    table = torch.zeros(world * size, dtype=t.dtype, device=t.device)
    table[: len(t)] = t
    table = table.reshape(world, size)

    def swap(out):
        incoming = torch.empty_like(out)
        if rank % 2 == 0:
            dist.send(out, after)
            dist.recv(incoming, before)
        else:
            dist.recv(incoming, before)
            dist.send(out, after)
        return incoming

    part = before
    carried = table[part].clone()
    for _ in range(world - 1):
        part = (part - 1) % world
        carried = swap(carried) + table[part]
    return carried
