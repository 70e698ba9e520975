# /// torchdojo
# title = "XOR: what no line can do"
# form = "notebook"
# start = "empty"
# difficulty = 2
# minutes = 40
# hints = [
#   """Draw the four corners of a square and mark two opposite ones. Can you draw a line with \
#   the marked ones on one side? How many corners can it get right at best? And does a net that \
#   failed once fail with other first weights, too?""",
#   """A table of logits, (M, 4), comes from one matrix product. For one seed: \
#   `torch.manual_seed(seed)`, then `make_net`, then `learn`, then `solves`; `share_solved` is \
#   the mean of these answers, `smallest_net` the first number of hidden units whose share is \
#   large enough.""",
#   """`most_right`: add the biases as a column to `weights @ x.T`, compare with 0, compare the \
#   answers with y, count along the corners, take the largest count. `train`: the logits need \
#   one dimension less to fit y; Adam takes all four corners in each step; compute the loss \
#   once more at the end. `linear_floor`: what does -log p give if p is one half for every \
#   corner?""",
# ]
# ///
"""# XOR: what no line can do

Two switches control a lamp in a staircase: it is on if exactly one of them is up. This
function, *exclusive or*, has four inputs in all, and a single linear layer cannot learn it, however
long it is trained. In 1969 Minsky and Papert proved such limits of one layer in a book, and
interest in neural networks cooled for years. One hidden layer lifts the limit, if it is large
enough **and** if the training finds the way.

That second condition is where experiments deceive. A net that solves XOR with one seed may fail
with the next. "It works" is a statement about many seeds.

## Goal

Prove that no line solves XOR, then find the smallest net that solves it for a share of seeds that
you can name.

## Contract

`corners()` is given: the inputs `x`, `(4, 2)`, and the classes `y`, `(4,)`, both float64. A model
returns logits, `(4, 1)`, and says 1 where its logit is above 0.

- `most_right(weights, biases)`
  - *takes* `M` lines: float64 `(M, 2)` and `(M,)`
  - *returns* an `int`: how many corners the best **single** one of them gets right, with the logit
    `weight @ x + bias`
- `linear_floor()`
  - *returns* a float: the lowest mean loss of `nn.BCEWithLogitsLoss` that a linear model can have
    on the four corners
- `make_net(hidden)`
  - *takes* a number
  - *returns* an `nn.Sequential` of `nn.Linear`, `nn.Tanh` and `nn.Linear`, 2 inputs, 1 logit,
    float64, with torch's own first weights
- `train(model, steps, lr)`
  - *takes* a model; two numbers
  - trains it in place by `nn.BCEWithLogitsLoss` and `torch.optim.Adam`, all four corners in each
    step; returns a float: the loss after the last step
- `solves(model)`
  - *takes* a model
  - *returns* a `bool`: whether it is right at all four corners
- `share_solved(hidden, seeds, learn)`
  - *takes* a number; a list of seeds; a function that trains the model it is given
  - *returns* a float: the share of the seeds for which a new net solves XOR after `learn`; its
    first weights are drawn right after `torch.manual_seed(seed)`. Each net is trained once
- `smallest_net(largest, share, share_of)`
  - *takes* a number; a share; a function that returns the share solved by a number of hidden units
  - *returns* the smallest number of hidden units, from 1 to `largest`, with **at least** this
    share; it tries no larger one. `ValueError` if there is none

## The proof, for another function

Let a line decide between 0 and 1 by the sign of `w x + b`, for inputs on a number line. Can it
say 1 for x = 1 and 0 for both x = 0 and x = 2? It would need `w + b > 0`, `b <= 0` and
`2 w + b <= 0`. The last two add up to `2 w + 2 b <= 0`, which contradicts the first. So at least
one of the three is wrong.

Try the same with XOR: four inequalities, two of them added, then the other two.

## Why the loss of a line stops where it does

The cross-entropy of a linear model is *convex*: where its gradient is 0, it is lowest, and no
training finds anything better. For XOR the gradient is 0 at weight 0 and bias 0. There the model
says one half, whatever the input. For comparison, a model that says 0.8 for the right class of
every example has the mean loss `-log 0.8 = 0.223`.

A net with a hidden layer is not convex. It has places where training stops although better ones
exist, and the first weights decide whether training ends there.

## Out of scope

Other activations, weights made by hand, mini-batches.

## Read more

[nn.BCEWithLogitsLoss](https://docs.pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html),
[nn.Tanh](https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanh.html),
[torch.optim.Adam](https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html),
[torch.manual_seed](https://docs.pytorch.org/docs/stable/generated/torch.manual_seed.html). Next:
the activations themselves, written by hand.
"""

# %%
import math
from collections.abc import Callable, Sequence

import torch
from torch import nn


# %%
def corners() -> tuple[torch.Tensor, torch.Tensor]:
    """Return the four inputs, (4, 2), and their classes, (4,), float64."""
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float64)
    return x, torch.tensor([0, 1, 1, 0], dtype=torch.float64)


# %%
def most_right(weights: torch.Tensor, biases: torch.Tensor) -> int:
    """Return how many corners the best of the lines `weights`, (M, 2), `biases`, (M,), gets right.

    >>> most_right(torch.tensor([[1.0, 1.0]]).double(), torch.tensor([-0.5]).double())
    3
    """
    ### BEGIN SOLUTION
    x, y = corners()
    says = weights @ x.T + biases.unsqueeze(1) > 0
    return int((says == (y > 0)).sum(dim=1).max())
    ### END SOLUTION


# %%
def linear_floor() -> float:
    """Return the lowest mean loss that a linear model can have on the four corners.

    >>> 0.5 < linear_floor() < 1
    True
    """
    ### BEGIN SOLUTION
    return math.log(2)
    ### END SOLUTION


# %%
def make_net(hidden: int) -> nn.Sequential:
    """Return a net with one hidden layer of tanh units, and one logit, float64.

    >>> make_net(3)(torch.zeros(4, 2, dtype=torch.float64)).shape
    torch.Size([4, 1])
    """
    ### BEGIN SOLUTION
    return nn.Sequential(nn.Linear(2, hidden), nn.Tanh(), nn.Linear(hidden, 1)).double()
    ### END SOLUTION


# %%
def train(model: nn.Module, steps: int, lr: float) -> float:
    """Train `model` on the four corners by Adam; return the loss after the last step.

    >>> dice = torch.manual_seed(0)
    >>> train(make_net(5), 300, 0.1) < 0.1
    True
    """
    ### BEGIN SOLUTION
    x, y = corners()
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        loss_fn(model(x).squeeze(1), y).backward()
        optimizer.step()
    with torch.no_grad():
        return loss_fn(model(x).squeeze(1), y).item()
    ### END SOLUTION


# %%
def solves(model: nn.Module) -> bool:
    """Return whether `model` is right at all four corners.

    >>> solves(lambda x: x.sum(1, keepdim=True) - 0.5)
    False
    """
    ### BEGIN SOLUTION
    x, y = corners()
    return bool(((model(x).squeeze(1) > 0) == (y > 0)).all())
    ### END SOLUTION


# %%
def share_solved(hidden: int, seeds: Sequence[int], learn: Callable[[nn.Module], object]) -> float:
    """Return the share of `seeds` for which a new net of `hidden` units solves XOR after `learn`.

    >>> share_solved(2, [0, 1, 2], lambda model: None)
    0.0
    """
    ### BEGIN SOLUTION
    solved = 0
    for seed in seeds:
        torch.manual_seed(seed)
        model = make_net(hidden)
        learn(model)
        solved += solves(model)
    return solved / len(seeds)
    ### END SOLUTION


# %%
def smallest_net(largest: int, share: float, share_of: Callable[[int], float]) -> int:
    """Return the smallest number of hidden units that reaches `share`.

    Raises ValueError if no number up to `largest` is enough.

    >>> smallest_net(6, 0.5, lambda hidden: hidden / 6)
    3
    """
    ### BEGIN SOLUTION
    for hidden in range(1, largest + 1):
        if share_of(hidden) >= share:
            return hidden
    raise ValueError(f"not even {largest} hidden units solve XOR for {share:.0%} of the seeds")
    ### END SOLUTION


# %% [markdown]
# ## No line
#
# A hundred thousand random lines, and one that is trained:

# %% tags=["explore"]
dice = torch.Generator().manual_seed(0)
lines = torch.randn(100_000, 3, generator=dice, dtype=torch.float64)
print("corners that the best of 100,000 lines gets right:", most_right(lines[:, :2], lines[:, 2]))
line = nn.Linear(2, 1, dtype=torch.float64)
print(f"loss of a trained line: {train(line, 1000, 0.05):.6f}, your floor: {linear_floor():.6f}")

# %% [markdown]
# ## How many hidden units, for how many seeds

# %% tags=["explore"]
from functools import partial

learn = partial(train, steps=200, lr=0.1)
shares = {hidden: share_solved(hidden, range(20), learn) for hidden in range(1, 9)}
for hidden, share in shares.items():
    print(f"{hidden} hidden units: {share:.0%} of 20 seeds")
for share in (0.5, 0.9):
    print(f"for {share:.0%} of the seeds:", smallest_net(8, share, shares.get), "units")

# %% [markdown]
# Two units are enough to *represent* XOR. To *find* it from most beginnings takes more: what is easy to write
# down need not be easy to learn.
#
# ## The boundaries
#
# A line, a net of two units and one of four, each after 300 steps. Which of them are stuck, and at which corners?

# %% tags=["explore"]
import matplotlib.pyplot as plt

side = torch.linspace(-0.5, 1.5, 120, dtype=torch.float64)
points = torch.cartesian_prod(side, side)
x, y = corners()
torch.manual_seed(0)
shown = {
    "a line": nn.Linear(2, 1, dtype=torch.float64),
    "2 units": make_net(2),
    "4 units": make_net(4),
}
figure, panels = plt.subplots(1, 3, figsize=(11, 3.8), layout="constrained")
for (name, model), panel in zip(shown.items(), panels, strict=True):
    loss = train(model, 300, 0.1)
    with torch.no_grad():
        chance = torch.sigmoid(model(points)).reshape(120, 120).T
    panel.imshow(
        chance, origin="lower", extent=(-0.5, 1.5, -0.5, 1.5), cmap="coolwarm", vmin=0, vmax=1
    )
    if chance.min() < 0.5 < chance.max():
        panel.contour(side, side, chance, levels=[0.5], colors="black", linewidths=1)
    panel.scatter(
        x[:, 0], x[:, 1], c=y, cmap="coolwarm", edgecolors="white", linewidths=2, s=90, zorder=3
    )
    panel.set(title=f"{name}: loss {loss:.3f}", xlabel="first switch", ylabel="second switch")
plt.show()
