"""Right answers by people who had seen the exercise alone."""

import torch
import torch.distributed as dist

from torchdojo.grading import right


@right("Only one travelling sum is held; the receive is begun before the send.", seen="full marks")
def reduce_scatter(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    n = t.numel()
    s = (n + world - 1) // world
    padded = t.new_zeros(world * s)
    padded[:n] = t.detach()
    parts = padded.split(s)
    travelling = parts[(rank - 1) % world].clone()
    for back in range(2, world + 1):
        arrived = torch.empty_like(travelling)
        work = dist.irecv(arrived, (rank - 1) % world)
        dist.send(travelling, (rank + 1) % world)
        work.wait()
        travelling = arrived + parts[(rank - back) % world]
    return travelling


@right(
    "Collects the pieces as they arrive, and brings them into order at the end with flip and roll.",
    seen="full marks",
)
def all_gather(piece):
    rank, world = dist.get_rank(), dist.get_world_size()
    arrived = [piece.detach().contiguous()]
    while len(arrived) < world:
        fresh = torch.empty_like(arrived[0])
        work = dist.isend(arrived[-1], (rank + 1) % world)
        dist.recv(fresh, (rank - 1) % world)
        work.wait()
        arrived.append(fresh)
    return torch.stack(arrived).flip(0).roll(rank + 1, dims=0).reshape(-1)


@right(
    "Writes the gathered numbers into a fresh contiguous tensor, by way of its flat view.",
    seen="full marks",
)
def all_reduce(t):
    out = torch.empty(t.shape, dtype=t.dtype, device=t.device)
    gathered = all_gather(reduce_scatter(t.detach().flatten()))
    out.view(-1).copy_(gathered.narrow(0, 0, t.numel()))
    return out
