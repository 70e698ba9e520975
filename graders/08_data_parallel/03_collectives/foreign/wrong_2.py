"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
import torch.distributed as dist
from torchdojo.grading import wrong


@wrong(
    "`total = t` is no copy: rank 0 adds the others' numbers into its own argument, and returns that tensor instead of a new one; alone, too, it returns `t` itself.",
    seen="named",
)
def all_reduce_naive(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    mine = t.contiguous()
    if rank == 0:
        total = mine
        incoming = torch.empty_like(mine)
        for other in range(1, world):
            dist.recv(incoming, src=other)
            total += incoming
        for other in range(1, world):
            dist.send(total, dst=other)
        return total
    dist.send(mine, dst=0)
    total = torch.empty_like(mine)
    dist.recv(total, src=0)
    return total


@wrong(
    "`reshape(-1)` is a view only if the tensor is in one piece; of a transposed `t` it makes a copy, the copy is summed up, and `t` stays as it was.",
    seen="named",
)
def all_reduce_ring(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    pieces = list(torch.tensor_split(t.reshape(-1), world))
    right, left = (rank + 1) % world, (rank - 1) % world
    for step in range(world - 1):
        out, into = pieces[(rank - step) % world], pieces[(rank - step - 1) % world]
        incoming = torch.empty_like(into)
        work = dist.isend(out, right)
        dist.recv(incoming, left)
        work.wait()
        into += incoming
    for step in range(world - 1):
        out, into = pieces[(rank + 1 - step) % world], pieces[(rank - step) % world]
        incoming = torch.empty_like(into)
        work = dist.isend(out, right)
        dist.recv(incoming, left)
        work.wait()
        into.copy_(incoming)


@wrong(
    "The buffer for incoming numbers is float32 whatever `t` is: a message has the same dtype on both sides, so float64 and large integers lose their digits here, and a real backend refuses or garbles them.",
    seen="caught",
)
def all_reduce_ring(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    flat = t.contiguous().view(-1)
    pieces = torch.tensor_split(flat, world)
    following, previous = (rank + 1) % world, (rank - 1) % world
    for step in range(2 * (world - 1)):
        out = pieces[(rank - step) % world]
        into = pieces[(rank - step - 1) % world]
        buffer = torch.zeros(into.numel())
        work = dist.isend(out, following)
        dist.recv(buffer, previous)
        work.wait()
        if step < world - 1:
            into.add_(buffer.to(into.dtype))
        else:
            into.copy_(buffer)
    t.copy_(flat.view(t.shape))


@wrong(
    "`chunk(world)` may make fewer pieces than there are ranks: 6 elements on 4 ranks are three pieces of 2, and piece number 3 is an IndexError. `tensor_split` always makes `world`.",
    seen="caught",
)
def all_reduce_ring(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    if world == 1:
        return
    flat = t.contiguous().view(-1)
    chunks = list(flat.chunk(world))
    nxt, prev = (rank + 1) % world, (rank - 1 + world) % world
    for i in range(world - 1):
        send_chunk = chunks[(rank - i) % world]
        recv_chunk = chunks[(rank - i - 1) % world]
        buffer = torch.empty_like(recv_chunk)
        req = dist.isend(send_chunk, dst=nxt)
        dist.recv(buffer, src=prev)
        req.wait()
        recv_chunk.add_(buffer)
    for i in range(world - 1):
        send_chunk = chunks[(rank - i + 1) % world]
        recv_chunk = chunks[(rank - i) % world]
        req = dist.isend(send_chunk, dst=nxt)
        dist.recv(recv_chunk, src=prev)
        req.wait()
    t.copy_(flat.view_as(t))


@wrong(
    "The whole tensor goes round, N - 1 times, instead of pieces: far too much traffic; and each rank adds in another order, so the rounding and with it the bits differ from rank to rank.",
    seen="named",
)
def all_reduce_ring(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    travelling = t.clone(memory_format=torch.contiguous_format)
    for _ in range(world - 1):
        incoming = torch.empty_like(travelling)
        work = dist.isend(travelling, (rank + 1) % world)
        dist.recv(incoming, (rank - 1) % world)
        work.wait()
        t += incoming
        travelling = incoming
