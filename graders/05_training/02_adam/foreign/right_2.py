"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Uses torch's fused in-place operations, with the corrections moved into the step size and the denominator.",
    seen="full marks",
)
class Adam:
    """Steps along the average gradient, divided by its usual size."""

    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        params = [*params]
        if params == []:
            raise ValueError("there are no parameters")
        beta1, beta2 = betas
        for number in (lr, beta1, beta2, eps, weight_decay):
            if number < 0:
                raise ValueError(f"negative: {number}")
        if beta1 >= 1 or beta2 >= 1:
            raise ValueError("the betas must be less than 1")
        self.lr = lr
        self.betas = (beta1, beta2)
        self.eps = eps
        self.weight_decay = weight_decay
        self.params = params
        self.memory = [None] * len(params)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        with torch.no_grad():
            for i in range(len(self.params)):
                if self.params[i].grad is not None:
                    self.update(i)

    def update(self, i):
        p = self.params[i]
        if self.memory[i] is None:
            self.memory[i] = [0, torch.zeros_like(p), torch.zeros_like(p)]
        memory = self.memory[i]
        memory[0] += 1
        t, m, s = memory
        beta1, beta2 = self.betas
        g = torch.add(p.grad, p, alpha=self.weight_decay)
        m.lerp_(g, 1 - beta1)
        s.mul_(beta2).addcmul_(g, g, value=1 - beta2)
        below = s.sqrt().div_((1 - beta2**t) ** 0.5).add_(self.eps)
        p.addcdiv_(m, below, value=-self.lr / (1 - beta1**t))


@right("Every parameter gets a group of its own, with or without the decay.", seen="full marks")
def fit_with_torch(model, loss_fn, x, y, lr, weight_decay, steps):
    def decay_of(p):
        return weight_decay if p.dim() >= 2 else 0.0

    groups = [{"params": [p], "weight_decay": decay_of(p)} for p in model.parameters()]
    optimizer = torch.optim.Adam(groups, lr=lr)
    losses = []
    while len(losses) < steps:
        model.zero_grad()
        loss = loss_fn(model(x), y)
        losses.append(loss.detach().item())
        loss.backward()
        optimizer.step()
    return losses
