"""What goes wrong in a step that is written by hand."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "`p = p - ...` makes a new tensor and moves the name: the caller's tensor stays as it was. Write `p -= ...`.",
    loses=[
        "steps_downhill",
        "skips_those_without_gradient",
        "works_in_the_same_memory",
        "fits_step_by_step",
        "reports_the_losses",
        "leaves_stay_leaves",
    ],
)
def step_(params, lr: float) -> int:
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p = p - lr * p.grad
    return sum(p.grad is not None for p in params)


@mistake(
    "The update is part of the record: a leaf must be changed under `torch.no_grad()`.",
    loses=[
        "steps_downhill",
        "skips_those_without_gradient",
        "leaves_stay_leaves",
        "works_in_the_same_memory",
        "fits_step_by_step",
        "reports_the_losses",
    ],
)
def step_(params, lr: float) -> int:
    for p in params:
        if p.grad is not None:
            p -= lr * p.grad
    return sum(p.grad is not None for p in params)


@mistake(
    "`p.data = ...` gives the tensor other memory: views of the weights keep the old numbers. Change them in place.",
    loses=["works_in_the_same_memory", "fits_step_by_step"],
)
def step_(params, lr: float) -> int:
    for p in params:
        if p.grad is not None:
            p.data = p.data - lr * p.grad
    return sum(p.grad is not None for p in params)


@mistake(
    "The step goes uphill: subtract the gradient, it points to where the loss grows.",
    loses=[
        "steps_downhill",
        "skips_those_without_gradient",
        "works_in_the_same_memory",
        "fits_step_by_step",
        "reports_the_losses",
        "leaves_stay_leaves",
    ],
)
def step_(params, lr: float) -> int:
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p += lr * p.grad
    return sum(p.grad is not None for p in params)


@mistake(
    "The learning rate is left out: the step is `lr` times the gradient.",
    loses=[
        "steps_downhill",
        "skips_those_without_gradient",
        "works_in_the_same_memory",
        "fits_step_by_step",
        "reports_the_losses",
        "leaves_stay_leaves",
    ],
)
def step_(params, lr: float) -> int:
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= p.grad
    return sum(p.grad is not None for p in params)


@mistake(
    "A parameter that took no part in the loss has `.grad` None, and None cannot be multiplied: skip it.",
    loses=["skips_those_without_gradient"],
)
def step_(params, lr: float) -> int:
    with torch.no_grad():
        for p in params:
            p -= lr * p.grad
    return sum(p.grad is not None for p in params)


slip(
    "The number of all parameters is returned; asked for are those that were changed.",
    loses=["skips_those_without_gradient"],
    edits=[("changed = 0", ""), ("changed += 1", ""), ("return changed", "return len(params)")],
)


@mistake(
    "The loop ends at the first parameter without gradient: skip it with `continue` and go on.",
    loses=["skips_those_without_gradient"],
)
def step_(params, lr: float) -> int:
    changed = 0
    with torch.no_grad():
        for p in params:
            if p.grad is None:
                break
            p -= lr * p.grad
            changed += 1
    return changed


@mistake(
    "One parameter without gradient stops the step for all: skip that one, and step the others.",
    loses=["skips_those_without_gradient"],
)
def step_(params, lr: float) -> int:
    if any(p.grad is None for p in params):
        return 0
    with torch.no_grad():
        for p in params:
            p -= lr * p.grad
    return len(params)


slip(
    "`step_` also clears the gradients: the caller may still want to look at them.",
    loses=["steps_downhill", "leaves_stay_leaves"],
    edits=[
        ("changed = 0", "changed = sum(p.grad is not None for p in params)"),
        ("changed += 1", "p.grad = None"),
    ],
)


@mistake(
    "The gradient itself is multiplied in place: after the step `.grad` is no longer the gradient.",
    loses=["steps_downhill", "leaves_stay_leaves"],
)
def step_(params, lr: float) -> int:
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= p.grad.mul_(lr)
    return sum(p.grad is not None for p in params)


@mistake(
    "`requires_grad_(False)` for the update is never undone: the tensors no longer learn.",
    loses=["leaves_stay_leaves", "fits_step_by_step", "reports_the_losses"],
)
def step_(params, lr: float) -> int:
    for p in params:
        if p.grad is not None:
            p.requires_grad_(False)
            p -= lr * p.grad
    return sum(p.grad is not None for p in params)


@mistake(
    "The gradients are never cleared: `backward()` adds, so each step repeats all earlier ones.",
    loses=["fits_step_by_step", "reports_the_losses"],
)
def fit_(w, b, x, y, lr: float, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        loss = ((x @ w + b - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        step_([w, b], lr)
    return losses


@mistake(
    "The gradients are cleared after the step only: the first step still goes along the old ones.",
    loses=["fits_step_by_step", "reports_the_losses"],
)
def fit_(w, b, x, y, lr: float, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        loss = ((x @ w + b - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        step_([w, b], lr)
        w.grad = b.grad = None
    return losses


@mistake(
    "`w = w - ...` gives the name to a new tensor: no leaf under the record, and the caller's `w` never changes.",
    loses=["fits_step_by_step", "reports_the_losses"],
)
def fit_(w, b, x, y, lr: float, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        w.grad = b.grad = None
        loss = ((x @ w + b - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        w = w - lr * w.grad
        b = b - lr * b.grad
    return losses


@mistake(
    "The caller's own w and b never change: a copy is trained, or their names are given to new tensors.",
    loses=["fits_step_by_step"],
)
def fit_(w, b, x, y, lr: float, steps: int) -> list[float]:
    w, b = w.detach().clone().requires_grad_(), b.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        w.grad = b.grad = None
        loss = ((x @ w + b - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        step_([w, b], lr)
    return losses


@mistake(
    "Only `w` takes steps: the bias is a parameter too.",
    loses=["fits_step_by_step", "reports_the_losses"],
)
def fit_(w, b, x, y, lr: float, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        w.grad = b.grad = None
        loss = ((x @ w + b - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        step_([w], lr)
    return losses


slip(
    "This loss is the sum of the squares: the contract asks for their mean, which does not grow with N.",
    loses=["fits_step_by_step", "reports_the_losses"],
    edits=[
        (
            "loss = ((x @ w + b - y) ** 2).mean()",
            "loss = ((x @ w + b - y) ** 2).sum()\nloss.backward()",
        ),
        ("loss.backward()", ""),
    ],
)

slip(
    "The losses are tensors that keep every record alive: take `loss.item()`.",
    loses=["reports_the_losses"],
    edits=[
        ("losses.append(loss.item())", ""),
        ("loss.backward()", "loss.backward()\nlosses.append(loss)"),
    ],
)


@mistake(
    "These are the losses after each step: the contract asks for the loss before it, which costs no extra pass.",
    loses=["reports_the_losses"],
)
def fit_(w, b, x, y, lr: float, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        w.grad = b.grad = None
        ((x @ w + b - y) ** 2).mean().backward()
        step_([w, b], lr)
        losses.append(((x @ w + b - y) ** 2).mean().item())
    return losses


slip(
    "The loop ends when the loss stays or grows: `steps` steps are promised, and a loss for each.",
    loses=["reports_the_losses"],
    edits=[
        (
            "loss = ((x @ w + b - y) ** 2).mean()",
            "loss = ((x @ w + b - y) ** 2).mean()\n"
            "if losses and abs(losses[-1] - loss.item()) < 1e-9:\n"
            "    break",
        )
    ],
)

slip(
    "The loop ends when the loss stays or grows: `steps` steps are promised, and a loss for each.",
    loses=["fits_step_by_step", "reports_the_losses"],
    edits=[
        (
            "loss = ((x @ w + b - y) ** 2).mean()",
            "loss = ((x @ w + b - y) ** 2).mean()\n"
            "if losses and loss.item() >= losses[-1]:\n"
            "    break",
        )
    ],
)


@mistake(
    "The gradient for `b` is taken after `w` has moved: take both at the same point, then make the step.",
    loses=["fits_step_by_step", "reports_the_losses"],
)
def fit_(w, b, x, y, lr: float, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        losses.append(((x @ w + b - y) ** 2).mean().item())
        for p in (w, b):
            (grad,) = torch.autograd.grad(((x @ w + b - y) ** 2).mean(), p)
            with torch.no_grad():
                p -= lr * grad
    return losses


@mistake(
    "Before the first `backward()` there may be no `.grad` to call `zero_()` on: set it to None.",
    loses=["fits_step_by_step", "reports_the_losses"],
)
def fit_(w, b, x, y, lr: float, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        w.grad.zero_()
        b.grad.zero_()
        loss = ((x @ w + b - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        step_([w, b], lr)
    return losses


@mistake(
    "The derivative of a square has a factor 2: the gradient for `w` is `2 / N` times `x.T @ error`.",
    loses=["fits_step_by_step", "reports_the_losses"],
)
def fit_(w, b, x, y, lr: float, steps: int) -> list[float]:
    losses = []
    with torch.no_grad():
        for _ in range(steps):
            error = x @ w + b - y
            losses.append((error**2).mean().item())
            w -= lr * x.T @ error / len(y)
            b -= lr * error.mean()
    return losses


slip(
    "A gradient of zeros is taken for none: a tensor counts as soon as its `.grad` is not None.",
    loses=["skips_those_without_gradient"],
    edits=[("p.grad is not None", "p.grad is not None and p.grad.any()")],
)

slip(
    "Each step looks at one example only: the loss is the mean over all of them.",
    loses=["fits_step_by_step", "reports_the_losses"],
    edits=[
        ("for _ in range(steps):", "for step in range(steps):"),
        (
            "loss = ((x @ w + b - y) ** 2).mean()",
            "i = step % len(x)\nloss = (x[i] @ w + b - y[i]) ** 2",
        ),
    ],
)


@mistake(
    "The losses are those after each step, and the loop ends when one does not fall: note the loss before a step, and make all `steps`.",
    loses=["fits_step_by_step", "reports_the_losses"],
)
def fit_(w, b, x, y, lr: float, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        w.grad = b.grad = None
        ((x @ w + b - y) ** 2).mean().backward()
        step_([w, b], lr)
        losses.append(((x @ w + b - y) ** 2).mean().item())
        if len(losses) > 1 and losses[-1] >= losses[-2]:
            break
    return losses
