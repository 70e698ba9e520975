"""What goes wrong between raw measurements and a line in their units."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from torchdojo.grading import mistake, slip


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
    "The mean of equal measurements is rounded: neither `std == 0` nor `t == t.mean()` finds them all. Compare with `t[0]`.",
    loses=["refuses_equal_measurements"],
)
def scale_of(t):
    mean, std = t.mean().item(), t.std().item()
    if std == 0:
        raise ValueError("all are equal")
    return mean, std


@mistake(
    "A tolerance, for the deviation or as in `allclose`, also refuses measurements that differ by little: ask whether all are equal.",
    loses=["refuses_equal_measurements"],
)
def scale_of(t):
    mean, std = t.mean().item(), t.std().item()
    if not std > 1e-8:
        raise ValueError("all are equal")
    return mean, std


@mistake(
    "Two measurements may be equal while others differ: compare all of them.",
    loses=["refuses_equal_measurements"],
)
def scale_of(t):
    if t[0] == t[-1]:
        raise ValueError("all are equal")
    return t.mean().item(), t.std().item()


@mistake(
    "A single measurement passes, and its deviation is nan: all of one are equal, too.",
    loses=["refuses_equal_measurements"],
)
def scale_of(t):
    if len(t) > 1 and (t == t[0]).all():
        raise ValueError("all are equal")
    return t.mean().item(), t.std().item()


@mistake(
    "The batches have the shape (B,): `nn.Linear` needs a column, and (B, 1) minus (B,) is a table of B times B differences.",
    loses=["gives_out_columns", "fits_by_torchs_own", "fits_what_is_far_away"],
)
def make_loader(x, y, batch_size, generator):
    return DataLoader(TensorDataset(x, y), batch_size, shuffle=True, generator=generator)


slip(
    "Only x is a column: (B, 1) minus (B,) broadcasts to a table of B times B differences.",
    loses=["gives_out_columns", "fits_by_torchs_own", "fits_what_is_far_away"],
    edits=[
        ("y.unsqueeze(1)", "y"),
        (
            "DataLoader(data, batch_size=batch_size, shuffle=True, generator=generator)",
            "DataLoader(data, batch_size, shuffle=True, generator=generator)",
        ),
    ],
)

slip(
    "Nothing is shuffled: without `shuffle=True` the generator is not used for the order.",
    loses=["gives_out_columns", "fits_by_torchs_own", "fits_what_is_far_away"],
    edits=[
        (
            "DataLoader(data, batch_size=batch_size, shuffle=True, generator=generator)",
            "DataLoader(data, batch_size, generator=generator)",
        )
    ],
)

slip(
    "The generator is not handed to the loader: the global one shuffles, and the same seed gives other batches.",
    loses=["gives_out_columns", "fits_by_torchs_own", "fits_what_is_far_away"],
    edits=[
        (
            "DataLoader(data, batch_size=batch_size, shuffle=True, generator=generator)",
            "DataLoader(data, batch_size, shuffle=True)",
        )
    ],
)

slip(
    "The last, smaller batch is dropped: those measurements are lost to this epoch.",
    loses=["gives_out_columns", "fits_by_torchs_own", "fits_what_is_far_away"],
    edits=[
        (
            "DataLoader(data, batch_size=batch_size, shuffle=True, generator=generator)",
            "DataLoader(data, batch_size, shuffle=True, generator=generator, drop_last=True)",
        )
    ],
)

slip(
    "The gradients are never cleared: `backward()` adds, so each step repeats all earlier ones.",
    loses=["trains_as_it_should", "fits_by_torchs_own", "fits_what_is_far_away"],
    edits=[("optimizer.zero_grad()", "")],
)

slip(
    "The reported loss is the mean of the batches' means: weight each batch by its size.",
    loses=["trains_as_it_should", "fits_by_torchs_own", "fits_what_is_far_away"],
    edits=[("loss.item() * len(x)", "loss.item()"), ("count += len(x)", "count += 1")],
)

slip(
    "Total and count go on from epoch to epoch: set both to 0 at the beginning of each.",
    loses=["trains_as_it_should", "fits_by_torchs_own", "fits_what_is_far_away"],
    edits=[
        ("for _ in range(epochs):", "total, count = 0.0, 0\nfor _ in range(epochs):"),
        ("total, count = 0.0, 0", ""),
    ],
)

slip(
    "The squares are added up: `nn.MSELoss` averages over its batch unless told otherwise.",
    loses=["trains_as_it_should", "fits_by_torchs_own", "fits_what_is_far_away"],
    edits=[("nn.MSELoss()", 'nn.MSELoss(reduction="sum")')],
)

slip(
    "This is Adam: the contract asks for `torch.optim.SGD`.",
    loses=["trains_as_it_should", "fits_by_torchs_own", "fits_what_is_far_away"],
    edits=[
        (
            "torch.optim.SGD(model.parameters(), lr=lr)",
            "torch.optim.Adam(model.parameters(), lr=lr)",
        )
    ],
)

slip(
    "The loss and its gradient are right, but torch's `nn.MSELoss` is not used.",
    loses=["fits_by_torchs_own", "fits_what_is_far_away"],
    edits=[
        ("loss_fn = nn.MSELoss()", ""),
        ("loss_fn(model(x), y)", "(model(x) - y).square().mean()"),
    ],
)


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
    "The model's bias is left out: times the deviation of y, it is a part of the intercept.",
    loses=[
        "speaks_in_original_units",
        "judges_new_measurements",
        "fits_by_torchs_own",
        "fits_what_is_far_away",
    ],
)
def original_line(model, x_scale, y_scale):
    slope = model.weight.item() * y_scale[1] / x_scale[1]
    return slope, y_scale[0] - slope * x_scale[0]


@mistake(
    "The slope is the difference of two predictions, which cancels in float32 far from 0: take it from the weight.",
    loses=["speaks_in_original_units"],
)
def original_line(model, x_scale, y_scale):
    ends = torch.tensor([[0.0], [1.0]], dtype=model.weight.dtype)
    with torch.no_grad():
        scaled = model((ends - x_scale[0]) / x_scale[1])
    at_zero, at_one = (scaled * y_scale[1] + y_scale[0]).flatten().tolist()
    return at_one - at_zero, at_zero


slip(
    "The line is computed in the model's float32: far from 0 the intercept is a small difference of large numbers. Use Python floats, `item()`.",
    loses=["speaks_in_original_units"],
    edits=[
        ("model.weight.item()", "model.weight.detach()"),
        (
            "return slope, y_mean + y_std * model.bias.item() - slope * x_mean",
            "intercept = y_mean + y_std * model.bias.detach() - slope * x_mean\n"
            "return slope.item(), intercept.item()",
        ),
    ],
)

slip(
    "New measurements are scaled by statistics of their own: use those of the training data.",
    loses=["judges_new_measurements"],
    edits=[
        (
            "slope, intercept = original_line(model, x_scale, y_scale)",
            "slope, intercept = original_line(model, scale_of(x), scale_of(y))",
        )
    ],
)

slip(
    "The new x are scaled by their own mean and deviation: use `x_scale`, that of the training data.",
    loses=["judges_new_measurements"],
    edits=[
        (
            "slope, intercept = original_line(model, x_scale, y_scale)",
            "slope, intercept = original_line(model, scale_of(x), y_scale)",
        )
    ],
)

slip(
    "A column minus a row: the mean goes over all pairs of a prediction and somebody else's y.",
    loses=["judges_new_measurements"],
    edits=[
        (
            "slope, intercept = original_line(model, x_scale, y_scale)",
            "with torch.no_grad():\n"
            "    scaled = model(((x - x_scale[0]) / x_scale[1]).unsqueeze(1))",
        ),
        ("(slope * x + intercept - y).square()", "(scaled * y_scale[1] + y_scale[0] - y).square()"),
    ],
)

slip(
    "The error is in deviations of y, without a unit: convert the predictions back before they are compared.",
    loses=["judges_new_measurements"],
    edits=[
        (
            "(slope * x + intercept - y).square().mean().sqrt().item()",
            "(slope * x + intercept - y).square().mean().sqrt().item() / y_scale[1]",
        )
    ],
)

slip(
    "The root is missing: a mean squared error is in squared units.",
    loses=["judges_new_measurements"],
    edits=[
        (
            "(slope * x + intercept - y).square().mean().sqrt()",
            "(slope * x + intercept - y).square().mean()",
        )
    ],
)

slip(
    "Only the weight is set to 0: the bias begins with `nn.Linear`'s random number.",
    loses=["fits_by_torchs_own", "fits_what_is_far_away"],
    edits=[("nn.init.zeros_(model.bias)", "")],
)

slip(
    "Weight and bias begin with `nn.Linear`'s random numbers: the contract has them begin at 0.",
    loses=["fits_by_torchs_own", "fits_what_is_far_away"],
    edits=[("nn.init.zeros_(model.weight)\nnn.init.zeros_(model.bias)", "")],
)

slip(
    "The model is always float64: build it in the dtype of the data, `dtype=x.dtype`.",
    loses=["fits_by_torchs_own"],
    edits=[("x.dtype", "torch.float64")],
)

slip(
    "Tensors are returned: take `.item()` of both for Python floats.",
    loses=[
        "measures_the_scale",
        "refuses_equal_measurements",
        "fits_by_torchs_own",
        "fits_what_is_far_away",
    ],
    edits=[("t.mean().item(), t.std().item()", "t.mean(), t.std()")],
)

slip(
    "A list of pairs is handed to the loader: the contract asks for a `TensorDataset`.",
    loses=["gives_out_columns"],
    edits=[
        (
            "TensorDataset(x.unsqueeze(1), y.unsqueeze(1))",
            "list(zip(x.unsqueeze(1), y.unsqueeze(1)))",
        )
    ],
)


@mistake(
    "`step()` stands behind the loop over the batches: one update for the epoch, by the last batch alone.",
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
            total += loss.item() * len(x)
            count += len(x)
        optimizer.step()
        losses.append(total / count)
    return losses


slip(
    "The losses are tensors: take `loss.item()` for Python floats.",
    loses=["trains_as_it_should", "fits_by_torchs_own", "fits_what_is_far_away"],
    edits=[("loss.item()", "loss.detach()")],
)

slip(
    "Slope and intercept are tensors: take `.item()` of weight and bias for Python floats.",
    loses=["speaks_in_original_units", "fits_by_torchs_own", "fits_what_is_far_away"],
    edits=[
        ("model.weight.item()", "model.weight.detach().double().squeeze()"),
        ("model.bias.item()", "model.bias.detach().double().squeeze()"),
    ],
)

slip(
    "A tensor is returned: take `.item()` for a Python float.",
    loses=["judges_new_measurements"],
    edits=[
        (
            "(slope * x + intercept - y).square().mean().sqrt().item()",
            "(slope * x + intercept - y).square().mean().sqrt()",
        )
    ],
)

slip(
    "The measurements are cut to float32, the model's default dtype: build the model in that of the data.",
    loses=["fits_by_torchs_own", "fits_what_is_far_away"],
    edits=[
        ("(t - mean) / std", "((t - mean) / std).float()"),
        ("nn.Linear(1, 1, dtype=x.dtype)", "nn.Linear(1, 1)"),
    ],
)
