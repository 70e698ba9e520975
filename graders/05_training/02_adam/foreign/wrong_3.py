"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "One count for all: a parameter that had no gradient for some steps is corrected as if it had been updated each time.",
    seen="named",
)
class Adam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        if min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("a setting is out of range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.m = [torch.zeros_like(p) for p in self.params]
        self.s = [torch.zeros_like(p) for p in self.params]
        self.t = 0

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        beta1, beta2 = self.betas
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s, strict=True):
            if p.grad is None:
                continue
            g = p.grad + self.weight_decay * p
            m.mul_(beta1).add_(g, alpha=1 - beta1)
            s.mul_(beta2).addcmul_(g, g, value=1 - beta2)
            m_hat = m / (1 - beta1**self.t)
            s_hat = s / (1 - beta2**self.t)
            p -= self.lr * m_hat / (s_hat.sqrt() + self.eps)


@wrong(
    "The averages are corrected in place, so the next update goes on from the corrected ones: right at the first step, wrong from the second.",
    seen="named",
)
class Adam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.params = list(params)
        if len(self.params) == 0:
            raise ValueError("no parameters")
        if lr < 0 or eps < 0 or weight_decay < 0:
            raise ValueError("negative setting")
        if not all(0 <= beta < 1 for beta in betas):
            raise ValueError("betas must be in [0, 1)")
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.state = [
            {"m": torch.zeros_like(p), "s": torch.zeros_like(p), "t": 0} for p in self.params
        ]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        for p, state in zip(self.params, self.state, strict=True):
            if p.grad is None:
                continue
            g = p.grad + self.weight_decay * p
            state["t"] += 1
            state["m"] = self.beta1 * state["m"] + (1 - self.beta1) * g
            state["s"] = self.beta2 * state["s"] + (1 - self.beta2) * g * g
            state["m"] /= 1 - self.beta1 ** state["t"]
            state["s"] /= 1 - self.beta2 ** state["t"]
            p -= self.lr * state["m"] / (state["s"].sqrt() + self.eps)


@wrong(
    "Epsilon stands under the root, where it acts like its own root does outside; and the decay is added into `.grad` itself, which `step` must leave as it was.",
    seen="named",
)
class Adam:
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        for number in (lr, *betas, eps, weight_decay):
            if number < 0:
                raise ValueError("negative setting")
        if betas[0] >= 1 or betas[1] >= 1:
            raise ValueError("a beta is 1 or more")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.m = [torch.zeros_like(p) for p in self.params]
        self.s = [torch.zeros_like(p) for p in self.params]
        self.t = [0] * len(self.params)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        b1, b2 = self.betas
        for i, p in enumerate(self.params):
            g = p.grad
            if g is None:
                continue
            if self.weight_decay:
                g.add_(p, alpha=self.weight_decay)
            self.t[i] += 1
            self.m[i] = b1 * self.m[i] + (1 - b1) * g
            self.s[i] = b2 * self.s[i] + (1 - b2) * g**2
            m_hat = self.m[i] / (1 - b1 ** self.t[i])
            s_hat = self.s[i] / (1 - b2 ** self.t[i])
            p.sub_(self.lr * m_hat / torch.sqrt(s_hat + self.eps))


@wrong(
    'The groups go by the name "bias" instead of the number of dimensions, so the weights of a LayerNorm are decayed as well.',
    seen="named",
)
def fit_with_torch(model, loss_fn, x, y, lr, weight_decay, steps):
    named = list(model.named_parameters())
    groups = [
        {
            "params": [p for name, p in named if not name.endswith("bias")],
            "weight_decay": weight_decay,
        },
        {"params": [p for name, p in named if name.endswith("bias")], "weight_decay": 0.0},
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
