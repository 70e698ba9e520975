"""# Stop, and go on as if nothing had happened

Training runs end before they are finished: a machine is switched off, a time limit is reached,
somebody closes a laptop. Whoever has saved a *checkpoint* loses minutes, whoever has not loses
days.

Saving the weights is not enough. A run that goes on with the right weights, but with an optimizer
that has forgotten its momentum, and with examples in a different order, is a different run: it
arrives somewhere else, and nobody can say whether a change of the program or the interruption made
the difference. The test is strict and simple. **A run that was stopped and resumed must end with
the same weights, bit for bit, as one that was never stopped.**

## Goal

Write a checkpoint that passes this test, and that is safe to write, safe to open and readable on a
machine without a GPU.

## Contract

A checkpoint is a file that `torch.save` has written. It holds one dictionary with these five
entries, and nothing inside them that `weights_only=True` refuses: tensors and plain Python values.
A reader does not mind further entries. The five are:

| entry | holds |
|---|---|
| `"epoch"` | how many epochs are finished, an `int` |
| `"model"` | the state dict of the model: parameters *and* buffers |
| `"optimizer"` | the state dict of the optimizer |
| `"rng"` | the state of torch's global random numbers on the CPU, which dropout uses |
| `"loader"` | the state of the loader's own generator, which shuffles |

- `save(path, model, optimizer, loader, epoch)`
  - *takes* a `Path`; a module; an optimizer; a `DataLoader` made with `generator=...`; a number
  - writes the checkpoint. If writing fails half-way, an older file of this name is still there and
    whole. A `save` that succeeds leaves no other new file in the folder. Returns the size of the
    file in bytes, an `int`
- `read(path)`
  - *takes* a `Path`
  - *returns* the dictionary in the file, its tensors on the CPU; the next three may use it
- `load(path, model, optimizer, loader)`
  - *takes* what `save` takes
  - puts all five things back and returns the number of finished epochs
- `load_model(path, model)`
  - *takes* a `Path` and a module
  - puts back the weights and buffers alone, and returns the model in evaluation mode, ready to
    predict
- `resume(path, model, optimizer, loader, train_epoch, epochs)`
  - *takes* what `load` takes, a function and a number
  - goes on from the checkpoint if there is a file, else begins; calls
    `train_epoch(model, loader, optimizer)`, which returns a float, until `epochs` epochs are
    finished **in total**; saves after every epoch. Returns the list of what `train_epoch` returned
    now

For all that read:

- A file that does not exist raises `FileNotFoundError`, except in `resume`.
- A file that is damaged, holds objects that `weights_only=True` refuses, is no dictionary, or lacks
  one of the five entries raises `ValueError`, and leaves everything as it was. Nothing in a file is
  ever executed.
- `resume` does not begin anew where a file is damaged: the error goes on to the caller.
- A checkpoint from a machine with GPUs can be opened on one without.

A checkpoint with weights of another shape raises whatever `load_state_dict` raises; what has
changed by then is left open.

## A state dict is an agreement

`torch.save(model, path)` looks shorter. It stores the *name* of the model's class and whatever else
the object happens to hold, and it uses `pickle`, which can run any function while a file is opened.
Since version 2.6, `torch.load` refuses such files unless it is told not to, `weights_only=True`
being the default. A state dict holds names and tensors: it can be opened safely, and by another
program.

```python
>>> {name: tuple(value.shape) for name, value in nn.BatchNorm1d(3).state_dict().items()}
{'weight': (3,), 'bias': (3,), 'running_mean': (3,), 'running_var': (3,), 'num_batches_tracked': ()}
```

The last three are buffers: no optimizer changes them, and no list of parameters contains them.

## Random numbers have a state

```python
>>> dice = torch.Generator().manual_seed(1)
>>> before = dice.get_state()
>>> torch.randint(1, 7, (4,), generator=dice)
tensor([6, 5, 1, 6])
>>> dice = dice.set_state(before)
>>> torch.randint(1, 7, (4,), generator=dice)
tensor([6, 5, 1, 6])
```

To *seed* again after an interruption is not the same: it gives the numbers of the first epoch once
more.

## Where tensors come to life

A saved tensor remembers its device, and `torch.load` wants to put it there. `map_location="cpu"`
brings everything to the CPU, whatever the file says; `load_state_dict` then copies to where the
model already lives. The state of a generator has to be on the CPU anyway.

## A file appears at once, or not at all

A program that is stopped while it writes leaves half a file, under the name of the good one that it
has just overwritten. So write under another name in the same folder, and when all is written,
rename: `Path.replace` does so in one step, and replaces an old file.

## Out of scope

Random numbers of GPUs, NumPy and Python, workers of a loader, stopping within an epoch, learning
rate schedules (they have a state dict, too).

## Read more

[Saving and loading models](https://docs.pytorch.org/tutorials/beginner/saving_loading_models.html),
[torch.load](https://docs.pytorch.org/docs/stable/generated/torch.load.html),
[serialization semantics](https://docs.pytorch.org/docs/stable/notes/serialization.html),
[reproducibility](https://docs.pytorch.org/docs/stable/notes/randomness.html).
Next: keeping the best epoch instead of the last.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

ENTRIES = {"epoch", "model", "optimizer", "rng", "loader"}


def save(
    path: Path,
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loader: DataLoader,
    epoch: int,
) -> int:
    """Write a checkpoint after `epoch` finished epochs; return the size of the file in bytes.

    An older file of this name is replaced in one step.

    >>> from tempfile import mkdtemp
    >>> path, model = Path(mkdtemp()) / "run.pt", nn.Linear(2, 1)
    >>> parts = model, torch.optim.SGD(model.parameters()), DataLoader([1], generator=torch.Generator())
    >>> save(path, *parts, epoch=3) == path.stat().st_size
    True
    """
    # YOUR CODE HERE
    raise NotImplementedError


def read(path: Path) -> dict[str, Any]:
    """Return the dictionary in a checkpoint, all tensors on the CPU.

    Raises FileNotFoundError if there is no file, ValueError if it is no whole checkpoint.

    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "run.pt"
    >>> path.write_text("no checkpoint")
    13
    >>> read(path)
    Traceback (most recent call last):
    ValueError: ...
    """
    # YOUR CODE HERE
    raise NotImplementedError


def load(path: Path, model: nn.Module, optimizer: torch.optim.Optimizer, loader: DataLoader) -> int:
    """Put everything back as `save` found it; return the number of finished epochs.

    >>> from tempfile import mkdtemp
    >>> path, model = Path(mkdtemp()) / "run.pt", nn.Linear(2, 1)
    >>> parts = model, torch.optim.SGD(model.parameters()), DataLoader([1], generator=torch.Generator())
    >>> size = save(path, *parts, epoch=3)
    >>> load(path, *parts)
    3
    """
    # YOUR CODE HERE
    raise NotImplementedError


def load_model(path: Path, model: nn.Module) -> nn.Module:
    """Put back the weights and buffers of `model` alone; return it in evaluation mode.

    >>> from tempfile import mkdtemp
    >>> path, model = Path(mkdtemp()) / "run.pt", nn.Linear(2, 1)
    >>> parts = model, torch.optim.SGD(model.parameters()), DataLoader([1], generator=torch.Generator())
    >>> size = save(path, *parts, epoch=3)
    >>> load_model(path, model).training
    False
    """
    # YOUR CODE HERE
    raise NotImplementedError


def resume(
    path: Path,
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loader: DataLoader,
    train_epoch: Callable[[nn.Module, DataLoader, torch.optim.Optimizer], float],
    epochs: int,
) -> list[float]:
    """Train until `epochs` epochs are finished in total, from the checkpoint if there is one.

    Saves after every epoch; returns what `train_epoch` has returned, for the epochs trained now.

    >>> from tempfile import mkdtemp
    >>> path, model = Path(mkdtemp()) / "run.pt", nn.Linear(2, 1)
    >>> parts = model, torch.optim.SGD(model.parameters()), DataLoader([1], generator=torch.Generator())
    >>> resume(path, *parts, lambda model, loader, optimizer: 0.5, epochs=2)
    [0.5, 0.5]
    >>> resume(path, *parts, lambda model, loader, optimizer: 0.5, epochs=3)
    [0.5]
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    def beginning(seed):
        """A model with dropout, an optimizer with a memory and a loader that shuffles."""
        torch.manual_seed(seed)
        x = torch.linspace(-2, 2, 50).unsqueeze(1)
        data = TensorDataset(x, torch.sin(2 * x))
        model = nn.Sequential(nn.Linear(1, 16), nn.Tanh(), nn.Dropout(0.1), nn.Linear(16, 1))
        order = torch.Generator().manual_seed(seed)
        return (
            model,
            torch.optim.Adam(model.parameters(), lr=0.02),
            DataLoader(data, batch_size=8, shuffle=True, generator=order),
        )


    def train_epoch(model, loader, optimizer):
        """One pass over the data; returns the last batch's loss."""
        model.train()
        for x, y in loader:
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(x), y)
            loss.backward()
            optimizer.step()
        return loss.item()

    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        whole = beginning(seed=0)
        print("in one go:", resume(Path(folder) / "whole.pt", *whole, train_epoch, 4))
        path = Path(folder) / "parts.pt"
        print("first two:", resume(path, *beginning(seed=0), train_epoch, 2))
        later = beginning(seed=99)
        print("then two :", resume(path, *later, train_epoch, 4))
        pairs = zip(whole[0].parameters(), later[0].parameters(), strict=True)
        print("the same weights, bit for bit:", all(torch.equal(a, b) for a, b in pairs))
