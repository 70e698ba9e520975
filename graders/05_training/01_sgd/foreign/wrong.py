"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "next(iter(params)) takes the first parameter out of an iterator such as model.parameters(): it is never trained. Make the list first.",
    seen="caught",
)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if next(iter(params), None) is None:
            raise ValueError("no parameters")
        if lr < 0 or momentum < 0:
            raise ValueError("lr and momentum must not be negative")
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.velocities):
            if p.grad is not None:
                v.mul_(self.momentum).add_(p.grad)
                p.sub_(self.lr * v)


@wrong(
    "The first velocity is p.grad itself, not a copy: the next step's mul_ and add_ change .grad, which step has to leave alone.",
    seen="caught",
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
        self.velocities = [None] * len(self.params)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            if self.velocities[i] is None:
                self.velocities[i] = p.grad
            else:
                self.velocities[i].mul_(self.momentum).add_(p.grad)
            p.sub_(self.velocities[i], alpha=self.lr)


@wrong(
    "p.data = ... puts a new tensor behind the parameter: views and whoever else shares its memory don't see the step. It isn't in place.",
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

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.velocities[i] = self.momentum * self.velocities[i] + p.grad.detach()
            p.data = p.data - self.lr * self.velocities[i]


@wrong(
    "A missing gradient is taken for 0: the parameter rolls on and its velocity shrinks, where both have to stay as they are.",
    seen="caught",
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

    def step(self):
        with torch.no_grad():
            for p, v in zip(self.params, self.velocities):
                v *= self.momentum
                if p.grad is not None:
                    v += p.grad
                p -= self.lr * v


@wrong(
    "Velocities are matched with the parameters that have a gradient now: if one is skipped, all after it get the velocity of another.",
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
        self.velocities = [0.0 for _ in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        active = [p for p in self.params if p.grad is not None]
        for i, p in enumerate(active):
            self.velocities[i] = self.momentum * self.velocities[i] + p.grad
            p -= self.lr * self.velocities[i]


@wrong(
    "lr is multiplied into the velocity: after a change of lr the old steps still carry the old one. v must know nothing of lr.",
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
            v.mul_(self.momentum).add_(p.grad, alpha=self.lr)
            p.sub_(v)


@wrong(
    "zero_grad stands at the end of the loop, so gradients with which the parameters arrive take part in the first step.",
    seen="caught",
)
def fit_with_torch(model, loss_fn, x, y, lr, momentum, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    losses = []
    for _ in range(steps):
        loss = loss_fn(model(x), y)
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return losses


@wrong(
    "A new optimizer in every round starts with velocities of zero: the momentum is lost. One has to make all steps.",
    seen="named",
)
def fit_with_torch(model, loss_fn, x, y, lr, momentum, steps):
    losses = []
    for _ in range(steps):
        optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
