# /// torchdojo
# title = "One epoch of training"
# form = "module"
# start = "empty"
# difficulty = 2
# minutes = 30
# hints = [
#   """Write down the five things that happen to every batch, in order. Which of them would be \
#   wrong if something were left in `.grad` from before?""",
#   """For each batch: clear the gradients, compute the loss, `backward()`, `step()`, and add \
#   `loss.item()` times the size of the batch to a total. Before the loop the model needs a \
#   call of its own.""",
#   """`model.train()`; then `for x, y in loader:` with `optimizer.zero_grad()`, \
#   `loss = loss_fn(model(x), y)`, `loss.backward()`, `optimizer.step()`; count `len(x)` as you \
#   go, and divide the total by that count.""",
# ]
# ///
"""# One epoch of training

Every training program in PyTorch has the same heart: a loop over batches in which five calls follow
each other. Each call is easy. What makes the loop worth an exercise is that it also runs, and the
loss may even fall, when one of them is missing or two are swapped.

On the Iris data, for example, a loop that never clears its gradients reaches the *lowest* loss of
all variants. So this exercise does not look at how low your loss is: it compares every weight with
those of a correct loop, started from the same numbers.

## Goal

Choose a loss and an optimizer, then write one pass over the training data.

## Contract

- `loss_and_optimizer(model, lr, momentum)`
  - *takes* a module and two numbers
  - *returns* torch's own cross-entropy loss for logits, and torch's own SGD over all the model's
    parameters, also those that are frozen at the moment, with this learning rate and momentum
- `train_epoch(model, loader, loss_fn, optimizer)`
  - *takes* a module; a `DataLoader` whose batches are pairs `(x, y)` with the examples along the
    first dimension; a loss that averages over its batch; an optimizer
  - *returns* a Python float: the mean loss **per example**

Rules:

- `train_epoch` makes one update for every batch, with the optimizer that it is given.
- The model may arrive in evaluation mode, and its parameters may still hold old gradients.
  The model is left in training mode.
- The mean is taken over the examples that the loader really gave out. The last batch is often
  smaller, or dropped.

## What each call does

- `model.train()`: dropout drops, batch normalisation uses the batch; `model.eval()` stays until
  someone undoes it
- `optimizer.zero_grad()`: forgets the gradients of every parameter that the optimizer holds
- `loss.backward()`: **adds** the gradients of this loss to what is in `.grad`
- `optimizer.step()`: changes the parameters by what is in `.grad`
- `loss.item()`: the loss as a Python number; the tensor itself would keep a graph alive

That `backward()` adds is useful when a batch is computed in pieces, and a trap everywhere else:

```python
>>> w = torch.tensor(2.0, requires_grad=True)
>>> for _ in range(3):
...     (5 * w).backward()
...     print(w.grad)
tensor(5.)
tensor(10.)
tensor(15.)
```

## A mean of means

Four examples have a mean loss of 1.0, the fifth, alone in its batch, has 6.0. The mean of both
batches is 3.5, but the five examples have a mean of 2.0: the single one has counted as much as
four.

## Out of scope

Evaluation, several epochs, learning rate schedules, moving batches to another device.

## Read more

[Optimizing model
parameters](https://docs.pytorch.org/tutorials/beginner/basics/optimization_tutorial.html),
[torch.optim](https://docs.pytorch.org/docs/stable/optim.html),
[nn.CrossEntropyLoss](https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html),
[Module.train](https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.train).
Next: the other half, judging a model without training it by accident.
"""

# %%
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


# %%
def loss_and_optimizer(
    model: nn.Module, lr: float, momentum: float
) -> tuple[nn.Module, torch.optim.Optimizer]:
    """Return a cross-entropy loss for logits, and SGD over all of the model's parameters.

    >>> loss_fn, optimizer = loss_and_optimizer(nn.Linear(2, 3), lr=0.1, momentum=0.9)
    >>> loss_fn(torch.zeros(1, 3), torch.tensor([2]))
    tensor(1.0986)
    """
    ### BEGIN SOLUTION
    return nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    ### END SOLUTION


# %%
def train_epoch(
    model: nn.Module,
    loader: DataLoader,
    loss_fn: nn.Module,
    optimizer: torch.optim.Optimizer,
) -> float:
    """Train `model` on every batch of `loader` once; return the mean loss per example.

    Leaves the model in training mode.

    >>> model, ones = nn.Linear(1, 1, bias=False), torch.ones(3, 1)
    >>> optimizer = torch.optim.SGD([nn.init.zeros_(model.weight)], lr=0.25)
    >>> loader = DataLoader(list(zip(ones, ones)), batch_size=2)
    >>> train_epoch(model, loader, nn.MSELoss(), optimizer)
    0.75
    """
    ### BEGIN SOLUTION
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count
    ### END SOLUTION


# %% tags=["explore"]
torch.manual_seed(0)
x = torch.randn(90, 2)
y = (x[:, 0] * x[:, 1] > 0).long()
loader = DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True)
model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 2))
loss_fn, optimizer = loss_and_optimizer(model, lr=0.3, momentum=0.9)
for epoch in range(1, 31):
    loss = train_epoch(model, loader, loss_fn, optimizer)
    if epoch % 5 == 0:
        print(f"epoch {epoch:2}: mean loss {loss:.3f}")
right = (model(x).argmax(1) == y).float().mean().item()
print(f"{right:.0%} of the training examples are classified right")
