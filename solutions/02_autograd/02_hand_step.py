# /// torchdojo
# title = "A step by hand"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 30
# hints = [
#   """A step must change the very numbers that the caller's tensors hold, and must not itself \
#   become part of the record. Two small things in your code decide that: how you write the \
#   subtraction, and what stands around it.""",
#   """Inside `with torch.no_grad():`, `p -= ...` and `p.sub_(...)` change a leaf in place, \
#   while `p = p - ...` only gives a new tensor the old name. For `fit_`, ask before each \
#   `backward()` what `.grad` still holds.""",
#   """`step_` opens `torch.no_grad()`, then loops; inside, an `if` on `p.grad`, the \
#   subtraction in place, and the count. A round of `fit_` is: set both `.grad` to None, \
#   compute the loss, note its number, `backward()`, and a call of your `step_`.""",
# ]
# ///
"""# A step by hand

`optimizer.step()` looks like magic until you have written it. For plain gradient descent it is one
subtraction for each parameter, `p - lr * p.grad`. But this subtraction must happen in the right
place and in the right way, and each wrong way has a different symptom: an error, a model that never
changes, or one that trains on the wrong gradients.

## Goal

Write the step of gradient descent on raw tensors, and a small training loop around it: no
optimizer, no module.

## Contract

- `step_(params, lr)`
  - *takes* a list of leaf tensors that require gradients, a number
  - changes each one **in place** to `p - lr * p.grad`; those whose `.grad` is `None` stay as they
    are; returns the number of the others, also where their gradient is 0
- `fit_(w, b, x, y, lr, steps)`
  - *takes* leaves `w` `(D,)` and `b` `()`, examples `(N, D)`, targets `(N,)`
  - makes `steps` steps, all of them even where the loss stays or grows, on the **mean** squared
    error of `x @ w + b`, on all examples each time, changing `w` and `b` in place; returns a list
    of floats: the loss **before** each step

Rules:

- In place means: the same tensors and the same memory. Whoever holds a view of the weights sees
  them change.
- After either function the tensors are leaves that require gradients, as before; after `step_`
  their `.grad` is what it was.
- `w` and `b` may arrive at `fit_` with old gradients, which must not take part, or with none.
- The name ends in an underscore because torch's own methods that work in place do.

## What goes into the record

Autograd protects you from one mistake:

```python
>>> v = torch.tensor([1.0, 2.0], requires_grad=True)
>>> v *= 0.5
Traceback (most recent call last):
RuntimeError: a leaf Variable that requires grad is being used in an in-place operation.
```

An update is not part of the function that is being trained, so it belongs outside the graph, under
`torch.no_grad()`. There, in-place changes of leaves are allowed.

## Names and tensors

The usual way around that error is worse than the error:

```python
>>> v = torch.tensor([1.0, 2.0], requires_grad=True)
>>> mine = v
>>> v = v * 0.5
>>> v.is_leaf, mine
(False, tensor([1., 2.], requires_grad=True))
```

`v = ...` makes a new tensor and moves the name. Whoever else holds the old one, the model or the
caller, sees no change. And since the new one is not a leaf, the next `backward()` leaves its
`.grad` at `None`.

## Old gradients

`backward()` adds to `.grad`. Without clearing it, the second step goes along the sum of two
gradients, the third along that of three.

## Out of scope

Momentum, weight decay, mini-batches, other losses.

## Read more

[torch.no_grad](https://docs.pytorch.org/docs/stable/generated/torch.no_grad.html),
[in-place operations and autograd](https://docs.pytorch.org/docs/stable/notes/autograd.html#in-place-operations-with-autograd),
[torch.optim.SGD](https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html). Next: one
large batch, computed in several small ones.
"""

# %%
import torch

Parameters = list[torch.Tensor]


# %%
def step_(params: Parameters, lr: float) -> int:
    """Change each leaf in `params` in place to ``p - lr * p.grad``; skip those without gradient.

    Returns the number of those that have a gradient.

    >>> w = torch.tensor([1.0, 2.0], requires_grad=True)
    >>> w.grad = torch.tensor([10.0, 0.0])
    >>> step_([w], 0.5)
    1
    >>> w
    tensor([-4.,  2.], requires_grad=True)
    """
    ### BEGIN SOLUTION
    changed = 0
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad
                changed += 1
    return changed
    ### END SOLUTION


# %%
def fit_(
    w: torch.Tensor, b: torch.Tensor, x: torch.Tensor, y: torch.Tensor, lr: float, steps: int
) -> list[float]:
    """Fit ``x @ w + b`` to `y` by `steps` steps on the mean squared error, changing `w` and `b`.

    Returns the loss before each step.

    >>> w, b = torch.zeros(1, requires_grad=True), torch.zeros((), requires_grad=True)
    >>> fit_(w, b, torch.tensor([[1.0]]), torch.tensor([2.0]), lr=0.25, steps=2)
    [4.0, 0.0]
    >>> w, b
    (tensor([1.], requires_grad=True), tensor(1., requires_grad=True))
    """
    ### BEGIN SOLUTION
    losses = []
    for _ in range(steps):
        w.grad = b.grad = None
        loss = ((x @ w + b - y) ** 2).mean()
        losses.append(loss.item())
        loss.backward()
        step_([w, b], lr)
    return losses
    ### END SOLUTION


# %% tags=["explore"]
torch.manual_seed(0)
x = torch.randn(40, 2)
y = x @ torch.tensor([2.0, -3.0]) + 0.5 + 0.1 * torch.randn(40)
w, b = torch.zeros(2, requires_grad=True), torch.zeros((), requires_grad=True)
losses = fit_(w, b, x, y, lr=0.1, steps=50)
print("loss:", [round(loss, 3) for loss in losses[::10]])
print("weights:", w.tolist(), "should be near [2, -3]; bias:", b.item(), "near 0.5")
