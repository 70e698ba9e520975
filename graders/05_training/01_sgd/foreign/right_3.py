"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "Each parameter has a little object that remembers its velocity, which is made when it is first needed.",
    seen="full marks",
)
class SGD:
    class Ball:
        def __init__(self, place):
            self.place, self.velocity = place, None

        def roll(self, lr, momentum):
            slope = self.place.grad
            if slope is None:
                return
            slope = slope.detach()
            if self.velocity is None:
                self.velocity = torch.zeros_like(slope)
            self.velocity = slope + self.velocity * momentum
            place = self.place.detach()
            place.copy_(place - lr * self.velocity)

    def __init__(self, params, lr, momentum=0.0):
        for name, number in {"lr": lr, "momentum": momentum}.items():
            if number < 0:
                raise ValueError(f"{name} is negative: {number}")
        self.balls = [self.Ball(p) for p in params]
        if not self.balls:
            raise ValueError("there is nothing to optimize")
        self.lr = lr
        self.momentum = momentum

    def zero_grad(self):
        for ball in self.balls:
            ball.place.grad = None

    def step(self):
        for ball in self.balls:
            ball.roll(self.lr, self.momentum)
