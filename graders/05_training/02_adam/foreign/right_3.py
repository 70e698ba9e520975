"""Right answers by people who had seen the exercise alone, of a third round."""

import math

import torch

from torchdojo.grading import right


@right(
    "Both corrections go into the step length and into epsilon, as in the second form of the paper; the memory is a dictionary.",
    seen="full marks",
)
class Adam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.params = tuple(params)
        if not self.params:
            raise ValueError("an optimizer needs parameters")
        settings = {"lr": lr, "eps": eps, "weight_decay": weight_decay}
        settings |= {f"betas[{i}]": beta for i, beta in enumerate(betas)}
        for name, number in settings.items():
            if number < 0:
                raise ValueError(f"{name} must not be negative, but is {number}")
            if name.startswith("betas") and number >= 1:
                raise ValueError(f"{name} must be less than 1, but is {number}")
        self.lr = lr
        self.betas = tuple(betas)
        self.eps = eps
        self.weight_decay = weight_decay
        self.memory = {}

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        beta1, beta2 = self.betas
        for number, p in enumerate(self.params):
            if p.grad is None:
                continue
            value = p.detach()
            g = p.grad.detach().clone()
            if self.weight_decay != 0:
                g = g + self.weight_decay * value
            zeros = torch.zeros_like(value)
            m, s, t = self.memory.get(number, (zeros, zeros, 0))
            m, s, t = torch.lerp(g, m, beta1), torch.lerp(g * g, s, beta2), t + 1
            self.memory[number] = m, s, t
            root = math.sqrt(1 - beta2**t)
            length = self.lr * root / (1 - beta1**t)
            value.sub_(length * m / (s.sqrt() + self.eps * root))
