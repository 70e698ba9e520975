"""# Write the test: one epoch of training

A training loop that is wrong still trains. The loss goes down, the plot looks as it should, and
weeks later somebody wonders why the results of a paper cannot be reached. This exercise is about
the test that finds such a loop at once. You write it; functions that train, right ones and wrong
ones, are handed to it; and your score is how well it tells them apart.

## Goal

Write one function that accepts every right `train_epoch` and rejects every wrong one.

## Contract

- `expected(*case)`
  - *takes* what `train_epoch` takes, see below
  - *returns* what a right function does: a place for an oracle of yours. No check calls it; leave
    it empty if your test does without
- `test_train_epoch(train_epoch)`
  - *takes* a function, see below
  - *returns* None if the function is right; raises an error, `AssertionError` as a rule, if it is
    not

What is judged is a `train_epoch(model, loader, loss_fn, optimizer)` as you know it: it makes one
update for every batch of the loader by the loss and the optimizer that it is given, leaves the
model in training mode, and returns the mean loss per example, over those examples that the loader
really gave out, as a float. Each loss is the one before its update.

These functions live in **another process**, and a model cannot be sent there. So your test is given
a *laboratory* around the function, which takes tensors and numbers:

`train_epoch(weight, bias, x, y, batch_size, lr, momentum=0.0, epochs=1, drop_last=False)`

- `weight`, `bias`
  - *shape* `(out, in)`, `(out,)`
  - where a linear model begins; never changed
- `x`, `y`
  - *shape* `(N, in)`, `(N, out)`
  - examples and targets, of the dtype of `weight`
- `batch_size`, `drop_last`: how a `DataLoader` cuts them, in their order; `drop_last` leaves out a
  last batch that is too small
- `lr`, `momentum`: settings of `torch.optim.SGD`; the loss is `nn.MSELoss`
- `epochs`: how often the function is called in a row, with the same model and the same optimizer

The model arrives in **evaluation mode**, and each of its parameters holds an **old gradient** of
ones. What comes back is a dict:

| key | holds |
|---|---|
| `"weight"`, `"bias"` | the model's parameters after the last epoch |
| `"losses"` | a list of what the function has returned, one for each epoch |
| `"training"` | whether the model is in training mode in the end |

An error inside the function comes out of the laboratory as it is. Your test runs several times,
with the same random numbers each time, and may make at most **4 different calls** of each function.

## The loss goes down

50 examples, batches of 8, a small learning rate, and three epochs of four functions:

| what the function does | mean loss of each epoch |
|---|---|
| trains as it should | 5.82, 4.87, 4.10 |
| takes the mean over batches, not over examples | 6.17, 5.12, 4.27 |
| makes two updates for each batch | 5.49, 3.87, 2.77 |
| never clears the gradients | 5.38, 1.45, 1.21 |

Only the first is right. A test that asks for a falling loss accepts all four; a test that prefers
low losses likes wrong ones best. With a small learning rate, many mistakes amount to longer steps,
and longer steps go down faster. On a larger model, after days, they overshoot.

So do not ask whether training is *good*. Ask whether it is *this* training: from the same numbers,
the same weights. The field calls the sequence of weights a *trajectory*, and two right programs
share it to about the last digits.

## An oracle that cannot make the mistake

An oracle that is written like the function shares its faults, and agrees with it. Look for a way in
which the mistake is not even possible: where slopes come from a formula or from
`torch.autograd.grad`, no `.grad` is left uncleared.

SGD with momentum keeps a velocity for each parameter, which is 0 before its first update:

velocity = momentum * velocity + slope, then parameter = parameter - lr * velocity

A case small enough for paper is an oracle, too. With weight 2, bias 1 and the example x = 3, y = 5,
the model says 7, which is 2 too much: loss 4, slopes 2 * 2 * 3 = 12 and 2 * 2 = 4. A step with lr
0.25 leads to weight -1 and bias 0.

## Where mistakes hide

A test sees a mistake only on an input where right and wrong *differ*. On the *degenerate* inputs on
the left they agree:

| input | what it hides |
|---|---|
| a single batch | an update per epoch in place of one per batch |
| batches of the same size | a mean of means |
| momentum 0 | whatever happens to the optimizer |
| a single epoch | whatever is lost or kept from one call to the next |
| a model that is right at the start | nearly everything: all slopes are 0 |

Every default of the laboratory is one of them.

Float64 keeps rounding out of your way: right functions then differ by 1e-15 or so, and
`torch.testing.assert_close` is strict.

## Out of scope

Dropout and batch normalisation, other optimizers, shuffled data, speed.

## Read more

[torch.testing.assert_close](https://docs.pytorch.org/docs/stable/testing.html#torch.testing.assert_close),
[torch.autograd.grad](https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html),
[torch.optim.SGD](https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html). Next: a test
for many programs that run at the same time.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def expected(*case: Any) -> dict[str, Any]:
    """What a right function returns for this case, computed in another way. No check calls it.

    >>> weight, bias, x, y = (torch.tensor(v) for v in ([[2.0]], [1.0], [[3.0]], [[5.0]]))
    >>> expected(weight, bias, x, y, 1, 0.25, 0.0, 1, False)
    {'weight': tensor([[-1.]]), 'bias': tensor([0.]), 'losses': [4.0], 'training': True}
    """
    # YOUR CODE HERE
    raise NotImplementedError


def test_train_epoch(train_epoch: Callable[..., dict[str, Any]]) -> None:
    """Raise an error unless `train_epoch`, in its laboratory, trains as it should.

    >>> def idle(weight, bias, x, y, batch_size, lr, momentum=0.0, epochs=1, drop_last=False):
    ...     return {"weight": weight, "bias": bias, "losses": [0.5] * epochs, "training": True}
    >>> test_train_epoch(idle)
    Traceback (most recent call last):
    AssertionError...
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    def pretender(
        weight: torch.Tensor,
        bias: torch.Tensor,
        x: torch.Tensor,
        y: torch.Tensor,
        batch_size: int,
        lr: float,
        momentum: float = 0.0,
        epochs: int = 1,
        drop_last: bool = False,
    ) -> dict[str, Any]:
        """It learns nothing at all, and its losses fall."""
        losses = [1 / epoch for epoch in range(1, epochs + 1)]
        return {"weight": weight, "bias": bias, "losses": losses, "training": True}

    def laboratory(train_epoch: Callable[..., Any]) -> Callable[..., dict[str, Any]]:
        """What stands around the functions that are judged: try your test on a loop of your own."""

        def run(weight, bias, x, y, batch_size, lr, momentum=0.0, epochs=1, drop_last=False):
            model = nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype)
            model.load_state_dict({"weight": weight, "bias": bias})
            for parameter in model.parameters():
                parameter.grad = torch.ones_like(parameter)
            model.eval()
            loader = DataLoader(TensorDataset(x, y), batch_size, drop_last=drop_last)
            optimizer = torch.optim.SGD(model.parameters(), lr, momentum)
            losses = [train_epoch(model, loader, nn.MSELoss(), optimizer) for _ in range(epochs)]
            trained = {name: value.detach() for name, value in model.named_parameters()}
            return trained | {"losses": losses, "training": model.training}

        return run

    def lazy(model: nn.Module, loader: DataLoader, loss_fn: nn.Module, optimizer: Any) -> float:
        """It computes every loss, and learns nothing."""
        seen = [loss_fn(model.train()(x), y).item() for x, y in loader for _ in x]
        return sum(seen) / len(seen)

    if __name__ == "__main__":
        for function in (pretender, laboratory(lazy)):
            try:
                test_train_epoch(function)
                print("accepted")
            except Exception as error:
                print(f"rejected. {type(error).__name__}: {error}")
