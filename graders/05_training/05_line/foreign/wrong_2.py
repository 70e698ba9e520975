"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from torchdojo.grading import wrong


@wrong(
    "Small is not equal: measurements in metres that differ by a ten-millionth are refused, although they are not all the same.",
    seen="named",
)
def scale_of(t):
    if len(t) < 2 or t.std() < 1e-6:
        raise ValueError("all measurements are equal")
    return t.mean().item(), t.std().item()


@wrong(
    "The conversion is computed in the model's float32: for data far from 0 the intercept is the difference of two large numbers, and most of its digits are lost.",
    seen="full marks",
)
def original_line(model, x_scale, y_scale):
    (mx, sx), (my, sy) = x_scale, y_scale
    with torch.no_grad():
        slope = model.weight.squeeze() * sy / sx
        intercept = my + sy * model.bias.squeeze() - slope * mx
    return slope.item(), intercept.item()


@wrong(
    "New measurements are standardised by their own mean and deviation; the scales of the training data are handed over because those belong to the model.",
    seen="named",
)
def rmse(model, x, y, x_scale, y_scale):
    mx, sx = x.mean().item(), x.std().item()
    my, sy = y_scale
    with torch.no_grad():
        guess = model(((x - mx) / sx).unsqueeze(1)).squeeze(1) * sy + my
    return ((guess - y) ** 2).mean().sqrt().item()


@wrong(
    "The generator is not handed to the loader: it shuffles by torch's global random numbers, and the run cannot be repeated with the same generator.",
    seen="named",
)
def make_loader(x, y, batch_size, generator):
    dataset = TensorDataset(x.unsqueeze(1), y.unsqueeze(1))
    return DataLoader(dataset, batch_size=batch_size, shuffle=True)


@wrong(
    "Two things: only the weight is set to 0, the bias starts at random; and the model is float32 in any case, so float64 measurements are cut to it first.",
    seen="caught",
)
def fit_line(x, y, lr, epochs, batch_size, generator):
    x, y = x.float(), y.float()
    x_scale, y_scale = scale_of(x), scale_of(y)
    loader = make_loader(
        (x - x_scale[0]) / x_scale[1], (y - y_scale[0]) / y_scale[1], batch_size, generator
    )
    model = nn.Linear(1, 1)
    nn.init.zeros_(model.weight)
    losses = train(model, loader, lr, epochs)
    slope, intercept = original_line(model, x_scale, y_scale)
    return slope, intercept, losses
