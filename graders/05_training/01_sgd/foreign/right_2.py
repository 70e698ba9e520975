"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "A small object for each parameter carries its velocity; new velocities are new tensors, the parameter itself is written to.",
    seen="full marks",
)
class SGD:
    """Gradient descent with momentum."""

    class Rolling:
        def __init__(self, place):
            self.place = place
            self.velocity = 0.0

        def push(self, momentum, lr):
            slope = self.place.grad
            if slope is None:
                return
            self.velocity = momentum * self.velocity + slope.detach().clone()
            self.place.data.copy_(self.place.data - lr * self.velocity)

    def __init__(self, params, lr, momentum=0.0):
        self.stones = [type(self).Rolling(p) for p in params]
        if len(self.stones) < 1:
            raise ValueError("there are no parameters")
        for name, number in (("lr", lr), ("momentum", momentum)):
            if number < 0:
                raise ValueError(f"{name} is negative: {number}")
        self.lr = lr
        self.momentum = momentum

    def zero_grad(self):
        for stone in self.stones:
            stone.place.grad = None

    def step(self):
        for stone in self.stones:
            stone.push(self.momentum, self.lr)


@right(
    "Hands the optimizer a closure, which clears, computes and differentiates; `step` returns its loss.",
    seen="full marks",
)
def fit_with_torch(model, loss_fn, x, y, lr, momentum, steps):
    optimizer = torch.optim.SGD(list(model.parameters()), lr, momentum)

    def closure():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_fn(model(x), y)
        loss.backward()
        return loss

    return [optimizer.step(closure).item() for _ in range(steps)]
