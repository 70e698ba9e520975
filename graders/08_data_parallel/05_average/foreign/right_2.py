"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
import torch.distributed as dist
from torchdojo.grading import right


@right("Two messages in all: the counts, and one long vector of all gradients.", seen="full marks")
def sync_gradients(model, n_local):
    count = torch.tensor([n_local], dtype=torch.int64)
    dist.all_reduce(count)
    everywhere = int(count)
    if everywhere == 0:
        raise ValueError("no rank has any example")
    trained = [p for p in model.parameters() if p.requires_grad]
    if not trained:
        return
    share = n_local / everywhere
    with torch.no_grad():
        vectors = []
        for p in trained:
            if p.grad is None or n_local == 0:
                vectors.append(torch.zeros_like(p).reshape(-1))
            else:
                vectors.append(p.grad.reshape(-1) * share)
        long = torch.cat(vectors)
        dist.all_reduce(long)
        for p, numbers in zip(trained, long.split([p.numel() for p in trained]), strict=True):
            if p.grad is None:
                p.grad = torch.zeros_like(p)
            p.grad.copy_(numbers.view(p.shape))


@right(
    "Everybody writes into its own row of a table; the sum of the tables is the whole table, and the rest is plain Python.",
    seen="full marks",
)
def mean_loss(loss, n_local):
    rank, world = dist.get_rank(), dist.get_world_size()
    table = torch.zeros(world, 2, dtype=torch.float64, device=loss.device)
    if n_local > 0:
        table[rank, 0] = float(loss.detach())
        table[rank, 1] = n_local
    dist.all_reduce(table)
    rows = [(mean, count) for mean, count in table.tolist() if count > 0]
    if not rows:
        raise ValueError("no rank has any example")
    everywhere = sum(count for _, count in rows)
    return sum(mean * (count / everywhere) for mean, count in rows)
