# /// torchdojo
# title = "Stop in time, and keep the best"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 30
# hints = [
#   """What does `model.state_dict()` hold after the model has been trained on: the numbers \
#   from when you asked for it, or the ones of now? Try it with a single weight.""",
#   """Keep four things: the best value, its epoch, a deep copy of the state from then, and how \
#   many epochs in a row were no better. While there is no best yet, every value but a NaN is \
#   better than nothing, even an infinite one. Which of `value < best` and `not value >= best` \
#   is true for a NaN?""",
#   """With `sign = 1` for \"min\" and `-1` for \"max\", better means \
#   `sign * value < sign * best`, or, while there is no best, that the value is no NaN. If so, \
#   store all three and set the count to 0, or else add 1 to it; return `count >= patience`. \
#   `fit_best` trains, evaluates, appends, updates, and breaks; `restore` comes after the loop, \
#   however it ended.""",
# ]
# ///
"""# Stop in time, and keep the best

Trained long enough, a network gets better on its training data and worse on everything else. The
loss on held-out data falls, turns, and rises. *Early stopping* watches that loss, waits a while in
case it falls again, gives up, and goes back to the weights of the best epoch. It costs nothing but
one copy of the weights, and it saves all the epochs that would have made the model worse.

That one copy is where it goes wrong. `state_dict()` does not copy: its tensors *are* the weights,
and training changes them in place. Whoever keeps it keeps the latest weights under the name of the
best, and nobody complains.

## Goal

Write the watcher, and a training loop that uses it.

## Contract

- `EarlyStopping(patience, mode="min")`
  - *takes* an `int`, 1 or more; `"min"` if smaller values are better, `"max"` if larger ones are
  - `ValueError` for a smaller number or another mode
- `.update(value, model)`
  - *takes* a float, measured after an epoch; the model as it is now
  - if the value is better than all before: remembers it, the epoch, and the model's parameters and
    buffers, as in its `state_dict()`. Returns a bool: True if the last `patience` epochs (or more)
    were no better, so training should stop
- `.best_value`, `.best_epoch`: the best value and which call of `update` it came with, counted from
  0; None and None before there is one
- `.restore(model)`
  - *takes* the model
  - puts the remembered parameters and buffers back, in place. `ValueError` if there is nothing to
    put back

Rules:

- Better means strictly better. Of two epochs with the same value the first one counts. The first
  value that is a number is better than nothing, even if it is infinite.
- A NaN is never better. It uses up patience like any bad epoch.
- What was remembered never changes, whatever is done to the model later, before or after `restore`.

Functions:

- `fit_best(model, train_epoch, evaluate, patience, max_epochs)`
  - *takes* a module; `train_epoch(model)`, which trains it for one epoch; `evaluate(model)`, which
    returns a float, the smaller the better; two ints
  - *returns* a list of floats: the value after each epoch that was trained

`fit_best` trains until patience is over, and `max_epochs` epochs at most. Either way the model ends
with its best weights, if any epoch had a value that is a number.

## How long is patience?

With `patience=2` and mode `"min"`:

| epoch | 0 | 1 | 2 | 3 | 4 | 5 |
|---|---|---|---|---|---|---|
| value | 0.9 | 0.7 | 0.8 | 0.6 | 0.6 | 0.7 |
| better? | yes | yes | no | yes | no | no |
| `update` returns | False | False | False | False | False | True |

The bad epoch 2 is forgiven by epoch 3: only bad epochs in a row count. Epoch 4 is as good as the
best, which is not better.

## A dict of the same tensors

```python
>>> layer = torch.nn.Linear(1, 1)
>>> kept = layer.state_dict()
>>> _ = layer.weight.data.fill_(7.0)
>>> kept["weight"]
tensor([[7.]])
```

`dict(kept)` and `kept.copy()` make another dict, of the same tensors again.

## Out of scope

A minimum improvement, restarting with a smaller learning rate, saving to a file.

## Read more

[Module.state_dict](https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.state_dict),
[saving and loading models](https://docs.pytorch.org/tutorials/beginner/saving_loading_models.html),
which warns of the same, [copy.deepcopy](https://docs.python.org/3/library/copy.html#copy.deepcopy).
Next: a net so small that every weight can be understood, and luck that looks like skill.
"""

# %%
import copy
import math
from collections.abc import Callable

import torch
from torch import nn


# %%
class EarlyStopping:
    """Watches a value, remembers the best model, and says when to stop.

    >>> stopping, model = EarlyStopping(patience=2), nn.Linear(1, 1)
    >>> [stopping.update(value, model) for value in (0.9, 0.5, 0.7, 0.6)]
    [False, False, False, True]
    >>> stopping.best_value, stopping.best_epoch
    (0.5, 1)
    """

    def __init__(self, patience: int, mode: str = "min") -> None:
        """Begin to watch. Raises ValueError if `patience` is less than 1 or `mode` is unknown."""
        ### BEGIN SOLUTION
        if patience < 1:
            raise ValueError(f"patience must be at least one epoch, not {patience}")
        if mode not in ("min", "max"):
            raise ValueError(f'mode must be "min" or "max", not {mode!r}')
        self.patience = patience
        self.sign = 1 if mode == "min" else -1
        self.best_value: float | None = None
        self.best_epoch: int | None = None
        self.best_state: dict[str, torch.Tensor] = {}
        self.epochs = 0
        self.bad_epochs = 0
        ### END SOLUTION

    def update(self, value: float, model: nn.Module) -> bool:
        """Take note of an epoch; return whether to stop."""
        ### BEGIN SOLUTION
        best = self.best_value
        better = not math.isnan(value) if best is None else self.sign * value < self.sign * best
        if better:
            self.best_value, self.best_epoch = value, self.epochs
            self.best_state = copy.deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        self.epochs += 1
        return self.bad_epochs >= self.patience
        ### END SOLUTION

    def restore(self, model: nn.Module) -> None:
        """Put the best parameters and buffers back. Raises ValueError if there are none yet."""
        ### BEGIN SOLUTION
        if self.best_epoch is None:
            raise ValueError("no epoch so far had a value to remember")
        model.load_state_dict(self.best_state)
        ### END SOLUTION


# %%
def fit_best(
    model: nn.Module,
    train_epoch: Callable[[nn.Module], object],
    evaluate: Callable[[nn.Module], float],
    patience: int,
    max_epochs: int,
) -> list[float]:
    """Train until `patience` is over; leave the best weights; return the value of each epoch.

    >>> values = iter([0.9, 0.5, 0.7, 0.6, 0.1])
    >>> fit_best(nn.Linear(1, 1), lambda model: None, lambda model: next(values), 2, 9)
    [0.9, 0.5, 0.7, 0.6]
    """
    ### BEGIN SOLUTION
    stopping = EarlyStopping(patience)
    values = []
    for _ in range(max_epochs):
        train_epoch(model)
        values.append(evaluate(model))
        if stopping.update(values[-1], model):
            break
    if stopping.best_epoch is not None:
        stopping.restore(model)
    return values
    ### END SOLUTION


# %% tags=["explore"]
# Twelve noisy points and a net that is far too large for them: training it longer does harm.
torch.manual_seed(0)
x, new_x = torch.rand(12, 1) * 6 - 3, torch.linspace(-3, 3, 200)[:, None]
y, new_y = torch.sin(x) + 0.6 * torch.randn(12, 1), torch.sin(new_x)
net = nn.Sequential(nn.Linear(1, 100), nn.ReLU(), nn.Linear(100, 100), nn.ReLU(), nn.Linear(100, 1))
adam = torch.optim.Adam(net.parameters(), lr=0.02)


def train_ten_steps(model: nn.Module) -> None:
    """Ten steps on all twelve points."""
    for _ in range(10):
        adam.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        adam.step()


def loss_on_new_points(model: nn.Module) -> float:
    """The mean squared error on points that training never sees."""
    with torch.no_grad():
        return nn.functional.mse_loss(model(new_x), new_y).item()


if __name__ == "__main__":
    values = fit_best(net, train_ten_steps, loss_on_new_points, patience=15, max_epochs=100)
    print(f"stopped after {len(values)} rounds, with a loss of {values[-1]:.3f}")
    print(f"kept round {values.index(min(values))}: {loss_on_new_points(net):.3f}")
