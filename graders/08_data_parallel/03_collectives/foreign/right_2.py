"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
import torch.distributed as dist
from torchdojo.grading import right


@right(
    "No isend: rank 0 receives before it sends, all others send before they receive, so the round comes undone from there.",
    seen="full marks",
)
def all_reduce_ring(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    if world == 1:
        return
    n = t.numel()
    base, extra = divmod(n, world)
    starts = [i * base + min(i, extra) for i in range(world + 1)]
    flat = t.detach().clone(memory_format=torch.contiguous_format).view(n)

    def piece(i):
        i %= world
        return flat[starts[i] : starts[i + 1]]

    def exchange(out, shape_of):
        buffer = torch.empty_like(shape_of)
        if rank == 0:
            dist.recv(buffer, src=world - 1)
            dist.send(out, dst=1)
        else:
            dist.send(out, dst=(rank + 1) % world)
            dist.recv(buffer, src=rank - 1)
        return buffer

    for step in range(world - 1):
        into = piece(rank - step - 1)
        into.add_(exchange(piece(rank - step), into))
    for step in range(world - 1):
        into = piece(rank - step)
        into.copy_(exchange(piece(rank + 1 - step), into))
    with torch.no_grad():
        t.copy_(flat.view(t.shape))


@right(
    "Rank 0 listens to all at once, adds in the order of the ranks, and answers all at once.",
    seen="full marks",
)
def all_reduce_naive(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    total = t.detach().clone(memory_format=torch.contiguous_format)
    if rank != 0:
        dist.send(total, dst=0)
        answer = torch.zeros_like(total)
        dist.recv(answer, src=0)
        return answer
    letters = {other: torch.empty_like(total) for other in range(1, world)}
    arriving = [dist.irecv(letter, src=other) for other, letter in letters.items()]
    for work in arriving:
        work.wait()
    for other in sorted(letters):
        total.add_(letters[other])
    leaving = [dist.isend(total, dst=other) for other in letters]
    for work in leaving:
        work.wait()
    return total
