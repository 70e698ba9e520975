"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
import torch.distributed as dist
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "You divide by batch_size even where the last batch of an epoch is shorter: its step is too small, on any number of ranks.",
    seen="caught",
)
def train(
    model: nn.Module,
    x: torch.Tensor,
    y: torch.Tensor,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.detach(), src=0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        g = torch.Generator().manual_seed(seed + epoch)
        total = torch.zeros((), dtype=torch.float64)
        for batch in torch.randperm(len(x), generator=g).split(batch_size):
            share = batch.tensor_split(world)[rank]
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x[share]), y[share], reduction="sum")
            (loss / batch_size).backward()
            for p in model.parameters():
                dist.all_reduce(p.grad)
            optimizer.step()
            total += loss.item()
        dist.all_reduce(total)
        history.append(total.item() / len(x))
    return history


@wrong(
    "The loss of an epoch is the mean of the means of its batches; a shorter last batch then counts as much as a whole one.",
    seen="named",
)
def train(
    model: nn.Module,
    x: torch.Tensor,
    y: torch.Tensor,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.detach(), src=0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        g = torch.Generator().manual_seed(seed + epoch)
        losses = []
        for batch in torch.randperm(len(x), generator=g).split(batch_size):
            share = batch[rank::world]
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x[share]), y[share], reduction="sum") / len(
                batch
            )
            loss.backward()
            for p in model.parameters():
                dist.all_reduce(p.grad)
            optimizer.step()
            whole = loss.detach().clone()
            dist.all_reduce(whole)
            losses.append(whole.item())
        history.append(sum(losses) / len(losses))
    return history


@wrong(
    "Gradients are cleared after each step but not before the first, so old ones that a model brings along go into the first step.",
    seen="named",
)
def train(
    model: nn.Module,
    x: torch.Tensor,
    y: torch.Tensor,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.detach(), src=0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        g = torch.Generator().manual_seed(seed + epoch)
        order = torch.randperm(len(x), generator=g)
        total = torch.zeros((), dtype=torch.float64)
        for start in range(0, len(x), batch_size):
            batch = order[start : start + batch_size]
            share = batch[rank::world]
            if len(share):
                loss = nn.functional.cross_entropy(model(x[share]), y[share], reduction="sum")
                (loss / len(batch)).backward()
                total += loss.item()
            for p in model.parameters():
                if p.grad is None:
                    p.grad = torch.zeros_like(p)
                dist.all_reduce(p.grad)
            optimizer.step()
            optimizer.zero_grad()
        dist.all_reduce(total)
        history.append(total.item() / len(x))
    return history


@wrong(
    "Two mistakes: the generator is seeded once and drawn from again, so from the second epoch on the order is another than seed + e gives, and means over shares are averaged over ranks although shares can differ.",
    seen="named",
)
def train(
    model: nn.Module,
    x: torch.Tensor,
    y: torch.Tensor,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.detach(), src=0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    g = torch.Generator()
    g.manual_seed(seed)
    history = []
    for _ in range(epochs):
        total = torch.zeros((), dtype=torch.float64)
        for batch in torch.randperm(len(x), generator=g).split(batch_size):
            share = batch.tensor_split(world)[rank]
            optimizer.zero_grad()
            if len(share) > 0:
                loss = nn.functional.cross_entropy(model(x[share]), y[share])
                loss.backward()
                total += loss.item() * len(share)
            for p in model.parameters():
                if p.grad is None:
                    p.grad = torch.zeros_like(p)
                dist.all_reduce(p.grad)
                p.grad /= world
            optimizer.step()
        dist.all_reduce(total)
        history.append(total.item() / len(x))
    return history
