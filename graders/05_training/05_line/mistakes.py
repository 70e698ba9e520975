"""What goes wrong between raw measurements and a line in their units."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from torchdojo.grading import mistake


@mistake(
    "The deviation divides by N; `torch.std` divides by N - 1.",
    loses=[
        "measures_the_scale",
        "refuses_equal_measurements",
        "fits_by_torchs_own",
        "fits_what_is_far_away",
    ],
)
def scale_of(t):
    if (t == t[0]).all():
        raise ValueError("all are equal")
    return t.mean().item(), t.std(correction=0).item()


@mistake(
    "This is the variance: the standard deviation is its root.",
    loses=[
        "measures_the_scale",
        "refuses_equal_measurements",
        "fits_by_torchs_own",
        "fits_what_is_far_away",
    ],
)
def scale_of(t):
    if (t == t[0]).all():
        raise ValueError("all are equal")
    return t.mean().item(), t.var().item()


@mistake(
    "A deviation of 0, or of nearly 0 by rounding, passes: dividing by it gives nan or huge numbers.",
    loses=["refuses_equal_measurements"],
)
def scale_of(t):
    return t.mean().item(), t.std().item()


@mistake(
    "The batches have the shape (B,): `nn.Linear` needs a column, and (B, 1) minus (B,) is a table of B times B differences.",
    loses=["gives_out_columns", "fits_by_torchs_own", "fits_what_is_far_away"],
)
def make_loader(x, y, batch_size, generator):
    return DataLoader(TensorDataset(x, y), batch_size, shuffle=True, generator=generator)


@mistake(
    "Only x is a column: (B, 1) minus (B,) broadcasts to a table of B times B differences.",
    loses=["gives_out_columns", "fits_by_torchs_own", "fits_what_is_far_away"],
)
def make_loader(x, y, batch_size, generator):
    data = TensorDataset(x.unsqueeze(1), y)
    return DataLoader(data, batch_size, shuffle=True, generator=generator)


@mistake(
    "Nothing is shuffled: without `shuffle=True` the generator is not used for the order.",
    loses=["gives_out_columns", "fits_by_torchs_own", "fits_what_is_far_away"],
)
def make_loader(x, y, batch_size, generator):
    data = TensorDataset(x.unsqueeze(1), y.unsqueeze(1))
    return DataLoader(data, batch_size, generator=generator)


@mistake(
    "The last, smaller batch is dropped: those measurements are lost to this epoch.",
    loses=["gives_out_columns", "fits_by_torchs_own", "fits_what_is_far_away"],
)
def make_loader(x, y, batch_size, generator):
    data = TensorDataset(x.unsqueeze(1), y.unsqueeze(1))
    return DataLoader(data, batch_size, shuffle=True, generator=generator, drop_last=True)


@mistake(
    "The gradients are never cleared: `backward()` adds, so each step repeats all earlier ones.",
    loses=["trains_as_it_should", "fits_by_torchs_own", "fits_what_is_far_away"],
)
def train(model, loader, lr, epochs):
    loss_fn = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        total, count = 0.0, 0
        for x, y in loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            count += len(x)
        losses.append(total / count)
    return losses


@mistake(
    "The reported loss is the mean of the batches' means: weight each batch by its size.",
    loses=["trains_as_it_should", "fits_by_torchs_own", "fits_what_is_far_away"],
)
def train(model, loader, lr, epochs):
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
            total += loss.item()
            count += 1
        losses.append(total / count)
    return losses


@mistake(
    "The squares are added up: `nn.MSELoss` averages over its batch unless told otherwise.",
    loses=["trains_as_it_should", "fits_by_torchs_own", "fits_what_is_far_away"],
)
def train(model, loader, lr, epochs):
    loss_fn = nn.MSELoss(reduction="sum")
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


@mistake(
    "This is Adam: the contract asks for `torch.optim.SGD`.",
    loses=["trains_as_it_should", "fits_by_torchs_own", "fits_what_is_far_away"],
)
def train(model, loader, lr, epochs):
    loss_fn = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
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


@mistake(
    "The loss and its gradient are right, but torch's `nn.MSELoss` is not used.",
    loses=["fits_by_torchs_own", "fits_what_is_far_away"],
)
def train(model, loader, lr, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        total, count = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = (model(x) - y).square().mean()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            count += len(x)
        losses.append(total / count)
    return losses


@mistake(
    "These are weight and bias of the scaled data: convert them back to the units of the measurements.",
    loses=[
        "speaks_in_original_units",
        "judges_new_measurements",
        "fits_by_torchs_own",
        "fits_what_is_far_away",
    ],
)
def original_line(model, x_scale, y_scale):
    return model.weight.item(), model.bias.item()


@mistake(
    "The slope is converted, the intercept is not moved by the mean of x: at x = 0 the line is mx lower or higher.",
    loses=[
        "speaks_in_original_units",
        "judges_new_measurements",
        "fits_by_torchs_own",
        "fits_what_is_far_away",
    ],
)
def original_line(model, x_scale, y_scale):
    slope = model.weight.item() * y_scale[1] / x_scale[1]
    return slope, y_scale[0] + y_scale[1] * model.bias.item()


@mistake(
    "The deviations have changed places: the slope is in units of y per unit of x.",
    loses=[
        "speaks_in_original_units",
        "judges_new_measurements",
        "fits_by_torchs_own",
        "fits_what_is_far_away",
    ],
)
def original_line(model, x_scale, y_scale):
    slope = model.weight.item() * x_scale[1] / y_scale[1]
    return slope, y_scale[0] + y_scale[1] * model.bias.item() - slope * x_scale[0]


@mistake(
    "The bias is left in deviations: it has to be multiplied by the deviation of y.",
    loses=[
        "speaks_in_original_units",
        "judges_new_measurements",
        "fits_by_torchs_own",
        "fits_what_is_far_away",
    ],
)
def original_line(model, x_scale, y_scale):
    slope = model.weight.item() * y_scale[1] / x_scale[1]
    return slope, y_scale[0] + model.bias.item() - slope * x_scale[0]


@mistake(
    "New measurements are scaled by statistics of their own: use those of the training data.",
    loses=["judges_new_measurements"],
)
def rmse(model, x, y, x_scale, y_scale):
    slope, intercept = original_line(model, scale_of(x), scale_of(y))
    return (slope * x + intercept - y).square().mean().sqrt().item()


@mistake(
    "A column minus a row: the mean goes over all pairs of a prediction and somebody else's y.",
    loses=["judges_new_measurements"],
)
def rmse(model, x, y, x_scale, y_scale):
    with torch.no_grad():
        scaled = model(((x - x_scale[0]) / x_scale[1]).unsqueeze(1))
    return (scaled * y_scale[1] + y_scale[0] - y).square().mean().sqrt().item()


@mistake(
    "The error is in deviations of y, without a unit: convert the predictions back before they are compared.",
    loses=["judges_new_measurements"],
)
def rmse(model, x, y, x_scale, y_scale):
    slope, intercept = original_line(model, x_scale, y_scale)
    return (slope * x + intercept - y).square().mean().sqrt().item() / y_scale[1]


@mistake(
    "The root is missing: a mean squared error is in squared units.",
    loses=["judges_new_measurements"],
)
def rmse(model, x, y, x_scale, y_scale):
    slope, intercept = original_line(model, x_scale, y_scale)
    return (slope * x + intercept - y).square().mean().item()
