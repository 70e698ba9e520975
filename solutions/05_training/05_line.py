# /// torchdojo
# title = "A line through measurements, in their own units"
# form = "notebook"
# start = "empty"
# difficulty = 2
# minutes = 40
# hints = [
#   """Follow one measurement on its way: 200 g becomes a number without a unit, the model \
#   makes another of it, and that has to become millimetres again. Which statistics are used at \
#   which step, and from which data?""",
#   """Scaled, the line is (y - my) / sy = w (x - mx) / sx + b. Solve it for y and read off \
#   what is multiplied by x and what stands alone. In `rmse` both tensors need the same shape \
#   before they are subtracted.""",
#   """slope = w sy / sx, intercept = my + sy b - slope mx. `make_loader`: `unsqueeze(1)` for \
#   both, `TensorDataset`, `shuffle=True` and the generator. `train` is the loop with \
#   `nn.MSELoss` and `torch.optim.SGD`, the loss weighted by `len(x)`. `fit_line` scales, fills \
#   an `nn.Linear(1, 1, dtype=x.dtype)` with zeros, trains, converts.""",
# ]
# ///
"""# A line through measurements, in their own units

A spring hangs from a hook. With 100 grams it is 142 millimetres long, with 250 grams 163. How long
is it without a load, and how much does each gram add? Two numbers answer both questions, and a
training loop can find them, if it is fed properly and its answer is read properly.

Both are where programs go wrong. Loads up to 500 make gradients so large that training explodes, so
the data have to be standardised first. Then the weight that is learned is no longer millimetres per
gram: it is deviations per deviation. A report that forgets to convert it back looks like a result,
and is nonsense.

## Goal

Fit a line by torch's own parts, from raw measurements to a slope and an intercept in the original
units.

## Contract

Measurements `x` and `y` have the shape `(N,)` and one floating-point dtype.

- `scale_of(t)`
  - *takes* measurements
  - *returns* two Python floats: their mean and their standard deviation, with N - 1 as `torch.std`
    has it; `ValueError` if all are equal, as a single one is
- `make_loader(x, y, batch_size, generator)`
  - *takes* scaled measurements; a number; a `torch.Generator`
  - *returns* a `DataLoader` over a `TensorDataset` that gives out pairs of shape `(B, 1)`, shuffled
    by this generator, the last batch smaller if need be
- `train(model, loader, lr, epochs)`
  - *takes* an `nn.Linear(1, 1)`; that loader; two numbers
  - trains the model by `nn.MSELoss` and `torch.optim.SGD`, one step a batch; returns a list: the
    mean loss **per example** of each epoch, as Python floats
- `original_line(model, x_scale, y_scale)`
  - *takes* a trained model; what `scale_of` returned for x and for y
  - *returns* slope and intercept, two Python floats, in the original units; also for a float32
    model, and for data far from 0
- `rmse(model, x, y, x_scale, y_scale)`
  - *takes* the same model; **new** measurements; the scales of the training data
  - *returns* the root of the mean squared error, a Python float, in the units of `y`
- `fit_line(x, y, lr, epochs, batch_size, generator)`
  - *takes* raw measurements and the settings
  - *returns* the slope, the intercept and the list of losses. The model is an `nn.Linear` of the
    data's dtype that starts with weight 0 and bias 0

Later functions may use earlier ones.

## Why the units matter to gradient descent

The gradient of the squared error with respect to the slope contains `x`, the one with respect to
the intercept contains 1. With loads around 300 the first is 300 times the second, and its
curvature 300 squared times: a learning rate that suits one parameter kills the other. After
standardising both are about 1.

A scale belongs to the *training* data. New measurements are converted by the same two numbers,
else 200 g would be one thing today and another tomorrow.

## Converting back, by hand, for something else

Fahrenheit and Celsius are both scaled temperatures. A thermometer's resistance grows by 0.39 ohm
for each degree Celsius and is 100 ohm at 0 °C. With C = (F - 32) / 1.8 it is

    R = 100 + 0.39 (F - 32) / 1.8 = (100 - 0.39 * 32 / 1.8) + (0.39 / 1.8) F

so 0.2167 ohm for each degree Fahrenheit, and 93.07 ohm at 0 °F: the slope is divided, and the
intercept takes along a part of the slope. Here *both* axes are scaled; the same algebra does it.

## A column is not a row

`nn.Linear(1, 1)` takes and returns `(B, 1)`. Subtract a `(B,)` from that, and broadcasting makes a
`(B, B)` table of *all* differences:

```python
>>> (torch.zeros(3, 1) - torch.tensor([1.0, 2.0, 3.0])).shape
torch.Size([3, 3])
```

The mean of its squares is a number like any other, and a model that minimises it predicts the mean.

## Out of scope

Several inputs, learning rate schedules, outliers, the error of slope and intercept.

## Read more

[nn.Linear](https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html),
[nn.MSELoss](https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html),
[torch.optim.SGD](https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html),
[TensorDataset](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.TensorDataset).
Next: classes instead of numbers, and three losses that look alike.
"""

# %%
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

Scale = tuple[float, float]


# %%
def scale_of(t: torch.Tensor) -> Scale:
    """Return mean and standard deviation of the measurements `t`, (N,).

    Raises ValueError if all of them are equal, or if there is only one.

    >>> scale_of(torch.tensor([1.0, 2.0, 3.0]))
    (2.0, 1.0)
    """
    ### BEGIN SOLUTION
    if (t == t[0]).all():
        raise ValueError("all measurements are equal: there is nothing to scale by")
    return t.mean().item(), t.std().item()
    ### END SOLUTION


# %%
def make_loader(
    x: torch.Tensor, y: torch.Tensor, batch_size: int, generator: torch.Generator
) -> DataLoader:
    """Return a loader of pairs (B, 1), shuffled by `generator`, for `x` and `y` of shape (N,).

    >>> x = torch.arange(5.0)
    >>> loader = make_loader(x, 2 * x, 2, torch.Generator().manual_seed(0))
    >>> [tuple(x.shape) for x, y in loader]
    [(2, 1), (2, 1), (1, 1)]
    """
    ### BEGIN SOLUTION
    data = TensorDataset(x.unsqueeze(1), y.unsqueeze(1))
    return DataLoader(data, batch_size=batch_size, shuffle=True, generator=generator)
    ### END SOLUTION


# %%
def train(model: nn.Linear, loader: DataLoader, lr: float, epochs: int) -> list[float]:
    """Train `model` by SGD and the squared error; return the mean loss per example, by epoch.

    >>> model, x = nn.Linear(1, 1), torch.tensor([-1.0, 1.0])
    >>> start = [nn.init.zeros_(p) for p in model.parameters()]
    >>> train(model, make_loader(x, x, 2, torch.Generator()), lr=0.25, epochs=2)
    [1.0, 0.25]
    """
    ### BEGIN SOLUTION
    loss_fn = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        total, count = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            count += len(x)
        losses.append(total / count)
    return losses
    ### END SOLUTION


# %%
def original_line(model: nn.Linear, x_scale: Scale, y_scale: Scale) -> tuple[float, float]:
    """Return slope and intercept in the units of the measurements.

    >>> model = nn.Linear(1, 1)
    >>> start = nn.init.ones_(model.weight), nn.init.zeros_(model.bias)
    >>> original_line(model, x_scale=(10.0, 2.0), y_scale=(5.0, 4.0))
    (2.0, -15.0)
    """
    ### BEGIN SOLUTION
    (x_mean, x_std), (y_mean, y_std) = x_scale, y_scale
    slope = model.weight.item() * y_std / x_std
    return slope, y_mean + y_std * model.bias.item() - slope * x_mean
    ### END SOLUTION


# %%
def rmse(
    model: nn.Linear, x: torch.Tensor, y: torch.Tensor, x_scale: Scale, y_scale: Scale
) -> float:
    """Return the root mean squared error for new measurements, (N,), in the units of `y`.

    >>> model, x, y = nn.Linear(1, 1), torch.tensor([10.0, 11.0]), torch.tensor([8.0, 10.0])
    >>> start = nn.init.ones_(model.weight), nn.init.zeros_(model.bias)
    >>> rmse(model, x, y, x_scale=(10.0, 2.0), y_scale=(5.0, 4.0))
    3.0
    """
    ### BEGIN SOLUTION
    slope, intercept = original_line(model, x_scale, y_scale)
    return (slope * x + intercept - y).square().mean().sqrt().item()
    ### END SOLUTION


# %%
def fit_line(
    x: torch.Tensor,
    y: torch.Tensor,
    lr: float,
    epochs: int,
    batch_size: int,
    generator: torch.Generator,
) -> tuple[float, float, list[float]]:
    """Return slope, intercept and the losses of a line through raw measurements, (N,).

    >>> x = torch.arange(6.0) * 100
    >>> slope, intercept, losses = fit_line(x, 0.5 * x + 20, 0.1, 50, 2, torch.Generator())
    >>> round(slope, 3), round(intercept, 3), len(losses)
    (0.5, 20.0, 50)
    """
    ### BEGIN SOLUTION
    x_scale, y_scale = scale_of(x), scale_of(y)
    scaled = [(t - mean) / std for t, (mean, std) in ((x, x_scale), (y, y_scale))]
    model = nn.Linear(1, 1, dtype=x.dtype)
    nn.init.zeros_(model.weight)
    nn.init.zeros_(model.bias)
    losses = train(model, make_loader(*scaled, batch_size, generator), lr, epochs)
    return *original_line(model, x_scale, y_scale), losses
    ### END SOLUTION


# %% [markdown]
# ## The spring
#
# Forty measurements of a spring that is 128 mm long without a load and grows by 0.14 mm per gram. The ruler
# is read to about 3 mm. The loop sees the loads and lengths alone.

# %% tags=["explore"]
import matplotlib.pyplot as plt

dice = torch.Generator().manual_seed(3)
loads = 500 * torch.rand(40, generator=dice)
lengths = 128 + 0.14 * loads + 3 * torch.randn(40, generator=dice)
slope, intercept, losses = fit_line(loads, lengths, 0.05, 30, 8, dice)
print(f"yours: {intercept:.1f} mm without a load, {slope:.4f} mm per gram")

table = torch.stack([loads, torch.ones(40)], dim=1)
best = torch.linalg.lstsq(table, lengths.unsqueeze(1)).solution.squeeze(1)
print(f"least squares, by a formula: {best[1]:.1f} mm, {best[0]:.4f} mm per gram")

# %% tags=["explore"]
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
left.scatter(loads, lengths, s=18, color="tab:blue", label="measurements")
ends = torch.tensor([0.0, 500.0])
left.plot(ends, intercept + slope * ends, color="tab:orange", label="your line")
left.set(xlabel="load in g", ylabel="length in mm", title="The fit, in original units")
left.legend()
right.plot(range(1, 31), losses, marker="o", markersize=3, color="tab:orange")
right.set(xlabel="epoch", ylabel="mean squared error, scaled", ylim=(0, None))
right.set_title("The loss, per example")
plt.show()

# %% [markdown]
# The line need not hit the two true numbers: the ruler is not exact. But it should come close to the line of
# least squares, which is the best that any method can do with these forty points.
#
# Now the same loop without scaling. Each step overshoots by more than it corrects:

# %% tags=["explore"]
raw = nn.Linear(1, 1)
for lr in (0.05, 1e-6):
    nn.init.zeros_(raw.weight)
    nn.init.zeros_(raw.bias)
    history = train(raw, make_loader(loads, lengths, 8, dice), lr, 30)
    print(f"raw, learning rate {lr}: last loss {history[-1]:.3g}, intercept {raw.bias.item():.3g}")

# %% [markdown]
# The small rate does not explode, but after 30 epochs the intercept has hardly moved from 0: some hundredths of
# a millimetre on the way to 128.
