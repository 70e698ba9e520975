"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
import torch.distributed as dist

from torchdojo.grading import right


@right(
    "Works on a list of copies, begins to receive before it sends, and writes the finished sum back at the end.",
    seen="full marks",
)
def all_reduce_ring(t):
    me, ranks = dist.get_rank(), dist.get_world_size()
    parts = [part.clone() for part in t.detach().reshape(-1).tensor_split(ranks)]

    def exchange(give, take):
        """Send part number `give` on, return what comes for part number `take`."""
        fresh = torch.zeros_like(parts[take])
        pending = None
        if len(fresh) > 0:
            pending = dist.irecv(fresh, (me - 1) % ranks)
        if len(parts[give]) > 0:
            dist.send(parts[give], (me + 1) % ranks)
        if pending is not None:
            pending.wait()
        return fresh

    give = me
    for _ in range(ranks - 1):
        take = (give - 1) % ranks
        parts[take] = parts[take] + exchange(give, take)
        give = take
    for _ in range(ranks - 1):
        take = (give - 1) % ranks
        parts[take] = exchange(give, take)
        give = take
    with torch.no_grad():
        t.copy_(torch.cat(parts).reshape(t.shape))
