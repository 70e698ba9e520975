"""Wrong answers by people who had seen the exercise alone."""

import torch
import torch.distributed as dist
from torch.nn import functional as F

from torchdojo.grading import wrong


@wrong(
    "Only parameters are sent at the start: every rank keeps its own buffers, but those of rank 0 count.",
    seen="named",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for p in model.parameters():
        dist.broadcast(p.detach(), 0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        g = torch.Generator().manual_seed(seed + epoch)
        total = torch.zeros(1, dtype=torch.float64)
        for batch in torch.randperm(len(x), generator=g).split(batch_size):
            share = batch.tensor_split(world)[rank]
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x[share]), y[share], reduction="sum")
            (loss / len(batch)).backward()
            for p in model.parameters():
                if p.requires_grad:
                    p.grad = torch.zeros_like(p) if p.grad is None else p.grad
                    dist.all_reduce(p.grad)
            optimizer.step()
            total += loss.item()
        dist.all_reduce(total)
        history.append(total.item() / len(x))
    return history


@wrong(
    "Averages the means of the shares: in a share that is shorter each example weighs more, which is not the mean over the whole batch.",
    seen="named",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.detach(), 0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed + epoch))
        total = torch.zeros(1, dtype=torch.float64)
        for batch in order.split(batch_size):
            share = batch.tensor_split(world)[rank]
            optimizer.zero_grad()
            if len(share):
                loss = F.cross_entropy(model(x[share]), y[share])
                loss.backward()
                total += loss.item() * len(share)
            for p in model.parameters():
                if p.requires_grad:
                    if p.grad is None:
                        p.grad = torch.zeros_like(p)
                    dist.all_reduce(p.grad)
                    p.grad /= min(world, len(batch))
            optimizer.step()
        dist.all_reduce(total)
        history.append(total.item() / len(x))
    return history


@wrong(
    "Deals the epoch out first and cuts it by batch_size // world: unless all divides evenly, batches and even the number of steps differ.",
    seen="named",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    with torch.no_grad():
        for t in [*model.parameters(), *model.buffers()]:
            dist.broadcast(t, 0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed + epoch))
        mine = order[rank::world]
        total = torch.zeros(1, dtype=torch.float64)
        for k, share in enumerate(mine.split(max(1, batch_size // world))):
            whole = max(1, min(batch_size, len(x) - k * batch_size))
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x[share]), y[share], reduction="sum")
            (loss / whole).backward()
            for p in model.parameters():
                if p.grad is not None:
                    dist.all_reduce(p.grad)
            optimizer.step()
            total += loss.item()
        dist.all_reduce(total)
        history.append(total.item() / len(x))
    return history


@wrong(
    "A rank without a share goes on to the next batch: it misses the all_reduce and the step, which must be the same on every rank.",
    seen="named",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.detach(), 0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        g = torch.Generator()
        g.manual_seed(seed + epoch)
        order = torch.randperm(len(x), generator=g)
        total = torch.zeros(1, dtype=torch.float64)
        for batch in order.split(batch_size):
            share = batch[rank::world]
            if len(share) == 0:
                continue
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x[share]), y[share], reduction="sum")
            (loss / len(batch)).backward()
            for p in model.parameters():
                if p.grad is not None:
                    dist.all_reduce(p.grad)
            optimizer.step()
            total += loss.item()
        dist.all_reduce(total)
        history.append(total.item() / len(x))
    return history


@wrong(
    "The generator is seeded once and drawn from in every epoch: only epoch 0 has its order, epoch e should be seeded with seed + e.",
    seen="caught",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.detach(), 0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    g = torch.Generator().manual_seed(seed)
    history = []
    for _ in range(epochs):
        order = torch.randperm(len(x), generator=g)
        total = torch.zeros(1, dtype=torch.float64)
        for batch in order.split(batch_size):
            share = batch.tensor_split(world)[rank]
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x[share]), y[share], reduction="sum")
            (loss / len(batch)).backward()
            for p in model.parameters():
                if p.grad is not None:
                    dist.all_reduce(p.grad)
            optimizer.step()
            total += loss.item()
        dist.all_reduce(total)
        history.append(total.item() / len(x))
    return history


@wrong(
    "Reports the mean of the batches' means: the examples of a shorter last batch count for more than the others of the N.",
    seen="caught",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.detach(), 0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        g = torch.Generator().manual_seed(seed + epoch)
        losses = []
        for batch in torch.randperm(len(x), generator=g).split(batch_size):
            share = batch.tensor_split(world)[rank]
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x[share]), y[share], reduction="sum") / len(batch)
            loss.backward()
            for p in model.parameters():
                if p.grad is not None:
                    dist.all_reduce(p.grad)
            optimizer.step()
            whole = loss.detach().clone()
            dist.all_reduce(whole)
            losses.append(whole.item())
        history.append(sum(losses) / len(losses))
    return history


@wrong(
    "Gradients are cleared after a step and not before the first: what the model brings along in .grad goes into its first step.",
    seen="full marks",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.detach(), 0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        g = torch.Generator().manual_seed(seed + epoch)
        total = torch.zeros(1, dtype=torch.float64)
        for batch in torch.randperm(len(x), generator=g).split(batch_size):
            share = batch.tensor_split(world)[rank]
            loss = F.cross_entropy(model(x[share]), y[share], reduction="sum")
            (loss / len(batch)).backward()
            for p in model.parameters():
                if p.grad is not None:
                    dist.all_reduce(p.grad)
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item()
        dist.all_reduce(total)
        history.append(total.item() / len(x))
    return history


@wrong(
    "The last rank takes all that is left over: 7 examples among 4 ranks are 1, 1, 1, 4, though shares may differ by one at most.",
    seen="full marks",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.detach(), 0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        g = torch.Generator().manual_seed(seed + epoch)
        total = torch.zeros(1, dtype=torch.float64)
        for batch in torch.randperm(len(x), generator=g).split(batch_size):
            each = len(batch) // world
            end = len(batch) if rank == world - 1 else (rank + 1) * each
            share = batch[rank * each : end]
            optimizer.zero_grad()
            if len(share):
                loss = F.cross_entropy(model(x[share]), y[share], reduction="sum")
                (loss / len(batch)).backward()
                total += loss.item()
            for p in model.parameters():
                if p.requires_grad:
                    if p.grad is None:
                        p.grad = torch.zeros_like(p)
                    dist.all_reduce(p.grad)
            optimizer.step()
        dist.all_reduce(total)
        history.append(total.item() / len(x))
    return history
