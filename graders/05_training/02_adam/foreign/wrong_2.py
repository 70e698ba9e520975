"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "One count `t` for all parameters: a parameter that gets its first gradient later is corrected as if it had been updated before; `t` counts the updates of each parameter.",
    seen="named",
)
class Adam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        if lr < 0 or eps < 0 or weight_decay < 0 or min(betas) < 0 or max(betas) >= 1:
            raise ValueError("bad setting")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.m = [torch.zeros_like(p) for p in self.params]
        self.s = [torch.zeros_like(p) for p in self.params]
        self.t = 0

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        self.t += 1
        b1, b2 = self.betas
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is None:
                continue
            g = p.grad + self.weight_decay * p
            m.mul_(b1).add_((1 - b1) * g)
            s.mul_(b2).add_((1 - b2) * g * g)
            m_hat = m / (1 - b1**self.t)
            s_hat = s / (1 - b2**self.t)
            p -= self.lr * m_hat / (s_hat.sqrt() + self.eps)


@wrong(
    "You shrink the weights beside the step, which is AdamW; here the decay belongs to the gradient, before both averages.",
    seen="named",
)
class Adam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        if lr < 0 or eps < 0 or weight_decay < 0 or min(betas) < 0 or max(betas) >= 1:
            raise ValueError("bad setting")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.state = [(torch.zeros_like(p), torch.zeros_like(p)) for p in self.params]
        self.counts = [0] * len(self.params)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        b1, b2 = self.betas
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.counts[i] += 1
            t = self.counts[i]
            m, s = self.state[i]
            p.mul_(1 - self.lr * self.weight_decay)
            m.mul_(b1).add_(p.grad, alpha=1 - b1)
            s.mul_(b2).addcmul_(p.grad, p.grad, value=1 - b2)
            p -= self.lr * (m / (1 - b1**t)) / ((s / (1 - b2**t)).sqrt() + self.eps)


@wrong(
    "`add_` writes the decay into `.grad` itself, which `step` must leave as it was; a second step without clearing decays twice.",
    seen="named",
)
class Adam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        if lr < 0 or eps < 0 or weight_decay < 0 or min(betas) < 0 or max(betas) >= 1:
            raise ValueError("bad setting")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.state = {
            i: {"t": 0, "m": torch.zeros_like(p), "s": torch.zeros_like(p)}
            for i, p in enumerate(self.params)
        }

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        b1, b2 = self.betas
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g, state = p.grad, self.state[i]
            if self.weight_decay:
                g.add_(p, alpha=self.weight_decay)
            state["t"] += 1
            state["m"] = b1 * state["m"] + (1 - b1) * g
            state["s"] = b2 * state["s"] + (1 - b2) * g**2
            m = state["m"] / (1 - b1 ** state["t"])
            s = state["s"] / (1 - b2 ** state["t"])
            p -= self.lr * m / (s.sqrt() + self.eps)


@wrong(
    "You tell biases by their name: the weight of a LayerNorm or a BatchNorm has one dimension and must not be decayed either.",
    seen="named",
)
def fit_with_torch(model, loss_fn, x, y, lr, weight_decay, steps):
    decay, no_decay = [], []
    for name, p in model.named_parameters():
        (no_decay if name.endswith("bias") else decay).append(p)
    groups = [
        {"params": decay, "weight_decay": weight_decay},
        {"params": no_decay, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.Adam(groups, lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


@wrong(
    "Two things: the step uses the learning rate of the beginning, so a schedule that changes `lr` has no effect; and a beta of exactly 1 is let through, which divides by 0.",
    seen="named",
)
class Adam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        if lr < 0 or eps < 0 or weight_decay < 0:
            raise ValueError("negative number")
        if not all(0 <= beta <= 1 for beta in betas):
            raise ValueError("betas must be between 0 and 1")
        self.lr = lr
        self.settings = (lr, *betas, eps, weight_decay)
        self.m = [torch.zeros_like(p) for p in self.params]
        self.s = [torch.zeros_like(p) for p in self.params]
        self.t = [0 for _ in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        lr, b1, b2, eps, decay = self.settings
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad + decay * p
            self.t[i] += 1
            self.m[i] = b1 * self.m[i] + (1 - b1) * g
            self.s[i] = b2 * self.s[i] + (1 - b2) * g * g
            m = self.m[i] / (1 - b1 ** self.t[i])
            s = self.s[i] / (1 - b2 ** self.t[i])
            p.sub_(lr * m / (s.sqrt() + eps))
