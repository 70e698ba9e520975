"""Other right ways to add up over ranks."""

import torch
import torch.distributed as dist

from torchdojo.grading import alternative


@alternative("rank 0 has all messages on their way at once")
def all_reduce_naive(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    t = t.contiguous()
    if rank:
        total = torch.zeros_like(t)
        dist.isend(t, dst=0).wait()
        dist.irecv(total, src=0).wait()
        return total
    inbox = t.new_zeros(world, *t.shape)
    inbox[0] = t
    for work in [dist.irecv(inbox[r], src=r) for r in range(1, world)]:
        work.wait()
    total = inbox.sum(0, dtype=t.dtype)
    for work in [dist.isend(total, dst=r) for r in range(1, world)]:
        work.wait()
    return total


@alternative("rank 0 sends first, everyone else receives first")
def _pass_on(outgoing, like):
    rank, world = dist.get_rank(), dist.get_world_size()
    incoming = torch.empty_like(like)
    if rank == 0:
        dist.send(outgoing, 1 % world)
        dist.recv(incoming, world - 1)
    else:
        dist.recv(incoming, rank - 1)
        dist.send(outgoing, (rank + 1) % world)
    return incoming


@alternative("padded with zeros to a table with one row for each rank, in one loop")
def all_reduce_ring(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    padded = t.new_zeros(-(-t.numel() // world) * world)
    padded[: t.numel()] = t.reshape(-1)
    table = padded.view(world, -1)
    incoming = torch.empty_like(table[0])
    for k in range(2 * (world - 1)):
        going = dist.irecv(incoming, src=(rank - 1) % world)
        dist.send(table[(rank - k) % world], dst=(rank + 1) % world)
        going.wait()
        row = table[(rank - k - 1) % world]
        row.copy_(row + incoming if k < world - 1 else incoming)
    t.copy_(padded[: t.numel()].view(t.shape))
