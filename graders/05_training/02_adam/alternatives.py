"""Other right ways to write Adam."""

import math
from itertools import chain

import torch
from torch import nn

from torchdojo.grading import alternative


@alternative("state in dictionaries, made at a parameter's first gradient, changed in place")
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = [*params]
        if not self.params or lr < 0 or eps < 0 or weight_decay < 0:
            raise ValueError("no parameters, or a negative number")
        if not all(0 <= beta < 1 for beta in betas):
            raise ValueError("a beta is not in [0, 1)")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.state = {}

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self) -> None:
        for p in (p for p in self.params if p.grad is not None):
            new = {"t": 0, "m": torch.zeros_like(p), "s": torch.zeros_like(p)}
            state = self.state.setdefault(p, new)
            state["t"] += 1
            g = p.grad.add(p, alpha=self.weight_decay)
            for name, value, beta in zip("ms", (g, g.square()), self.betas):
                state[name].mul_(beta).add_(value, alpha=1 - beta)
            m, s = (state[k] / (1 - b ** state["t"]) for k, b in zip("ms", self.betas))
            p.addcdiv_(m, s.sqrt() + self.eps, value=-self.lr)


@alternative("both corrections drawn into the step's length and into the root")
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.slots = [[p, 0, torch.zeros_like(p), torch.zeros_like(p)] for p in params]
        numbers = [lr, eps, weight_decay, *betas]
        if not self.slots or any(number < 0 for number in numbers) or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.eps, self.decay = lr, eps, weight_decay
        self.beta1, self.beta2 = betas

    def zero_grad(self) -> None:
        for slot in self.slots:
            slot[0].grad = None

    def step(self) -> None:
        for slot in self.slots:
            p, t, m, s = slot
            if p.grad is None:
                continue
            slot[1] = t = t + 1
            g = p.grad + self.decay * p.detach()
            m.lerp_(g, 1 - self.beta1)
            s.mul_(self.beta2).addcmul_(g, g, value=1 - self.beta2)
            root = s.sqrt() / math.sqrt(1 - self.beta2**t) + self.eps
            p.detach().sub_(m / root * (self.lr / (1 - self.beta1**t)))


@alternative("one group for each parameter, and a closure")
def fit_with_torch(model: nn.Module, loss_fn, x, y, lr, weight_decay, steps) -> list[float]:
    groups = [
        {"params": p, "weight_decay": weight_decay if p.dim() > 1 else 0}
        for p in model.parameters()
    ]
    optimizer = torch.optim.Adam(groups, lr)

    def closure() -> torch.Tensor:
        model.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        return loss

    return [float(optimizer.step(closure)) for _ in range(steps)]


@alternative("the decay as a default, a second group added later, gradients cleared at the end")
def fit_with_torch(model: nn.Module, loss_fn, x, y, lr, weight_decay, steps) -> list[float]:
    few = [p for p in model.parameters() if len(p.shape) <= 1]
    many = [p for p in model.parameters() if len(p.shape) > 1]
    optimizer = torch.optim.Adam(many, lr=lr, weight_decay=weight_decay)
    optimizer.add_param_group({"params": few, "weight_decay": 0.0})
    losses = []
    for p in chain(few, many):
        p.grad = None
    for _ in range(steps):
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.detach())
    return torch.stack(losses).tolist()
