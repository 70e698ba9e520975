# /// torchdojo
# title = "Repair the Iris classifier"
# form = "notebook"
# start = "buggy"
# difficulty = 2
# minutes = 30
# hints = [
#   """Read the formula of `nn.CrossEntropyLoss` in its documentation: what does it do to its \
#   input before it takes a logarithm? And what does `forward` do to its output?""",
#   """`forward` must return what `self.output` returns, untouched; the softmax moves into \
#   `probabilities`. For the floor: if outputs lie between 0 and 1 and sum to one, which output \
#   makes the loss of one example smallest?""",
#   """The best output is 1 for the right class and 0 for the K - 1 others. Softmax turns it \
#   into e / (e + K - 1) for the right class; the loss is minus the logarithm of that.""",
# ]
# ///
"""# Repair the Iris classifier

The network below tells three species of iris apart by four lengths of a flower. It trains without
an error or a warning, and on flowers that it has not seen it is right about as often as a good one.
Yet it has a bug, one that can be found in many published programs and in textbooks: its loss falls
for a while and then stays high forever.

Accuracy is blind to this bug, because the largest of three numbers is the same before and after
softmax. The loss sees it, and so does everybody who needs the probabilities to mean something.

## Goal

Find the bug, repair it in at most three lines, and prove by a calculation that it explains the
curve that you see.

## Contract

`IrisNet` has two layers, `hidden` and `output`; leave `__init__` as it is.

- `forward(x)`
  - *takes* measurements, `(N, 4)`
  - *returns* **logits**, `(N, 3)`: the unbounded scores that `output` returns, the form that
    `nn.CrossEntropyLoss` expects
- `probabilities(x)`
  - *takes* measurements, `(N, 4)`
  - *returns* probabilities, `(N, 3)`, each row sums to one
- `predict(x)`
  - *takes* measurements, `(N, 4)`
  - *returns* the number of the likeliest class, `(N,)`, int64; also where N is 1
- `loss_floor(num_classes)`
  - *takes* the number of classes `K`, at least 2
  - *returns* a float: the lowest value that `nn.CrossEntropyLoss` can have if *probabilities* of
    `K` classes are handed to it as if they were logits

`probabilities` and `predict` are right as you find them. Make sure that they still are when you
have finished. `loss_floor` claims 0.0, which would be true of logits.

## What a loss expects

PyTorch has several losses for classes. They differ in what they want from the network:

| loss | the last layer returns | the loss itself applies |
|---|---|---|
| `nn.CrossEntropyLoss` | logits | log-softmax, then picks the right class |
| `nn.NLLLoss` | log-probabilities | picks the right class |
| `nn.BCEWithLogitsLoss` | a logit per yes-or-no question | the sigmoid, then the logarithm |
| `nn.BCELoss` | a probability per yes-or-no question | the logarithm |

No loss can tell whether it got the right kind: they are all just numbers. But each kind has limits
that show. A worked example, with two classes and the pair at the bottom of the table: suppose that
probabilities go into `nn.BCEWithLogitsLoss`. A network that is certain, and right, hands over 1.0,
and the loss reads it as a logit:

```python
>>> from torch.nn.functional import binary_cross_entropy_with_logits as bce
>>> bce(torch.tensor([1.0]), torch.tensor([1.0]))
tensor(0.3133)
```

No output of that network can make this loss smaller than 0.3133, for examples of the class 1.
Ask the same question about this network's loss and `K` classes.

## Out of scope

Other architectures, a better accuracy, regularisation.

## Read more

[nn.CrossEntropyLoss](https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html),
[nn.NLLLoss](https://docs.pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html),
[torch.softmax](https://docs.pytorch.org/docs/stable/generated/torch.softmax.html). Next: layers
that keep numbers that are not parameters, such as the means and deviations that are used to
standardise these flowers.
"""

# %%
import math

import torch
from torch import nn


# %%
class IrisNet(nn.Module):
    """Four measurements in, three classes out, one hidden layer between.

    >>> net, flowers = IrisNet(), torch.zeros(5, 4)
    >>> net(flowers).shape, net.probabilities(flowers).sum(dim=1)[0].round(decimals=3)
    (torch.Size([5, 3]), tensor(1., grad_fn=<RoundBackward1>))
    >>> IrisNet.loss_floor(2) < IrisNet.loss_floor(3)
    True
    """

    def __init__(self, hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.Linear(4, hidden)
        self.output = nn.Linear(hidden, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return what `nn.CrossEntropyLoss` expects of the flowers `x`: shape (N, 3)."""
        ### BEGIN SOLUTION
        return self.output(torch.sigmoid(self.hidden(x)))
        ### END SOLUTION

    def probabilities(self, x: torch.Tensor) -> torch.Tensor:
        """Return the probability of each class, shape (N, 3); rows sum to one."""
        ### BEGIN SOLUTION
        return torch.softmax(self(x), dim=1)
        ### END SOLUTION

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        """Return the number of the likeliest class of each flower, shape (N,), int64."""
        ### BEGIN SOLUTION
        return self(x).argmax(dim=1)
        ### END SOLUTION

    @staticmethod
    def loss_floor(num_classes: int) -> float:
        """Return the lowest cross-entropy that probabilities, taken for logits, can reach."""
        ### BEGIN SOLUTION
        return math.log(1 + (num_classes - 1) / math.e)
        ### END SOLUTION


# %% [markdown]
# ## See the bug
#
# The next cells train your network on real flowers, beside a copy of the network as you found it.
# Run them before you change anything, then again after each repair (*Run all*).
#
# 100 of the 150 flowers are for training. Each of the four measurements is standardised by the mean
# and the deviation **of its own column**, taken from the training flowers alone: one mean for the
# whole table would mix lengths of sepals with widths of petals.

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
print(f"{len(train)} flowers to train with, {len(test)} to test, species: {', '.join(species)}")

# %% tags=["explore"]
torch.manual_seed(1)
yours = IrisNet()
found = nn.Sequential(nn.Linear(4, 16), nn.Sigmoid(), nn.Linear(16, 3), nn.Softmax(dim=1))
found[0].load_state_dict(yours.hidden.state_dict())
found[2].load_state_dict(yours.output.state_dict())

loss_fn = nn.CrossEntropyLoss()
curves = {}
for name, net in {"as you found it": found, "yours": yours}.items():
    optimizer = torch.optim.Adam(net.parameters(), lr=0.02)
    curves[name] = []
    for _ in range(300):
        optimizer.zero_grad()
        loss = loss_fn(net(flowers[train]), classes[train])
        loss.backward()
        optimizer.step()
        curves[name].append(loss.item())
    right = (net(flowers[test]).argmax(dim=1) == classes[test]).float().mean().item()
    print(f"{name:>15}: last loss {loss.item():.3f}, test accuracy {right:.2f}")

# %% tags=["explore"]
import matplotlib.pyplot as plt

floor = IrisNet.loss_floor(len(species))
figure, axes = plt.subplots(figsize=(7, 4))
axes.plot(curves["as you found it"], color="tab:orange", linewidth=4, label="as you found it")
axes.plot(curves["yours"], color="tab:blue", linewidth=1.5, label="yours")
axes.axhline(floor, color="black", linestyle="--", linewidth=1, label=f"your floor: {floor:.3f}")
axes.set(xlabel="epoch", ylabel="mean loss on the training flowers", ylim=(-0.05, None))
axes.set_title("Does your loss get below the floor?")
axes.legend()
plt.show()

# %% [markdown]
# Before the repair both curves lie on each other. After it yours should sink far below the floor,
# while the other one creeps towards it from above and never crosses it. Compare the accuracies:
# would they have told you?
#
# What your network now says about three flowers of the test set:

# %% tags=["explore"]
some = test[:3]
chances = yours.probabilities(flowers[some]).tolist()
for chance, guess, truth in zip(chances, yours.predict(flowers[some]), classes[some], strict=True):
    shown = ", ".join(f"{name} {p:.3f}" for name, p in zip(species, chance, strict=True))
    print(f"{shown}: says {species[guess]}, is {species[truth]}")
