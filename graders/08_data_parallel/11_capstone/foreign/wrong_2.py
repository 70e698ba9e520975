"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
import torch.distributed as dist
from torch import nn
from torchdojo.grading import wrong


@wrong(
    "The reported loss is the mean over the batches: a last batch of two examples then counts as much as a full one. Add up over the examples and divide by N.",
    seen="named",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.data, src=0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        g = torch.Generator().manual_seed(seed + epoch)
        order = torch.randperm(len(x), generator=g)
        losses = []
        for batch in order.split(batch_size):
            mine = torch.tensor_split(batch, world)[rank]
            optimizer.zero_grad()
            output = model(x[mine])
            loss = nn.functional.cross_entropy(output, y[mine], reduction="sum") / len(batch)
            loss.backward()
            for p in model.parameters():
                if p.requires_grad:
                    if p.grad is None:
                        p.grad = torch.zeros_like(p)
                    dist.all_reduce(p.grad)
            optimizer.step()
            whole = loss.detach().clone()
            dist.all_reduce(whole)
            losses.append(whole.item())
        history.append(sum(losses) / len(losses))
    return history


@wrong(
    "The buffers stay as each rank has them: a model that computes with one, a scale or a mask, gives other scores on every rank. The model of rank 0 is its parameters and its buffers.",
    seen="caught",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for p in model.parameters():
        dist.broadcast(p.data, src=0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    loss_fn = nn.CrossEntropyLoss(reduction="sum")
    history = []
    for epoch in range(epochs):
        generator = torch.Generator()
        generator.manual_seed(seed + epoch)
        order = torch.randperm(len(x), generator=generator)
        total = torch.zeros((), dtype=torch.float64)
        for start in range(0, len(x), batch_size):
            batch = order[start : start + batch_size]
            mine = batch[rank::world]
            optimizer.zero_grad()
            loss = loss_fn(model(x[mine]), y[mine])
            (loss / len(batch)).backward()
            total += loss.detach()
            for p in model.parameters():
                if p.requires_grad:
                    if p.grad is None:
                        p.grad = torch.zeros_like(p)
                    dist.all_reduce(p.grad)
            optimizer.step()
        dist.all_reduce(total)
        history.append(total.item() / len(x))
    return history


@wrong(
    "The gradients are cleared only after a step, so what the model brings along in `.grad` goes into the very first one. Clear before `backward()`.",
    seen="named",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.data, src=0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    n = len(x)
    history = []
    for epoch in range(epochs):
        order = torch.randperm(n, generator=torch.Generator().manual_seed(seed + epoch))
        total = torch.zeros(1, dtype=torch.float64)
        for batch in order.split(batch_size):
            mine = batch.tensor_split(world)[rank]
            loss = nn.functional.cross_entropy(model(x[mine]), y[mine], reduction="sum")
            total += loss.item()
            (loss / len(batch)).backward()
            for p in model.parameters():
                if p.requires_grad:
                    if p.grad is None:
                        p.grad = torch.zeros_like(p)
                    dist.all_reduce(p.grad)
            optimizer.step()
            optimizer.zero_grad()
        dist.all_reduce(total)
        history.append(total.item() / n)
    return history


@wrong(
    "One generator, seeded once, draws the orders of all epochs: the first epoch is right, the others are not those of `seed + e`, and a run that resumes later cannot find them.",
    seen="named",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.data, src=0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    generator = torch.Generator().manual_seed(seed)
    history = []
    for _ in range(epochs):
        order = torch.randperm(len(x), generator=generator)
        total = torch.zeros((), dtype=torch.float64)
        for batch in order.split(batch_size):
            mine = torch.tensor_split(batch, world)[rank]
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x[mine]), y[mine], reduction="sum")
            (loss / len(batch)).backward()
            for p in model.parameters():
                if p.requires_grad:
                    if p.grad is None:
                        p.grad = torch.zeros_like(p)
                    dist.all_reduce(p.grad)
            optimizer.step()
            total += loss.detach()
        dist.all_reduce(total)
        history.append(total.item() / len(x))
    return history


@wrong(
    "Each rank's mean counts alike, in the gradients and in the reported loss, however many examples it has: right only where the ranks divide every batch, and wrong for the last, smaller one.",
    seen="caught",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.data, src=0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        g = torch.Generator().manual_seed(seed + epoch)
        order = torch.randperm(len(x), generator=g)
        total = torch.zeros((), dtype=torch.float64)
        for batch in order.split(batch_size):
            mine = torch.tensor_split(batch, world)[rank]
            optimizer.zero_grad()
            if len(mine):
                loss = nn.functional.cross_entropy(model(x[mine]), y[mine])
                loss.backward()
                total += loss.detach() * len(batch)
            for p in model.parameters():
                if p.requires_grad:
                    if p.grad is None:
                        p.grad = torch.zeros_like(p)
                    dist.all_reduce(p.grad)
                    p.grad /= world
            optimizer.step()
        dist.all_reduce(total)
        history.append(total.item() / (len(x) * world))
    return history
