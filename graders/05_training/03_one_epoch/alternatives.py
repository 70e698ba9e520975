"""Other right ways to write one epoch."""

import torch
from torch import nn

from torchdojo.grading import alternative


@alternative("the gradients are cleared by hand, right before `backward()`")
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for inputs, targets in loader:
        loss = loss_fn(model(inputs), targets)
        for parameter in model.parameters():
            parameter.grad = None
        loss.backward()
        optimizer.step()
        count += targets.shape[0]
        total += float(loss) * targets.shape[0]
    return total / count


@alternative("a closure that the optimizer calls, gradients set to zero and kept")
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train(True)
    losses, sizes = [], []
    for x, y in loader:

        def closure(x=x, y=y):
            optimizer.zero_grad(set_to_none=False)
            loss = loss_fn(model(x), y)
            loss.backward()
            return loss

        losses.append(optimizer.step(closure).item())
        sizes.append(len(x))
    return sum(loss * size for loss, size in zip(losses, sizes)) / sum(sizes)


@alternative("detached losses, weighted once at the end with one look at the values")
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    model.zero_grad()
    losses, sizes = [], []
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        model.zero_grad()
        losses.append(loss.detach())
        sizes.append(x.size(0))
    means = torch.stack(losses).double()
    weights = torch.tensor(sizes, dtype=torch.float64, device=means.device)
    return (means @ weights / weights.sum()).item()


@alternative("gradients by autograd.grad, put in place for the step")
def train_epoch(model, loader, loss_fn, optimizer) -> float:
    model.train()
    mean, seen = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        parameters = list(model.parameters())
        for parameter, grad in zip(parameters, torch.autograd.grad(loss, parameters)):
            parameter.grad = grad
        optimizer.step()
        seen += len(x)
        mean += (loss.item() - mean) * len(x) / seen
    return mean


@alternative("each parameter tensor in a group of its own")
def loss_and_optimizer(model, lr, momentum):
    groups = [{"params": [parameter]} for parameter in model.parameters()]
    return nn.CrossEntropyLoss(reduction="mean"), torch.optim.SGD(groups, lr, momentum)
