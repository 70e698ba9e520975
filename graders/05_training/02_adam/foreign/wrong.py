"""Wrong answers by people who had seen the exercise alone."""

import math
import torch

from torchdojo.grading import wrong


@wrong(
    "eps stands under the root, where 1e-8 acts like 1e-4 outside: small gradients make much shorter steps than the formula's.",
    seen="named",
)
class Adam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        if min(lr, *betas, eps, weight_decay) < 0:
            raise ValueError("no setting may be negative")
        if max(betas) >= 1:
            raise ValueError("betas must be below 1")
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.m = [torch.zeros_like(p, requires_grad=False) for p in self.params]
        self.s = [torch.zeros_like(p, requires_grad=False) for p in self.params]
        self.t = [0] * len(self.params)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        for i, (p, m, s) in enumerate(zip(self.params, self.m, self.s)):
            if p.grad is None:
                continue
            g = p.grad + self.weight_decay * p
            self.t[i] += 1
            t = self.t[i]
            m.mul_(self.beta1).add_((1 - self.beta1) * g)
            s.mul_(self.beta2).add_((1 - self.beta2) * g * g)
            m_hat = m / (1 - self.beta1**t)
            s_hat = s / (1 - self.beta2**t)
            p -= self.lr * m_hat / torch.sqrt(s_hat + self.eps)


@wrong(
    "Both corrections are put into the step length, but eps is added to the uncorrected root: early on it weighs up to 30 times as much.",
    seen="named",
)
class Adam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        if min(lr, *betas, eps, weight_decay) < 0:
            raise ValueError("no setting may be negative")
        if max(betas) >= 1:
            raise ValueError("betas must be below 1")
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.m = [torch.zeros_like(p, requires_grad=False) for p in self.params]
        self.s = [torch.zeros_like(p, requires_grad=False) for p in self.params]
        self.t = [0] * len(self.params)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        for i, (p, m, s) in enumerate(zip(self.params, self.m, self.s)):
            if p.grad is None:
                continue
            g = p.grad + self.weight_decay * p
            self.t[i] += 1
            t = self.t[i]
            m.mul_(self.beta1).add_((1 - self.beta1) * g)
            s.mul_(self.beta2).add_((1 - self.beta2) * g * g)
            size = self.lr * math.sqrt(1 - self.beta2**t) / (1 - self.beta1**t)
            p.addcdiv_(m, s.sqrt().add_(self.eps), value=-size)


@wrong(
    "One t for the whole optimizer counts calls of step; a parameter that had no gradient for a while is corrected by too large a t.",
    seen="named",
)
class Adam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        if min(lr, *betas, eps, weight_decay) < 0:
            raise ValueError("no setting may be negative")
        if max(betas) >= 1:
            raise ValueError("betas must be below 1")
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.m = [torch.zeros_like(p, requires_grad=False) for p in self.params]
        self.s = [torch.zeros_like(p, requires_grad=False) for p in self.params]
        self.t = 0

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        self.t += 1
        for i, (p, m, s) in enumerate(zip(self.params, self.m, self.s)):
            if p.grad is None:
                continue
            g = p.grad + self.weight_decay * p
            t = self.t
            m.mul_(self.beta1).add_((1 - self.beta1) * g)
            s.mul_(self.beta2).add_((1 - self.beta2) * g * g)
            m_hat = m / (1 - self.beta1**t)
            s_hat = s / (1 - self.beta2**t)
            p -= self.lr * m_hat / (s_hat.sqrt() + self.eps)


@wrong(
    "The decay is taken off p directly, as AdamW does; here it belongs to g, and so goes through m and s.",
    seen="named",
)
class Adam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        if min(lr, *betas, eps, weight_decay) < 0:
            raise ValueError("no setting may be negative")
        if max(betas) >= 1:
            raise ValueError("betas must be below 1")
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.m = [torch.zeros_like(p, requires_grad=False) for p in self.params]
        self.s = [torch.zeros_like(p, requires_grad=False) for p in self.params]
        self.t = [0] * len(self.params)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        for i, (p, m, s) in enumerate(zip(self.params, self.m, self.s)):
            if p.grad is None:
                continue
            p.mul_(1 - self.lr * self.weight_decay)
            g = p.grad
            self.t[i] += 1
            t = self.t[i]
            m.mul_(self.beta1).add_((1 - self.beta1) * g)
            s.mul_(self.beta2).add_((1 - self.beta2) * g * g)
            m_hat = m / (1 - self.beta1**t)
            s_hat = s / (1 - self.beta2**t)
            p -= self.lr * m_hat / (s_hat.sqrt() + self.eps)


@wrong(
    "g is p.grad itself, so add_ writes the decay into .grad, which step has to leave as it was.",
    seen="named",
)
class Adam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        if min(lr, *betas, eps, weight_decay) < 0:
            raise ValueError("no setting may be negative")
        if max(betas) >= 1:
            raise ValueError("betas must be below 1")
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.m = [torch.zeros_like(p, requires_grad=False) for p in self.params]
        self.s = [torch.zeros_like(p, requires_grad=False) for p in self.params]
        self.t = [0] * len(self.params)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        for i, (p, m, s) in enumerate(zip(self.params, self.m, self.s)):
            if p.grad is None:
                continue
            g = p.grad
            if self.weight_decay != 0:
                g.add_(p, alpha=self.weight_decay)
            self.t[i] += 1
            t = self.t[i]
            m.mul_(self.beta1).add_((1 - self.beta1) * g)
            s.mul_(self.beta2).add_((1 - self.beta2) * g * g)
            m_hat = m / (1 - self.beta1**t)
            s_hat = s / (1 - self.beta2**t)
            p -= self.lr * m_hat / (s_hat.sqrt() + self.eps)


@wrong(
    "A beta of exactly 1 passes `> 1` and divides by 1 - 1 = 0 later; it has to raise ValueError at once.",
    seen="named",
)
class Adam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        if min(lr, *betas, eps, weight_decay) < 0:
            raise ValueError("no setting may be negative")
        if max(betas) > 1:
            raise ValueError("betas must be below 1")
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.m = [torch.zeros_like(p, requires_grad=False) for p in self.params]
        self.s = [torch.zeros_like(p, requires_grad=False) for p in self.params]
        self.t = [0] * len(self.params)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        for i, (p, m, s) in enumerate(zip(self.params, self.m, self.s)):
            if p.grad is None:
                continue
            g = p.grad + self.weight_decay * p
            self.t[i] += 1
            t = self.t[i]
            m.mul_(self.beta1).add_((1 - self.beta1) * g)
            s.mul_(self.beta2).add_((1 - self.beta2) * g * g)
            m_hat = m / (1 - self.beta1**t)
            s_hat = s / (1 - self.beta2**t)
            p -= self.lr * m_hat / (s_hat.sqrt() + self.eps)


@wrong(
    "Choosing by the name 'bias' also decays the weights of normalisation layers, which have one dimension and must not be decayed.",
    seen="named",
)
def fit_with_torch(model, loss_fn, x, y, lr, weight_decay, steps):
    decay = [p for name, p in model.named_parameters() if "bias" not in name]
    rest = [p for name, p in model.named_parameters() if "bias" in name]
    groups = [
        {"params": decay, "weight_decay": weight_decay},
        {"params": rest, "weight_decay": 0.0},
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
    "weight_decay is the default of all groups, and the second group doesn't override it with 0: biases are decayed as well.",
    seen="named",
)
def fit_with_torch(model, loss_fn, x, y, lr, weight_decay, steps):
    matrices = [p for p in model.parameters() if p.dim() >= 2]
    vectors = [p for p in model.parameters() if p.dim() < 2]
    optimizer = torch.optim.Adam(
        [{"params": matrices}, {"params": vectors}], lr=lr, weight_decay=weight_decay
    )
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return losses
