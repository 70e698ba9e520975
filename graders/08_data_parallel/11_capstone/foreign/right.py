"""Right answers by people who had seen the exercise alone."""

import torch
import torch.distributed as dist
from torch import nn
from torch.nn import functional as F

from torchdojo.grading import right


@right(
    "Slopes by torch.autograd.grad, which never looks at .grad; all of a batch travel in one vector.",
    seen="full marks",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    with torch.no_grad():
        for t in [*model.parameters(), *model.buffers()]:
            start = t.detach().clone(memory_format=torch.contiguous_format)
            dist.broadcast(start, 0)
            t.copy_(start)
    weights = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.SGD(weights, lr=lr)

    def slopes_and_loss(share):
        if len(share) == 0:
            return [torch.zeros_like(p) for p in weights], 0.0
        loss = nn.CrossEntropyLoss(reduction="sum")(model(x[share]), y[share])
        slopes = torch.autograd.grad(loss, weights, allow_unused=True)
        filled = [
            torch.zeros_like(p) if s is None else s for p, s in zip(weights, slopes, strict=True)
        ]
        return filled, loss.item()

    history = []
    for epoch in range(epochs):
        order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed + epoch))
        seen = 0.0
        for start in range(0, len(x), batch_size):
            batch = order[start : start + batch_size]
            slopes, loss = slopes_and_loss(batch.tensor_split(world)[rank])
            vector = torch.cat([s.reshape(-1) for s in slopes])
            dist.all_reduce(vector)
            vector /= len(batch)
            for p, piece in zip(weights, vector.split([p.numel() for p in weights]), strict=True):
                p.grad = piece.view(p.shape).to(p.dtype)
            optimizer.step()
            seen += loss
        whole = torch.tensor([seen], dtype=torch.float64)
        dist.all_reduce(whole)
        history.append(whole.item() / len(x))
    return history


@right(
    "Shares by whole-number arithmetic; every example's loss is written into a vector that the ranks add up once an epoch.",
    seen="full marks",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in model.state_dict().values():
        dist.broadcast(t, 0)
    for buffer in model.buffers():  # those that no state dict holds
        dist.broadcast(buffer.detach(), 0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    means = []
    for epoch in range(epochs):
        g = torch.Generator()
        g.manual_seed(seed + epoch)
        order = torch.randperm(x.shape[0], generator=g)
        record = torch.zeros(x.shape[0], dtype=torch.float64)
        for batch in torch.split(order, batch_size):
            n = batch.numel()
            share = batch[rank * n // world : (rank + 1) * n // world]
            optimizer.zero_grad(set_to_none=True)
            if share.numel() > 0:
                each = -F.log_softmax(model(x[share]), 1).gather(1, y[share, None]).squeeze(1)
                record[share] = each.detach().double()
                each.sum().div(n).backward()
            for p in model.parameters():
                if not p.requires_grad:
                    continue
                if p.grad is None:
                    p.grad = torch.zeros_like(p)
                dist.all_reduce(p.grad)
            optimizer.step()
        dist.all_reduce(record)
        means.append(record.mean().item())
    return means


@right(
    "Every world-th example of a batch; gradients are weighted after the backward pass, and each epoch has an optimizer of its own.",
    seen="full marks",
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.detach(), src=0)

    def one_step(batch):
        share = batch[rank::world]
        model.zero_grad()
        loss = 0.0
        if len(share) > 0:
            mean = F.cross_entropy(model(x[share]), y[share])
            mean.backward()
            loss = mean.item() * len(share)
        for p in filter(lambda p: p.requires_grad, model.parameters()):
            grad = torch.zeros_like(p) if p.grad is None else p.grad * (len(share) / len(batch))
            dist.all_reduce(grad)
            p.grad = grad
        return loss

    history = []
    for epoch in range(epochs):
        order = torch.randperm(len(y), generator=torch.Generator().manual_seed(seed + epoch))
        optimizer = torch.optim.SGD(model.parameters(), lr)
        total = torch.zeros((1,), dtype=torch.float64)
        for batch in order.split(batch_size):
            total += one_step(batch)
            optimizer.step()
        dist.all_reduce(total)
        history.append(float(total) / len(y))
    return history
