"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right(
    "Keeps a small state for each parameter and uses lerp_, addcmul_ and addcdiv_.",
    seen="full marks",
)
class Adam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.states = [
            {"p": p, "m": torch.zeros_like(p.detach()), "s": torch.zeros_like(p.detach()), "t": 0}
            for p in params
        ]
        if not self.states:
            raise ValueError("Adam needs parameters")
        if any(number < 0 for number in (lr, eps, weight_decay)):
            raise ValueError("lr, eps and weight_decay must not be negative")
        if not all(0 <= beta < 1 for beta in betas):
            raise ValueError("betas must be in [0, 1)")
        self.lr, self.betas, self.eps, self.weight_decay = lr, tuple(betas), eps, weight_decay

    def zero_grad(self):
        for state in self.states:
            state["p"].grad = None

    @torch.no_grad()
    def step(self):
        beta1, beta2 = self.betas
        for state in self.states:
            p, m, s = state["p"], state["m"], state["s"]
            if p.grad is None:
                continue
            state["t"] += 1
            g = torch.add(p.grad, p, alpha=self.weight_decay)
            m.lerp_(g, 1 - beta1)
            s.mul_(beta2).addcmul_(g, g, value=1 - beta2)
            root = s.div(1 - beta2 ** state["t"]).sqrt_().add_(self.eps)
            p.addcdiv_(m, root, value=-self.lr / (1 - beta1 ** state["t"]))


@right(
    "Computes everything out of place, as in the formula, and copies the result into the parameter.",
    seen="full marks",
)
class Adam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        params = tuple(params)
        if not params:
            raise ValueError("no parameters")
        beta1, beta2 = betas
        if beta1 < 0 or beta2 < 0 or lr < 0 or eps < 0 or weight_decay < 0:
            raise ValueError("negative setting")
        if beta1 >= 1 or beta2 >= 1:
            raise ValueError("a beta is 1 or more")
        self.params = params
        self.lr = lr
        self.beta1, self.beta2 = beta1, beta2
        self.eps = eps
        self.weight_decay = weight_decay
        self.memory = {}

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        for index, p in enumerate(self.params):
            if p.grad is None:
                continue
            old = p.detach()
            zeros = torch.zeros_like(old)
            m, s, t = self.memory.get(index, (zeros, zeros, 0))
            g = p.grad.detach() + self.weight_decay * old
            t = t + 1
            m = self.beta1 * m + (1 - self.beta1) * g
            s = self.beta2 * s + (1 - self.beta2) * g * g
            self.memory[index] = (m, s, t)
            root = torch.sqrt(s / (1 - self.beta2**t))
            new = old - self.lr * (m / (1 - self.beta1**t)) / (root + self.eps)
            with torch.no_grad():
                p.copy_(new)


@right(
    "A group of its own for every parameter, and a closure that returns the loss before the step.",
    seen="full marks",
)
def fit_with_torch(model, loss_fn, x, y, lr, weight_decay, steps):
    groups = [
        {"params": [p], "weight_decay": weight_decay if p.ndim > 1 else 0.0}
        for p in model.parameters()
    ]
    optimizer = torch.optim.Adam(groups, lr=lr)

    def closure():
        model.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        return loss

    return [optimizer.step(closure).item() for _ in range(steps)]
