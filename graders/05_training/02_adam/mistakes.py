"""What goes wrong in an optimizer with two averages and a count."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "There is no bias correction: averages that start at zero are too small at first. Divide by `1 - beta**t`.",
    loses=[
        "follows_the_trajectory",
        "counts_each_parameters_updates",
        "adds_eps_to_the_root",
        "decays_the_weights",
        "trains_models",
    ],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i]
                square = self.squares[i]
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "Only the average gradient is corrected: the average square starts at zero too, and needs `1 - beta2**t`.",
    loses=[
        "follows_the_trajectory",
        "counts_each_parameters_updates",
        "adds_eps_to_the_root",
        "decays_the_weights",
        "trains_models",
    ],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i]
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "One count for all parameters goes up with every step: `t` counts the updates of this parameter.",
    loses=["counts_each_parameters_updates"],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        self.t = getattr(self, "t", 0) + 1
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] = self.t
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "One count goes up with every parameter: it is ahead of all but the first. Each parameter needs its own.",
    loses=[
        "follows_the_trajectory",
        "counts_each_parameters_updates",
        "adds_eps_to_the_root",
        "decays_the_weights",
        "trains_models",
    ],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.t = getattr(self, "t", 0) + 1
                self.counts[i] = self.t
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "The count goes up at the end of an update: the first correction is by `1 - beta**0`, which is zero.",
    loses=[
        "follows_the_trajectory",
        "counts_each_parameters_updates",
        "adds_eps_to_the_root",
        "decays_the_weights",
        "trains_models",
    ],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)
                self.counts[i] += 1


@mistake(
    "The correction divides by `1 - beta * t`: the beta is raised to the power of `t`.",
    loses=[
        "follows_the_trajectory",
        "counts_each_parameters_updates",
        "adds_eps_to_the_root",
        "decays_the_weights",
        "trains_models",
    ],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 * self.counts[i])
                square = self.squares[i] / (1 - beta2 * self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "The correction is stored in the averages themselves: correct a copy, `m` and `s` go on as they are.",
    loses=[
        "follows_the_trajectory",
        "counts_each_parameters_updates",
        "adds_eps_to_the_root",
        "decays_the_weights",
        "trains_models",
    ],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                self.means[i] = mean = self.means[i] / (1 - beta1 ** self.counts[i])
                self.squares[i] = square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "`eps` stands under the root, where it weighs much more: take the root first, then add it.",
    loses=["adds_eps_to_the_root"],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square + self.eps).sqrt()


@mistake(
    "`eps` is added before the correction: it belongs to the corrected root.",
    loses=["adds_eps_to_the_root"],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                root = (self.squares[i].sqrt() + self.eps) / (1 - beta2 ** self.counts[i]) ** 0.5
                p -= self.lr * mean / root


@mistake(
    "`eps` is left out: a parameter whose gradients are all zero becomes NaN, by 0 / 0.",
    loses=["adds_eps_to_the_root"],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / square.sqrt()


@mistake(
    "The decay is added into `.grad` in place: after the step it is no longer the gradient.",
    loses=["changes_the_weights_in_place"],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad.add_(self.weight_decay * p)
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "The weights are decayed beside the step, as AdamW does: in Adam the decay is part of the gradient.",
    loses=["decays_the_weights"],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                p *= 1 - self.lr * self.weight_decay
                g = p.grad
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "`weight_decay` is never used: add it times the parameter to the gradient.",
    loses=["decays_the_weights"],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "Only the average gradient sees the decay: the average square takes the decayed gradient as well.",
    loses=["decays_the_weights"],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * p.grad * p.grad
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "The second memory averages the squared average: it takes the square of the new gradient.",
    loses=[
        "follows_the_trajectory",
        "counts_each_parameters_updates",
        "adds_eps_to_the_root",
        "decays_the_weights",
        "trains_models",
    ],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * self.means[i] ** 2
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "The root is missing: divided by its square, a small gradient makes a huge step.",
    loses=[
        "follows_the_trajectory",
        "counts_each_parameters_updates",
        "adds_eps_to_the_root",
        "decays_the_weights",
        "trains_models",
    ],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square + self.eps)


@mistake(
    "The betas have changed places: the first belongs to the average gradient, the second to the average square.",
    loses=[
        "follows_the_trajectory",
        "counts_each_parameters_updates",
        "adds_eps_to_the_root",
        "decays_the_weights",
        "trains_models",
    ],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta2, beta1 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "Gradients are added without `1 - beta`, as in momentum: these memories are averages.",
    loses=[
        "follows_the_trajectory",
        "counts_each_parameters_updates",
        "adds_eps_to_the_root",
        "decays_the_weights",
        "trains_models",
    ],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + g
                self.squares[i] = beta2 * self.squares[i] + g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "`p = p - ...` makes a new tensor and moves the name: the model's own tensor never changes. Write `p -= ...`.",
    loses=[
        "follows_the_trajectory",
        "counts_each_parameters_updates",
        "adds_eps_to_the_root",
        "decays_the_weights",
        "changes_the_weights_in_place",
        "trains_models",
    ],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p = p - self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "`p.data = ...` gives the tensor other memory: views of the weights keep the old numbers. Change them in place.",
    loses=["changes_the_weights_in_place"],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p.data = p.data - self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "The update is part of the record: a leaf must be changed under `torch.no_grad()`.",
    loses=[
        "follows_the_trajectory",
        "counts_each_parameters_updates",
        "adds_eps_to_the_root",
        "decays_the_weights",
        "changes_the_weights_in_place",
        "trains_models",
    ],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        if True:
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "A parameter that took no part in the loss has `.grad` None, and None cannot be added: skip it.",
    loses=["counts_each_parameters_updates"],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "A parameter without gradient is updated as if it were zero: it should stay, and its averages wait.",
    loses=["counts_each_parameters_updates"],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                grad = torch.zeros_like(p) if p.grad is None else p.grad
                g = grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "One pair of averages is shared by all parameters: each one needs its own.",
    loses=[
        "follows_the_trajectory",
        "counts_each_parameters_updates",
        "adds_eps_to_the_root",
        "decays_the_weights",
        "changes_the_weights_in_place",
        "trains_models",
    ],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.mean = self.square = 0.0

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.mean = beta1 * self.mean + (1 - beta1) * g
                self.square = beta2 * self.square + (1 - beta2) * g * g
                mean = self.mean / (1 - beta1 ** self.counts[i])
                square = self.square / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "`model.parameters()` is an iterator that can be walked through once: keep `list(params)`.",
    loses=["trains_models", "refuses_what_cannot_work"],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = params
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * 99
        self.means = [0.0 for _ in range(99)]
        self.squares = [0.0 for _ in range(99)]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "`zero_grad` does nothing: gradients of earlier batches, and those found at the start, take part.",
    loses=["trains_models"],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        pass

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "`zero_grad` fills gradients with zeros: a parameter that takes no part must have None, or it still moves.",
    loses=["trains_models"],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.params = list(params)
        if not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


@mistake(
    "The work is left to `torch.optim.Adam`: this one is yours to write.",
    loses=["trains_models"],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        self.inner = torch.optim.Adam(params, lr, betas, eps, weight_decay)

    @property
    def lr(self) -> float:
        return self.inner.param_groups[0]["lr"]

    @lr.setter
    def lr(self, value: float) -> None:
        self.inner.param_groups[0]["lr"] = value

    def zero_grad(self) -> None:
        self.inner.zero_grad()

    def step(self) -> None:
        self.inner.step()


slip(
    "Nothing is checked: an empty list of parameters or a senseless number goes unnoticed.",
    loses=["refuses_what_cannot_work"],
    edits=[
        (
            "if not self.params:\n"
            '    raise ValueError("there are no parameters to train")\n'
            "if min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:\n"
            '    raise ValueError("a number is negative, or a beta is 1 or more")',
            "",
        ),
        ("[0 for _ in self.params]", "[0] * len(self.params)"),
    ],
    id="Adam-9b5cd507",
)


@mistake(
    "`not params` is never true of an iterator, even one without parameters: ask the list that you make of it.",
    loses=["refuses_what_cannot_work"],
)
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0) -> None:
        if not params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1:
            raise ValueError("no parameters, or a number out of its range")
        self.params = list(params)
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.counts = [0] * len(self.params)
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.counts[i] += 1
                self.means[i] = beta1 * self.means[i] + (1 - beta1) * g
                self.squares[i] = beta2 * self.squares[i] + (1 - beta2) * g * g
                mean = self.means[i] / (1 - beta1 ** self.counts[i])
                square = self.squares[i] / (1 - beta2 ** self.counts[i])
                p -= self.lr * mean / (square.sqrt() + self.eps)


slip(
    "`next(iter(params))` takes the first parameter out of an iterator: it is never trained. Make the list first.",
    loses=["trains_models"],
    edits=[
        (
            "self.params = list(params)",
            "if next(iter(params), None) is None:\n"
            '    raise ValueError("no parameters")\n'
            "self.params = list(params)",
        ),
        ('if not self.params:\n    raise ValueError("there are no parameters to train")', ""),
        (
            'ValueError("a number is negative, or a beta is 1 or more")',
            'ValueError("no parameters, or a number out of its range")',
        ),
        ("[0 for _ in self.params]", "[0] * len(self.params)"),
    ],
    id="Adam-142c54c2",
)

slip(
    "A beta of 1 is accepted: its average would never leave zero.",
    loses=["refuses_what_cannot_work"],
    edits=[
        ('if not self.params:\n    raise ValueError("there are no parameters to train")', ""),
        (
            "min(lr, *betas, eps, weight_decay) < 0 or max(betas) >= 1",
            "not self.params or min(lr, *betas, eps, weight_decay) < 0 or max(betas) > 1",
        ),
        (
            'ValueError("a number is negative, or a beta is 1 or more")',
            'ValueError("no parameters, or a number out of its range")',
        ),
        ("[0 for _ in self.params]", "[0] * len(self.params)"),
    ],
    id="Adam-e63526ba",
)


@mistake(
    "All parameters are in one group, so that biases and normalisation layers are decayed too.",
    loses=["fits_with_torchs_own"],
)
def fit_with_torch(model, loss_fn, x, y, lr, weight_decay, steps) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, weight_decay=weight_decay)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


@mistake(
    "The groups are made by name: the weight of a normalisation layer is no bias, but has one dimension too.",
    loses=["fits_with_torchs_own"],
)
def fit_with_torch(model, loss_fn, x, y, lr, weight_decay, steps) -> list[float]:
    named = list(model.named_parameters())
    groups = [
        {"params": [p for n, p in named if "bias" not in n], "weight_decay": weight_decay},
        {"params": [p for n, p in named if "bias" in n]},
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


@mistake(
    "The parameters that are not decayed are in no group at all: nobody trains them.",
    loses=["fits_with_torchs_own"],
)
def fit_with_torch(model, loss_fn, x, y, lr, weight_decay, steps) -> list[float]:
    groups = [
        {"params": [p for p in model.parameters() if p.ndim >= 2], "weight_decay": weight_decay},
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


slip(
    "The optimizer is `AdamW`, which decays in another way: the contract asks for `torch.optim.Adam`.",
    loses=["fits_with_torchs_own"],
    edits=[
        (
            '{"params": [p for p in model.parameters() if p.ndim < 2], "weight_decay": 0.0}',
            '{"params": [p for p in model.parameters() if p.ndim < 2]}',
        ),
        ("torch.optim.Adam(groups, lr=lr)", "torch.optim.AdamW(groups, lr=lr, weight_decay=0.0)"),
    ],
)

slip(
    "The gradients are never cleared: `backward()` adds, so each step repeats all earlier ones.",
    loses=["fits_with_torchs_own"],
    edits=[
        (
            '{"params": [p for p in model.parameters() if p.ndim < 2], "weight_decay": 0.0}',
            '{"params": [p for p in model.parameters() if p.ndim < 2]}',
        ),
        ("optimizer.zero_grad()", ""),
    ],
)

slip(
    "A new optimizer in every step has forgotten its averages: build it once, before the loop.",
    loses=["fits_with_torchs_own"],
    edits=[
        (
            '{"params": [p for p in model.parameters() if p.ndim < 2], "weight_decay": 0.0}',
            '{"params": [p for p in model.parameters() if p.ndim < 2]}',
        ),
        ("optimizer = torch.optim.Adam(groups, lr=lr)", ""),
        (
            "optimizer.zero_grad()",
            "optimizer = torch.optim.Adam(groups, lr=lr)\noptimizer.zero_grad()",
        ),
    ],
)

slip(
    "The learning rate is not passed on: Adam falls back on 0.001.",
    loses=["fits_with_torchs_own"],
    edits=[
        (
            '{"params": [p for p in model.parameters() if p.ndim < 2], "weight_decay": 0.0}',
            '{"params": [p for p in model.parameters() if p.ndim < 2]}',
        ),
        ("torch.optim.Adam(groups, lr=lr)", "torch.optim.Adam(groups)"),
    ],
)


@mistake(
    "The steps are made by the class above: `fit_with_torch` is there to use `torch.optim.Adam`.",
    loses=["fits_with_torchs_own"],
)
def fit_with_torch(model, loss_fn, x, y, lr, weight_decay, steps) -> list[float]:
    few = Adam([p for p in model.parameters() if p.ndim < 2], lr=lr)
    many = [p for p in model.parameters() if p.ndim >= 2]
    optimizer = Adam(many, lr=lr, weight_decay=weight_decay)
    losses = []
    for _ in range(steps):
        few.zero_grad()
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        few.step()
        optimizer.step()
        losses.append(loss.item())
    return losses


slip(
    "The losses are tensors that keep every record alive: take `loss.item()`.",
    loses=["fits_with_torchs_own"],
    edits=[
        (
            '{"params": [p for p in model.parameters() if p.ndim < 2], "weight_decay": 0.0}',
            '{"params": [p for p in model.parameters() if p.ndim < 2]}',
        ),
        ("loss.item()", "loss"),
    ],
)

slip(
    "These are the losses after each step: the contract asks for the loss before it, which costs no extra pass.",
    loses=["fits_with_torchs_own"],
    edits=[
        (
            '{"params": [p for p in model.parameters() if p.ndim < 2], "weight_decay": 0.0}',
            '{"params": [p for p in model.parameters() if p.ndim < 2]}',
        ),
        ("loss.item()", "loss_fn(model(x), y).item()"),
    ],
)

slip(
    "`step` uses the learning rate that it was given at the start: read `self.lr`, which the caller may change.",
    loses=["follows_the_trajectory"],
    edits=[
        (
            "self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay",
            "self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay\n"
            "self.first_lr = lr",
        ),
        ("self.lr * mean", "self.first_lr * mean"),
    ],
)

slip(
    "Each step sees one example, in turn: a step is made on the whole batch.",
    loses=["fits_with_torchs_own"],
    edits=[
        ("for _ in range(steps):", "for i in range(steps):"),
        ("loss_fn(model(x), y)", "loss_fn(model(x[i : i + 1]), y[i : i + 1])"),
    ],
)
