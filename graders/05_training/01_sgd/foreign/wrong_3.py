"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "The learning rate is built into the velocity, so after a change of `lr` the old slopes still count at the old rate.",
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
        for p, v in zip(self.params, self.velocities, strict=True):
            if p.grad is None:
                continue
            v.mul_(self.momentum).add_(p.grad, alpha=self.lr)
            p.sub_(v)


@wrong(
    "The first velocity is the tensor `p.grad` itself, not a copy: without a `zero_grad` in between, the next step multiplies the gradient.",
    seen="named",
)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        if len(self.params) == 0:
            raise ValueError("no parameters")
        if lr < 0:
            raise ValueError("negative lr")
        if momentum < 0:
            raise ValueError("negative momentum")
        self.lr, self.momentum = lr, momentum
        self.state = {}

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for p in self.params:
                if p.grad is None:
                    continue
                if p not in self.state:
                    v = self.state[p] = p.grad
                else:
                    v = self.state[p]
                    v.mul_(self.momentum).add_(p.grad)
                p -= self.lr * v


@wrong(
    "A missing gradient is taken for zero: the parameter rolls on by its old velocity, which shrinks, where both should rest.",
    seen="named",
)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        if min(lr, momentum) < 0:
            raise ValueError("negative lr or momentum")
        self.lr = lr
        self.momentum = momentum
        self.v = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            grad = p.grad if p.grad is not None else torch.zeros_like(p)
            self.v[i] = self.momentum * self.v[i] + grad
            p -= self.lr * self.v[i]


@wrong(
    "Gradients are cleared after each step, which comes too late for those that the parameters arrive with: they take part in the first.",
    seen="named",
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
