"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
import torch.distributed as dist
from torch import nn
from torchdojo.grading import right


@right(
    "Shares by hand, gradients by autograd.grad, one vector per step for all of them; an empty share computes nothing and sends zeros.",
    seen="full marks",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    n = x.shape[0]
    with torch.no_grad():
        for t in [*model.parameters(), *model.buffers()]:
            copy = t.detach().clone(memory_format=torch.contiguous_format)
            dist.broadcast(copy, src=0)
            t.copy_(copy)
    for p in model.parameters():
        p.grad = None
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.SGD(trained, lr=lr)

    def gradients(rows, size):
        """This rank's part of the loss of a batch, added up, and of its gradients, as a vector."""
        if len(rows) == 0:
            return 0.0, torch.cat([torch.zeros_like(p).reshape(-1) for p in trained])
        loss = nn.functional.cross_entropy(model(x[rows]), y[rows], reduction="sum")
        found = torch.autograd.grad(loss / size, trained, allow_unused=True)
        parts = [
            torch.zeros_like(p).reshape(-1) if g is None else g.reshape(-1)
            for p, g in zip(trained, found, strict=True)
        ]
        return loss.item(), torch.cat(parts)

    history = []
    for epoch in range(epochs):
        generator = torch.Generator()
        generator.manual_seed(seed + epoch)
        order = torch.randperm(n, generator=generator)
        mine = 0.0
        for begin in range(0, n, batch_size):
            batch = order[begin : begin + batch_size]
            small, larger = divmod(len(batch), world)
            start = rank * small + min(rank, larger)
            stop = start + small + (rank < larger)
            loss, vector = gradients(batch[start:stop], len(batch))
            mine += loss
            dist.all_reduce(vector)
            for p, numbers in zip(trained, vector.split([p.numel() for p in trained]), strict=True):
                p.grad = numbers.view(p.shape).to(p.dtype).clone()
            optimizer.step()
        total = torch.tensor(mine, dtype=torch.float64)
        dist.all_reduce(total)
        history.append(total.item() / n)
    return history


@right(
    "Every world-th example of a batch, and all losses of all epochs in one exchange at the end.",
    seen="full marks",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    me, ranks = dist.get_rank(), dist.get_world_size()

    def start_alike():
        for t in (*model.parameters(), *model.buffers()):
            dist.broadcast(t.data, src=0)

    def batches(epoch):
        shuffled = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed + epoch))
        yield from shuffled.split(batch_size)

    def share(batch):
        turn = [i for place, i in enumerate(batch.tolist()) if place % ranks == me]
        return torch.tensor(turn, dtype=torch.int64)

    def add_up_gradients():
        for p in filter(lambda p: p.requires_grad, model.parameters()):
            p.grad = torch.zeros_like(p) if p.grad is None else p.grad
            dist.all_reduce(p.grad)

    start_alike()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    sums = torch.zeros(epochs, dtype=torch.float64)
    criterion = nn.CrossEntropyLoss(reduction="none")
    for epoch in range(epochs):
        for batch in batches(epoch):
            optimizer.zero_grad(set_to_none=True)
            picked = share(batch)
            each = criterion(model(x[picked]), y[picked])
            sums[epoch] += each.detach().double().sum()
            each.sum().div(len(batch)).backward()
            add_up_gradients()
            optimizer.step()
    if epochs:
        dist.all_reduce(sums)
    return (sums / len(x)).tolist()
