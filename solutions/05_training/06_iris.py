# /// torchdojo
# title = "Iris: three losses, one accuracy"
# form = "notebook"
# start = "empty"
# difficulty = 2
# minutes = 45
# hints = [
#   """For each of the three variants, say in words what the network's three outputs are: \
#   scores, probabilities, or logarithms of probabilities? What does its loss do with them? And \
#   what happens to `m[i] += 1` if `i` holds the same place twice?""",
#   """`nn.Softmax(dim=1)` and `nn.LogSoftmax(dim=1)` are layers. `torch.bincount` counts \
#   repeated numbers; `truth * K + guess` numbers the cells of a table. In `compare`, each \
#   variant gets the same weights *and* a new generator with the same seed.""",
#   """`confusion_matrix`: `bincount` with a `minlength`, so that no cell is missing at the \
#   end, then a reshape. `recall`: the diagonal, in float64, divided by the sums of the rows. \
#   `compare`: `load_state_dict(start)`, `fit` with Adam, then \
#   `probabilities(name, model(test_x))`, of which `argmax(1)` and `gather(1, ...)` tell \
#   accuracy and confidence.""",
# ]
# ///
"""# Iris: three losses, one accuracy

A classifier has trained without an error, and 96 % of its answers are right. Is the program right,
too?

Not necessarily. Accuracy looks at one thing only, which output is the largest, and many bugs leave
that as it is. Here you build three variants of one network that differ in the last layer and in the
loss. Two of them are the same function in different clothes. The third has a bug that is found in
textbooks. All three tell irises apart equally well, but the loss of one of them is a number without
a meaning.

## Goal

Train and keep the history, count who is taken for whom, and compare the three variants fairly.

## Contract

- `"logits"`
  - *layers* `nn.Linear(4, hidden)`, `nn.Sigmoid`, `nn.Linear(hidden, 3)`
  - *loss* `nn.CrossEntropyLoss`
- `"softmax"`
  - *layers* the same, and `nn.Softmax` over the classes
  - *loss* `nn.CrossEntropyLoss`
- `"log_softmax"`
  - *layers* the same as `"logits"`, and `nn.LogSoftmax` over the classes
  - *loss* `nn.NLLLoss`

Functions:

- `make_variant(name, hidden)`
  - *takes* a variant's name; a number
  - *returns* an `nn.Sequential` and the loss module; `ValueError` for any other name
- `probabilities(name, outputs)`
  - *takes* a variant's name; what its model returned, `(N, 3)`
  - *returns* the probabilities that it believes in, `(N, 3)`, rows sum to one
- `fit(model, loader, loss_fn, optimizer, epochs)`
  - *takes* a model; a `DataLoader` of pairs; a loss that averages over its batch; an optimizer; a
    number
  - trains, one step a batch; returns a dictionary with two lists, `"loss"` and `"accuracy"`: for
    each epoch the mean loss and the fraction that was right, **per example**, as Python floats,
    from the outputs that were computed for training
- `confusion_matrix(truth, guess, num_classes)`
  - *takes* two int64 tensors `(N,)`; `K`
  - *returns* int64 `(K, K)`: row i, column j counts the examples of class i that were taken for j
- `recall(matrix)`
  - *takes* that matrix
  - *returns* float64 `(K,)`: the fraction of each class that was recognised; nan for a class
    without examples
- `compare(x, y, test_x, test_y, start, lr, epochs, seed)`
  - *takes* flowers and classes to train and to test with; a state dict of a variant's model;
    settings
  - *returns* a dictionary: for each variant's name, in the order above, a dictionary with the
    floats `"loss"`, `"accuracy"`, `"confidence"`

In `compare`:

- Each variant begins with the weights `start` (the number of hidden units follows from them, and
  the dtype), is trained by `torch.optim.Adam`, and sees batches of 16 in the same order: each gets
  a `DataLoader` that is shuffled by a new generator with this seed.
- `"loss"` is that of the last epoch. `"accuracy"` and `"confidence"` are of the test flowers, after
  training: the fraction that is right, and the mean probability that the model gives to
  the **right** class.

A *fair* comparison changes one thing. Two networks that begin with different weights, or see the
data in a different order, differ for that reason alone.

## Counting in a table

A shop sells three sizes, and notes what was ordered and what was packed. Numbering the nine cells
of the table row by row turns each pair into one number:

```python
>>> ordered, packed = torch.tensor([0, 2, 2, 2]), torch.tensor([1, 2, 0, 0])
>>> 3 * ordered + packed
tensor([1, 8, 6, 6])
```

Cell 6 occurs twice. Beware of the short way, `table[ordered, packed] += 1`: it reads all cells
first and writes them afterwards, so a cell that occurs twice is increased once.

## What a loss value means

Cross-entropy is the mean of `-log p`, `p` being the probability of the right class. Someone who
spreads bets evenly over three classes pays log 3 = 1.0986. Someone who always gives 0.9 to the
right class pays 0.105. Read backwards, `exp(-loss)` is a kind of mean probability of the right
class, and it has to fit the confidence that the model shows. After a second softmax it cannot: the
loss is then that of other, flatter probabilities.

## Out of scope

Standardising (the cells below do it), cross-validation, early stopping.

## Read more

[nn.CrossEntropyLoss](https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html),
[nn.NLLLoss](https://docs.pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html),
[nn.LogSoftmax](https://docs.pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html),
[torch.bincount](https://docs.pytorch.org/docs/stable/generated/torch.bincount.html),
[torch.optim.Adam](https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html). Next: what
to do when a training run is interrupted.
"""

# %%
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

VARIANTS = ("logits", "softmax", "log_softmax")


# %%
def make_variant(name: str, hidden: int) -> tuple[nn.Sequential, nn.Module]:
    """Return the model and the loss of the variant `name`; ValueError if there is none.

    >>> make_variant("softmax", 5)[1]
    CrossEntropyLoss()
    """
    ### BEGIN SOLUTION
    ends = {
        "logits": ([], nn.CrossEntropyLoss()),
        "softmax": ([nn.Softmax(dim=1)], nn.CrossEntropyLoss()),
        "log_softmax": ([nn.LogSoftmax(dim=1)], nn.NLLLoss()),
    }
    if name not in ends:
        raise ValueError(f"no variant {name!r}: choose one of {', '.join(ends)}")
    last, loss_fn = ends[name]
    return nn.Sequential(nn.Linear(4, hidden), nn.Sigmoid(), nn.Linear(hidden, 3), *last), loss_fn
    ### END SOLUTION


# %%
def probabilities(name: str, outputs: torch.Tensor) -> torch.Tensor:
    """Return the probabilities, (N, 3), that a variant's `outputs`, (N, 3), stand for.

    >>> probabilities("softmax", torch.tensor([[0.25, 0.25, 0.5]]))
    tensor([[0.2500, 0.2500, 0.5000]])
    """
    ### BEGIN SOLUTION
    meanings = {"logits": outputs.softmax(dim=1), "softmax": outputs, "log_softmax": outputs.exp()}
    return meanings[name]
    ### END SOLUTION


# %%
def fit(
    model: nn.Module,
    loader: DataLoader,
    loss_fn: nn.Module,
    optimizer: torch.optim.Optimizer,
    epochs: int,
) -> dict[str, list[float]]:
    """Train `model`; return "loss" and "accuracy" per example, one value for each epoch.

    >>> model, loss_fn = make_variant("logits", 3)
    >>> loader = DataLoader(TensorDataset(torch.zeros(5, 4), torch.zeros(5).long()), batch_size=2)
    >>> history = fit(model, loader, loss_fn, torch.optim.Adam(model.parameters()), epochs=3)
    >>> {name: len(values) for name, values in history.items()}
    {'loss': 3, 'accuracy': 3}
    """
    ### BEGIN SOLUTION
    history: dict[str, list[float]] = {"loss": [], "accuracy": []}
    model.train()
    for _ in range(epochs):
        total, right, count = 0.0, 0, 0
        for x, y in loader:
            optimizer.zero_grad()
            outputs = model(x)
            loss = loss_fn(outputs, y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            right += (outputs.argmax(dim=1) == y).sum().item()
            count += len(x)
        history["loss"].append(total / count)
        history["accuracy"].append(right / count)
    return history
    ### END SOLUTION


# %%
def confusion_matrix(truth: torch.Tensor, guess: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Return how often each class (row) was taken for each class (column), int64.

    >>> confusion_matrix(torch.tensor([0, 0, 1]), torch.tensor([0, 1, 1]), 2)
    tensor([[1, 1],
            [0, 1]])
    """
    ### BEGIN SOLUTION
    cells = torch.bincount(truth * num_classes + guess, minlength=num_classes**2)
    return cells.reshape(num_classes, num_classes)
    ### END SOLUTION


# %%
def recall(matrix: torch.Tensor) -> torch.Tensor:
    """Return the part of each class that was recognised, float64; nan if it has no examples.

    >>> recall(torch.tensor([[3, 1], [0, 2]]))
    tensor([0.7500, 1.0000], dtype=torch.float64)
    """
    ### BEGIN SOLUTION
    return matrix.diagonal().double() / matrix.sum(dim=1)
    ### END SOLUTION


# %%
def compare(
    x: torch.Tensor,
    y: torch.Tensor,
    test_x: torch.Tensor,
    test_y: torch.Tensor,
    start: dict[str, torch.Tensor],
    lr: float,
    epochs: int,
    seed: int,
) -> dict[str, dict[str, float]]:
    """Train all variants from `start`; return loss, test accuracy and confidence of each.

    >>> x, y = torch.randn(9, 4), torch.arange(9) % 3
    >>> start = make_variant("logits", 5)[0].state_dict()
    >>> results = compare(x, y, x, y, start, lr=0.01, epochs=2, seed=0)
    >>> list(results), sorted(results["logits"])
    (['logits', 'softmax', 'log_softmax'], ['accuracy', 'confidence', 'loss'])
    """
    ### BEGIN SOLUTION
    results = {}
    for name in VARIANTS:
        model, loss_fn = make_variant(name, len(start["0.bias"]))
        model.to(start["0.bias"].dtype).load_state_dict(start)
        dice = torch.Generator().manual_seed(seed)
        loader = DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True, generator=dice)
        optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        history = fit(model, loader, loss_fn, optimizer, epochs)
        with torch.no_grad():
            chances = probabilities(name, model(test_x))
        results[name] = {
            "loss": history["loss"][-1],
            "accuracy": (chances.argmax(dim=1) == test_y).double().mean().item(),
            "confidence": chances.gather(1, test_y.unsqueeze(1)).mean().item(),
        }
    return results
    ### END SOLUTION


# %% [markdown]
# ## The flowers
#
# 100 flowers to train with, 50 to test. The statistics come from the training flowers, column by column.

# %% tags=["explore"]
import csv
from pathlib import Path

here = Path.cwd()
folders = [place / "datasets" / "iris" for place in (here, *here.parents)]
folder = next((folder for folder in folders if folder.is_dir()), None)
if folder is None:
    raise FileNotFoundError(f"No datasets/iris in {here} or above: work inside the collection.")
with (folder / "iris.csv").open(newline="") as file:
    header, *rows = csv.reader(file)

species = sorted({row[-1] for row in rows})
flowers = torch.tensor([[float(length) for length in row[:4]] for row in rows])
classes = torch.tensor([species.index(row[-1]) for row in rows])
order = torch.randperm(len(rows), generator=torch.Generator().manual_seed(7))
train, test = order[:100], order[100:]
flowers = (flowers - flowers[train].mean(dim=0)) / flowers[train].std(dim=0)

# %% [markdown]
# ## Accuracy is blind
#
# Three variants, the same beginning, the same order:

# %% tags=["explore"]
import math

torch.manual_seed(1)
start = make_variant("logits", 16)[0].state_dict()
data = (flowers[train], classes[train], flowers[test], classes[test])
for name, found in compare(*data, start, 0.01, 100, 0).items():
    shown = ", ".join(f"{what} {value:.3f}" for what, value in found.items())
    print(f"{name:>11}: {shown}, exp(-loss) {math.exp(-found['loss']):.3f}")

# %% [markdown]
# `logits` and `log_softmax` should agree to the last digit shown, and the accuracies should tell you nothing.
# The losses do. In a right program `exp(-loss)` is close to the confidence: here exp(-0.058) = 0.94. For `softmax`,
# `exp(-loss)` is 0.56, while the model gives 0.95 to the right class. Loss and model contradict each other: the loss
# has squeezed the probabilities once more, and cannot fall below 0.551 whatever the model learns.

# %% tags=["explore"]
import matplotlib.pyplot as plt

variants = {name: make_variant(name, 16) for name in VARIANTS}
curves = {}
for name, (model, loss_fn) in variants.items():
    model.load_state_dict(start)
    dice = torch.Generator().manual_seed(0)
    loader = DataLoader(TensorDataset(*data[:2]), batch_size=16, shuffle=True, generator=dice)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    curves[name] = fit(model, loader, loss_fn, optimizer, 100)

figure, axes = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
styles = {"logits": "-", "softmax": "-", "log_softmax": "k--"}
widths = {"logits": 4, "softmax": 2, "log_softmax": 1}
for what, panel in zip(("loss", "accuracy"), axes, strict=True):
    for name in VARIANTS:
        panel.plot(curves[name][what], styles[name], linewidth=widths[name], label=name)
    panel.set(xlabel="epoch", ylabel=f"{what} on the training flowers", ylim=(0, None))
axes[0].axhline(
    0.551, color="black", linewidth=1, linestyle=":", label="floor of the double softmax"
)
axes[0].legend()
axes[1].legend()
plt.show()

# %% [markdown]
# ## Who is taken for whom
#
# One number says nothing about *which* flowers are missed. A table does:

# %% tags=["explore"]
guess = variants["logits"][0](flowers[test]).argmax(dim=1)
matrix = confusion_matrix(classes[test], guess, len(species))
figure, panel = plt.subplots(figsize=(4.5, 4), layout="constrained")
panel.imshow(matrix, cmap="Blues")
for i, row in enumerate(matrix.tolist()):
    for j, count in enumerate(row):
        color = "white" if count > matrix.max() / 2 else "black"
        panel.text(j, i, count, ha="center", va="center", color=color)
panel.set(xticks=range(3), yticks=range(3), xlabel="taken for", ylabel="species")
panel.set_xticklabels(species)
panel.set_yticklabels(species)
plt.show()
for name, part in zip(species, recall(matrix).tolist(), strict=True):
    print(f"{part:.0%} of the test flowers of {name} were recognised")
