"""Wrong answers by people who had seen the exercise alone."""

import torch
from torch import nn
from torch.utils.data import DataLoader, RandomSampler, TensorDataset

from torchdojo.grading import wrong


@wrong(
    "std == 0 misses a single measurement, whose std is nan, and equal ones whose mean is rounded: both have to raise ValueError.",
    seen="named",
)
def scale_of(t):
    mean, std = t.mean().item(), t.std().item()
    if std == 0:
        raise ValueError("all measurements are equal")
    return mean, std


@wrong(
    "The generator isn't handed to the DataLoader: it shuffles by the global generator, and the same seed gives other batches.",
    seen="caught",
)
def make_loader(x, y, batch_size, generator):
    data = TensorDataset(x.unsqueeze(1), y.unsqueeze(1))
    return DataLoader(data, batch_size=batch_size, shuffle=True)


@wrong(
    "total and count start before the first epoch and are never reset: each number is the mean over all epochs so far, not of its own.",
    seen="caught",
)
def train(model, loader, lr, epochs):
    loss_fn = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    total, count = 0.0, 0
    for _ in range(epochs):
        for x, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            count += len(x)
        losses.append(total / count)
    return losses


@wrong(
    "The model's bias is forgotten: it is a part of the intercept, times y's deviation, and only 0 for a perfectly trained model.",
    seen="caught",
)
def original_line(model, x_scale, y_scale):
    (mx, sx), (my, sy) = x_scale, y_scale
    slope = model.weight.item() * sy / sx
    return slope, my - slope * mx


@wrong(
    "Slope as the difference of two predictions at 0 and 1 cancels in float32 when the data lie far from 0 or spread widely.",
    seen="full marks",
)
def original_line(model, x_scale, y_scale):
    (mx, sx), (my, sy) = x_scale, y_scale
    ends = torch.tensor([[0.0], [1.0]], dtype=model.weight.dtype)
    with torch.no_grad():
        at_zero, at_one = (model((ends - mx) / sx) * sy + my).flatten().tolist()
    return at_one - at_zero, at_zero


@wrong(
    "New measurements are scaled by their own mean and deviation; the scales of the training data, x_scale and y_scale, hold for them.",
    seen="caught",
)
def rmse(model, x, y, x_scale, y_scale):
    mean, std = scale_of(x)
    with torch.no_grad():
        pred = model(((x - mean) / std).unsqueeze(1)).squeeze(1)
    pred = pred * y_scale[1] + y_scale[0]
    return (pred - y).square().mean().sqrt().item()


@wrong(
    "A column (N, 1) minus y of shape (N,) is a table of all differences; only its diagonal was meant. squeeze(1) is missing.",
    seen="named",
)
def rmse(model, x, y, x_scale, y_scale):
    (mx, sx), (my, sy) = x_scale, y_scale
    with torch.no_grad():
        pred = model((x[:, None] - mx) / sx) * sy + my
    return ((pred - y) ** 2).mean().sqrt().item()


@wrong(
    "Only the weight is set to 0; the bias starts with nn.Linear's random number, where the contract wants 0.",
    seen="caught",
)
def fit_line(x, y, lr, epochs, batch_size, generator):
    x_scale, y_scale = scale_of(x), scale_of(y)
    loader = make_loader(
        (x - x_scale[0]) / x_scale[1], (y - y_scale[0]) / y_scale[1], batch_size, generator
    )
    model = nn.Linear(1, 1, dtype=x.dtype)
    nn.init.zeros_(model.weight)
    losses = train(model, loader, lr, epochs)
    slope, intercept = original_line(model, x_scale, y_scale)
    return slope, intercept, losses
