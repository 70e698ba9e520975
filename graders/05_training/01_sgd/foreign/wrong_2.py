"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "You put the learning rate into the velocity: that is the third formula of the lesson, and it differs as soon as `lr` is changed between two steps.",
    seen="named",
)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        if lr < 0 or momentum < 0:
            raise ValueError("lr and momentum must not be negative")
        self.lr = lr
        self.momentum = momentum
        self.velocities = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.velocities):
            if p.grad is None:
                continue
            v.mul_(self.momentum).add_(self.lr * p.grad)
            p.sub_(v)


@wrong(
    "The first velocity is the gradient tensor itself, not a copy: if gradients are not cleared before the next step, updating the velocity in place changes `.grad`.",
    seen="named",
)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        if len(self.params) == 0:
            raise ValueError("no parameters")
        if lr < 0 or momentum < 0:
            raise ValueError("lr and momentum must not be negative")
        self.lr, self.momentum = lr, momentum
        self.state = {}

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                if i not in self.state:
                    self.state[i] = p.grad
                else:
                    self.state[i].mul_(self.momentum).add_(p.grad)
                p.add_(self.state[i], alpha=-self.lr)


@wrong(
    "A parameter without a gradient must rest, and its velocity too; yours rolls on with what is left of its momentum.",
    seen="named",
)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        if not self.params or lr < 0 or momentum < 0:
            raise ValueError("bad arguments")
        self.lr = lr
        self.momentum = momentum
        self.velocities = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.velocities):
            v *= self.momentum
            if p.grad is not None:
                v += p.grad
            p -= self.lr * v


@wrong(
    "You keep the iterator of `model.parameters()` instead of a list: the loop that makes the velocities has used it up, so neither `step` nor `zero_grad` finds a parameter.",
    seen="named",
)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr < 0 or momentum < 0:
            raise ValueError("lr and momentum must not be negative")
        self.params = params
        self.lr = lr
        self.momentum = momentum
        self.velocities = [torch.zeros_like(p) for p in self.params]
        if not self.velocities:
            raise ValueError("no parameters")

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.velocities):
            if p.grad is not None:
                v.copy_(self.momentum * v + p.grad)
                p -= self.lr * v


@wrong(
    "Two things: gradients are cleared after each step, so old ones take part in the first; and the loss is noted after the step instead of before it.",
    seen="named",
)
def fit_with_torch(model, loss_fn, x, y, lr, momentum, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    losses = []
    for _ in range(steps):
        loss_fn(model(x), y).backward()
        optimizer.step()
        optimizer.zero_grad()
        with torch.no_grad():
            losses.append(loss_fn(model(x), y).item())
    return losses
