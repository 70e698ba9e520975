"""What goes wrong in an optimizer with a memory."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "`p = p - ...` makes a new tensor and moves the name: the model's own tensor never changes. Write `p -= ...`.",
    loses=[
        "steps_by_lr_times_gradient",
        "gathers_momentum",
        "skips_those_without_gradient",
        "changes_the_weights_in_place",
        "obeys_a_new_lr",
        "trains_models",
    ],
)
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
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = self.momentum * self.velocities[i] + p.grad
                    p = p - self.lr * self.velocities[i]


@mistake(
    "`p.data = ...` gives the tensor other memory: views of the weights keep the old numbers. Change them in place.",
    loses=["changes_the_weights_in_place"],
)
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
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = self.momentum * self.velocities[i] + p.grad
                    p.data = p.data - self.lr * self.velocities[i]


@mistake(
    "The update is part of the record: a leaf must be changed under `torch.no_grad()`.",
    loses=[
        "steps_by_lr_times_gradient",
        "gathers_momentum",
        "skips_those_without_gradient",
        "changes_the_weights_in_place",
        "obeys_a_new_lr",
        "trains_models",
    ],
)
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
        if True:
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = self.momentum * self.velocities[i] + p.grad
                    p -= self.lr * self.velocities[i]


@mistake(
    "A parameter that took no part in the loss has `.grad` None, and None cannot be added: skip it.",
    loses=["skips_those_without_gradient"],
)
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
        with torch.no_grad():
            for i, p in enumerate(self.params):
                self.velocities[i] = self.momentum * self.velocities[i] + p.grad
                p -= self.lr * self.velocities[i]


@mistake(
    "A parameter without gradient rolls on by its old velocity: it should stay, and its velocity wait.",
    loses=["skips_those_without_gradient"],
)
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
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = self.momentum * self.velocities[i] + p.grad
                if True:
                    p -= self.lr * self.velocities[i]


@mistake(
    "One velocity is shared by all parameters: each one needs its own.",
    loses=[
        "steps_by_lr_times_gradient",
        "gathers_momentum",
        "skips_those_without_gradient",
        "changes_the_weights_in_place",
        "obeys_a_new_lr",
        "trains_models",
    ],
)
class SGD:
    def __init__(self, params, lr, momentum=0.0) -> None:
        self.params = list(params)
        if not self.params or lr < 0 or momentum < 0:
            raise ValueError("no parameters, or a negative number")
        self.lr, self.momentum = lr, momentum
        self.velocity = 0.0

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocity = self.momentum * self.velocity + p.grad
                    p -= self.lr * self.velocity


@mistake(
    "Velocities are matched with the parameters that have a gradient right now: after a gap they belong to others.",
    loses=["skips_those_without_gradient"],
)
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
        with torch.no_grad():
            for i, p in enumerate(p for p in self.params if p.grad is not None):
                self.velocities[i] = self.momentum * self.velocities[i] + p.grad
                p -= self.lr * self.velocities[i]


@mistake(
    "The learning rate is applied twice: once in the velocity, and once more in the step.",
    loses=[
        "steps_by_lr_times_gradient",
        "gathers_momentum",
        "skips_those_without_gradient",
        "changes_the_weights_in_place",
        "obeys_a_new_lr",
        "trains_models",
    ],
)
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
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = self.momentum * self.velocities[i] + self.lr * p.grad
                    p -= self.lr * self.velocities[i]


@mistake(
    "The velocity contains the learning rate: after a change of `lr` the old velocities still follow the old one.",
    loses=["obeys_a_new_lr"],
)
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
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = self.momentum * self.velocities[i] + self.lr * p.grad
                    p -= self.velocities[i]


@mistake(
    "The gradient is weighted by `1 - momentum`: that is a moving average, and its steps are shorter.",
    loses=[
        "gathers_momentum",
        "skips_those_without_gradient",
        "changes_the_weights_in_place",
        "obeys_a_new_lr",
        "trains_models",
    ],
)
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
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = (
                        self.momentum * self.velocities[i] + (1 - self.momentum) * p.grad
                    )
                    p -= self.lr * self.velocities[i]


@mistake(
    "The momentum is never used: each step sees only its own gradient.",
    loses=["gathers_momentum", "skips_those_without_gradient", "obeys_a_new_lr", "trains_models"],
)
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
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = p.grad
                    p -= self.lr * self.velocities[i]


@mistake(
    "The parameter moves by its old velocity, before the new gradient is added: each step comes one too late.",
    loses=[
        "steps_by_lr_times_gradient",
        "gathers_momentum",
        "skips_those_without_gradient",
        "changes_the_weights_in_place",
        "obeys_a_new_lr",
        "trains_models",
    ],
)
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
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    p -= self.lr * self.velocities[i]
                    self.velocities[i] = self.momentum * self.velocities[i] + p.grad


@mistake(
    "The step goes along Nesterov's look-ahead: the contract asks for the velocity itself.",
    loses=[
        "gathers_momentum",
        "skips_those_without_gradient",
        "changes_the_weights_in_place",
        "obeys_a_new_lr",
        "trains_models",
    ],
)
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
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = self.momentum * self.velocities[i] + p.grad
                    p -= self.lr * (p.grad + self.momentum * self.velocities[i])


@mistake(
    "The first velocity is the gradient itself, not a copy: the next `backward()` writes into it.",
    loses=["gathers_momentum", "skips_those_without_gradient", "obeys_a_new_lr"],
)
class SGD:
    def __init__(self, params, lr, momentum=0.0) -> None:
        self.params = list(params)
        if not self.params or lr < 0 or momentum < 0:
            raise ValueError("no parameters, or a negative number")
        self.lr, self.momentum = lr, momentum
        self.velocities = [None] * len(self.params)

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    v = self.velocities[i]
                    self.velocities[i] = p.grad if v is None else self.momentum * v + p.grad
                    p -= self.lr * self.velocities[i]


@mistake(
    "The velocity is added into `.grad` in place: after the step it is no longer the gradient.",
    loses=["changes_the_weights_in_place"],
)
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
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    p.grad.add_(self.velocities[i], alpha=self.momentum).mul_(self.lr)
                    self.velocities[i] = p.grad / self.lr
                    p -= p.grad


@mistake(
    "`step` also clears the gradients: the caller may still want to look at them, and has `zero_grad()` for it.",
    loses=["changes_the_weights_in_place"],
)
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
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = self.momentum * self.velocities[i] + p.grad
                    p -= self.lr * self.velocities[i]
                    p.grad = None


@mistake(
    "`model.parameters()` is an iterator that can be walked through once: keep `list(params)`.",
    loses=["trains_models", "refuses_what_cannot_work"],
)
class SGD:
    def __init__(self, params, lr, momentum=0.0) -> None:
        self.params = params
        if not self.params or lr < 0 or momentum < 0:
            raise ValueError("no parameters, or a negative number")
        self.lr, self.momentum = lr, momentum
        self.velocities = [0.0 for _ in range(99)]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = self.momentum * self.velocities[i] + p.grad
                    p -= self.lr * self.velocities[i]


@mistake(
    "`zero_grad` does nothing: gradients of earlier batches, and those found at the start, take part.",
    loses=["trains_models"],
)
class SGD:
    def __init__(self, params, lr, momentum=0.0) -> None:
        self.params = list(params)
        if not self.params or lr < 0 or momentum < 0:
            raise ValueError("no parameters, or a negative number")
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        pass

    def step(self) -> None:
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = self.momentum * self.velocities[i] + p.grad
                    p -= self.lr * self.velocities[i]


@mistake(
    "`zero_grad` fills gradients with zeros: a parameter that takes no part must have None, or it still rolls on.",
    loses=["trains_models"],
)
class SGD:
    def __init__(self, params, lr, momentum=0.0) -> None:
        self.params = list(params)
        if not self.params or lr < 0 or momentum < 0:
            raise ValueError("no parameters, or a negative number")
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()

    def step(self) -> None:
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = self.momentum * self.velocities[i] + p.grad
                    p -= self.lr * self.velocities[i]


@mistake(
    "The work is left to `torch.optim.SGD`: this one is yours to write.",
    loses=["refuses_what_cannot_work", "trains_models"],
)
class SGD:
    def __init__(self, params, lr, momentum=0.0) -> None:
        self.inner = torch.optim.SGD(params, lr=lr, momentum=momentum)

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


@mistake(
    "Nothing is checked: an empty list of parameters or a negative number goes unnoticed.",
    loses=["refuses_what_cannot_work"],
)
class SGD:
    def __init__(self, params, lr, momentum=0.0) -> None:
        self.params = list(params)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = self.momentum * self.velocities[i] + p.grad
                    p -= self.lr * self.velocities[i]


slip(
    "A learning rate of zero is refused: only a negative one makes no sense.",
    loses=["refuses_what_cannot_work"],
    edits=[
        ("not self.params", "not self.params or lr <= 0 or momentum < 0"),
        (
            'ValueError("there are no parameters to train")',
            'ValueError("no parameters, or a negative number")',
        ),
        (
            "if lr < 0 or momentum < 0:\n"
            '    raise ValueError(f"lr {lr} and momentum {momentum} must not be negative")\n'
            "self.lr = lr",
            "",
        ),
        ("self.momentum = momentum", "self.lr, self.momentum = lr, momentum"),
    ],
    id="SGD-607995ed",
)


@mistake(
    "A missing gradient is taken for 0: the parameter rolls on and its velocity shrinks. Both stay as they are.",
    loses=["skips_those_without_gradient"],
)
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
        with torch.no_grad():
            for i, p in enumerate(self.params):
                grad = torch.zeros_like(p) if p.grad is None else p.grad
                self.velocities[i] = self.momentum * self.velocities[i] + grad
                p -= self.lr * self.velocities[i]


@mistake(
    "The velocity shrinks even where there is no gradient: it waits, as its parameter does.",
    loses=["skips_those_without_gradient"],
)
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
        with torch.no_grad():
            for p, v in zip(self.params, self.velocities):
                v *= self.momentum
                if p.grad is not None:
                    v += p.grad
                    p -= self.lr * v


@mistake(
    "The first velocity is `p.grad` itself, so the next step's `mul_` and `add_` write into `.grad`: keep a clone.",
    loses=[
        "steps_by_lr_times_gradient",
        "gathers_momentum",
        "skips_those_without_gradient",
        "obeys_a_new_lr",
    ],
)
class SGD:
    def __init__(self, params, lr, momentum=0.0) -> None:
        self.params = list(params)
        if not self.params or lr < 0 or momentum < 0:
            raise ValueError("no parameters, or a negative number")
        self.lr, self.momentum = lr, momentum
        self.velocities = [None] * len(self.params)

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                if self.velocities[i] is None:
                    self.velocities[i] = p.grad
                else:
                    self.velocities[i].mul_(self.momentum).add_(p.grad)
                p -= self.lr * self.velocities[i]


@mistake(
    "`next(iter(params))` takes the first parameter out of an iterator: it is never trained. Make the list first.",
    loses=["trains_models"],
)
class SGD:
    def __init__(self, params, lr, momentum=0.0) -> None:
        if next(iter(params), None) is None or lr < 0 or momentum < 0:
            raise ValueError("no parameters, or a negative number")
        self.params = list(params)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = self.momentum * self.velocities[i] + p.grad
                    p -= self.lr * self.velocities[i]


@mistake(
    "The iterator is used up before the list is made of it, so nothing is trained: `list(params)` comes first.",
    loses=["trains_models"],
)
class SGD:
    def __init__(self, params, lr, momentum=0.0) -> None:
        if len(list(params)) == 0 or lr < 0 or momentum < 0:
            raise ValueError("no parameters, or a negative number")
        self.params = list(params)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = self.momentum * self.velocities[i] + p.grad
                    p -= self.lr * self.velocities[i]


@mistake(
    "`not params` is never true of an iterator, even one without parameters: ask the list that you make of it.",
    loses=["refuses_what_cannot_work"],
)
class SGD:
    def __init__(self, params, lr, momentum=0.0) -> None:
        if not params or lr < 0 or momentum < 0:
            raise ValueError("no parameters, or a negative number")
        self.params = list(params)
        self.lr, self.momentum = lr, momentum
        self.velocities = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocities[i] = self.momentum * self.velocities[i] + p.grad
                    p -= self.lr * self.velocities[i]


slip(
    "The gradients are never cleared: `backward()` adds, so each step repeats all earlier ones.",
    loses=["fits_with_torchs_own"],
    edits=[("optimizer.zero_grad()", "")],
)

slip(
    "The gradients are cleared after the step only: those with which the model arrives join the first step.",
    loses=["fits_with_torchs_own"],
    edits=[
        ("optimizer.zero_grad()", ""),
        ("optimizer.step()", "optimizer.step()\noptimizer.zero_grad()"),
    ],
)

slip(
    "The gradients are cleared once, before the loop; `backward()` adds, so clear them in each round.",
    loses=["fits_with_torchs_own"],
    edits=[
        (
            "optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)",
            "optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)\n"
            "optimizer.zero_grad()",
        ),
        ("optimizer.zero_grad()", ""),
    ],
)

slip(
    "`zero_grad()` stands between `backward()` and `step()`: it throws away what was just computed.",
    loses=["fits_with_torchs_own"],
    edits=[
        ("optimizer.zero_grad()", ""),
        ("loss.backward()", "loss.backward()\noptimizer.zero_grad()"),
    ],
)

slip(
    "A new optimizer in every step has forgotten its momentum: build it once, before the loop.",
    loses=["fits_with_torchs_own"],
    edits=[
        ("optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)", ""),
        (
            "optimizer.zero_grad()",
            "optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)\n"
            "optimizer.zero_grad()",
        ),
    ],
)

slip(
    "`momentum` is not passed on: SGD works without it, only slower.",
    loses=["fits_with_torchs_own"],
    edits=[
        (
            "torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)",
            "torch.optim.SGD(model.parameters(), lr=lr)",
        )
    ],
)

slip(
    "The optimizer gets only the parameters of the last layer: the others never learn.",
    loses=["fits_with_torchs_own"],
    edits=[("model.parameters()", "list(model.children())[-1].parameters()")],
)

slip(
    "The steps are made by the class above: `fit_with_torch` is there to use `torch.optim.SGD`.",
    loses=["fits_with_torchs_own"],
    edits=[("torch.optim.SGD", "SGD")],
)

slip(
    "The losses are tensors that keep every record alive: take `loss.item()`.",
    loses=["fits_with_torchs_own"],
    edits=[("loss.item()", "loss")],
)

slip(
    "These are the losses after each step: the contract asks for the loss before it, which costs no extra pass.",
    loses=["fits_with_torchs_own"],
    edits=[("loss.item()", "loss_fn(model(x), y).item()")],
)

slip(
    "`step` uses the learning rate that it was given at the start: read `self.lr`, which the caller may change.",
    loses=["obeys_a_new_lr"],
    edits=[
        ("self.lr = lr", "self.lr = self.first_lr = lr"),
        ("self.lr * self.velocities[i]", "self.first_lr * self.velocities[i]"),
    ],
)

slip(
    "The momentum is kept under another name: the contract asks for attributes `lr` and `momentum`.",
    loses=["refuses_what_cannot_work"],
    edits=[
        ("self.momentum = momentum", "self.mu = momentum"),
        ("self.momentum * self.velocities[i]", "self.mu * self.velocities[i]"),
    ],
)

slip(
    "A negative `momentum` is not refused, only a negative `lr`: both raise ValueError.",
    loses=["refuses_what_cannot_work"],
    edits=[("lr < 0 or momentum < 0", "lr < 0")],
)

slip(
    "Each step sees one example, in turn: a step is made on the whole batch.",
    loses=["fits_with_torchs_own"],
    edits=[
        ("for _ in range(steps):", "for i in range(steps):"),
        ("loss_fn(model(x), y)", "loss_fn(model(x[i : i + 1]), y[i : i + 1])"),
    ],
)
