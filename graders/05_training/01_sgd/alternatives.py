"""Other right ways to write SGD."""

import torch
from torch import nn

from torchdojo.grading import alternative


@alternative("velocities in a dictionary, made at a parameter's first gradient")
class SGD:
    def __init__(self, params, lr, momentum=0.0) -> None:
        self.params = [*params]
        if len(self.params) == 0 or min(lr, momentum) < 0:
            raise ValueError("no parameters, or a negative number")
        self.lr, self.momentum, self.state = lr, momentum, {}

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self) -> None:
        for p in self.params:
            if p.grad is None:
                continue
            if p in self.state:
                self.state[p].mul_(self.momentum).add_(p.grad)
            else:
                self.state[p] = p.grad.clone()
            p.sub_(self.state[p], alpha=self.lr)


@alternative("pairs of parameter and velocity, the parameter changed through a detached view")
class SGD:
    def __init__(self, params, lr, momentum=0.0) -> None:
        self.pairs = tuple((p, torch.zeros_like(p, requires_grad=False)) for p in params)
        if not self.pairs:
            raise ValueError("no parameters")
        for number in (lr, momentum):
            if number < 0:
                raise ValueError("negative number")
        self.lr = lr
        self.momentum = momentum

    def zero_grad(self) -> None:
        for p, _ in self.pairs:
            p.grad = None

    def step(self) -> None:
        for p, v in self.pairs:
            if p.grad is not None:
                v *= self.momentum
                v += p.grad
                p.detach().add_(v, alpha=-self.lr)


@alternative("all tensors at once, by torch's foreach functions")
class SGD:
    def __init__(self, params, lr, momentum=0.0) -> None:
        self.params = list(params)
        if not self.params or lr < 0 or momentum < 0:
            raise ValueError("no parameters, or a negative number")
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        at = [i for i, p in enumerate(self.params) if p.grad is not None]
        params = [self.params[i] for i in at]
        velocities = [self.velocities[i] for i in at]
        with torch.no_grad():
            torch._foreach_mul_(velocities, self.momentum)
            torch._foreach_add_(velocities, [p.grad for p in params])
            torch._foreach_sub_(params, [self.lr * v for v in velocities])


@alternative("a closure, gradients set to zero, one group for each parameter")
def fit_with_torch(model: nn.Module, loss_fn, x, y, lr, momentum, steps) -> list[float]:
    groups = [{"params": [p]} for p in model.parameters()]
    optimizer = torch.optim.SGD(groups, lr, momentum)

    def closure() -> torch.Tensor:
        optimizer.zero_grad(set_to_none=False)
        loss = loss_fn(model(x), y)
        loss.backward()
        return loss

    return [float(optimizer.step(closure)) for _ in range(steps)]
