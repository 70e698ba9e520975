"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from torchdojo.grading import wrong


@wrong(
    "Equal measurements are recognised by a deviation of 0, but ten times 0.1 has a rounded mean and a tiny deviation, and passes.",
    seen="named",
)
def scale_of(t):
    if len(t) < 2:
        raise ValueError("a single measurement has no deviation")
    mean, std = t.mean().item(), t.std().item()
    if std == 0:
        raise ValueError("all measurements are equal")
    return mean, std


@wrong(
    "The losses of the batches are averaged as if they were equally large; a smaller last batch counts too much.",
    seen="named",
)
def train(model, loader, lr, epochs):
    loss_fn = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for _ in range(epochs):
        running = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            running += loss.item()
        history.append(running / len(loader))
    return history


@wrong(
    "The conversion is done in the model's float32: for data far from 0 two large numbers are subtracted, and the digits that matter are gone.",
    seen="named",
)
def original_line(model, x_scale, y_scale):
    x_mean, x_std = x_scale
    y_mean, y_std = y_scale
    with torch.no_grad():
        slope = model.weight[0, 0] * y_std / x_std
        intercept = y_mean + y_std * model.bias[0] - slope * x_mean
    return slope.item(), intercept.item()


@wrong(
    "The model answers with a column (N, 1), the measurements are (N,): the difference is a table of every prediction with every measurement.",
    seen="named",
)
def rmse(model, x, y, x_scale, y_scale):
    x_mean, x_std = x_scale
    y_mean, y_std = y_scale
    with torch.no_grad():
        predicted = model(((x - x_mean) / x_std).unsqueeze(1)) * y_std + y_mean
        return ((predicted - y) ** 2).mean().sqrt().item()
