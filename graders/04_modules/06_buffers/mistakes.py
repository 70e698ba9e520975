"""What goes wrong with numbers that should travel along."""

import torch
from torch import nn

from torchdojo.grading import mistake, slip


@mistake(
    "Mean and deviation are plain attributes: they are not saved, and stay behind when the layer moves. Register them as buffers.",
    loses=[
        "goes_back",
        "is_saved_and_moved",
        "registers_buffers",
        "standardises_each_feature",
        "survives_constant_features",
    ],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.mean = torch.zeros(num_features)
        self.std = torch.ones(num_features)

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            std = x.std(0, correction=0)
            self.mean.copy_(x.mean(0))
            self.std.copy_(std.masked_fill(std == 0, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "Mean and deviation are parameters: an optimizer would change what was measured. They are buffers.",
    loses=["registers_buffers", "writes_into_its_buffers"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.mean = nn.Parameter(torch.zeros(num_features))
        self.std = nn.Parameter(torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            std = x.std(0, correction=0)
            self.mean.copy_(x.mean(0))
            self.std.copy_(std.masked_fill(std == 0, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "Parameters that require no gradient are still parameters, and weight decay or a count finds them: use buffers.",
    loses=["registers_buffers"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.mean = nn.Parameter(torch.zeros(num_features), requires_grad=False)
        self.std = nn.Parameter(torch.ones(num_features), requires_grad=False)

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            std = x.std(0, correction=0)
            self.mean.copy_(x.mean(0))
            self.std.copy_(std.masked_fill(std == 0, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "The statistics are registered with `persistent=False`: they follow `.to()`, but a saved model has forgotten what it measured.",
    loses=["is_saved_and_moved", "registers_buffers"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features), persistent=False)
        self.register_buffer("std", torch.ones(num_features), persistent=False)

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            std = x.std(0, correction=0)
            self.mean.copy_(x.mean(0))
            self.std.copy_(std.masked_fill(std == 0, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "One mean and one deviation are taken over the whole table: each feature, along dimension 0, has its own.",
    loses=[
        "goes_back",
        "is_saved_and_moved",
        "standardises_each_feature",
        "survives_constant_features",
        "writes_into_its_buffers",
    ],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            std = x.std(correction=0)
            self.mean.copy_(x.mean())
            self.std.copy_(std.masked_fill(std == 0, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "`std` divides by N - 1 unless you pass `correction=0`; for a single row that is even nan.",
    loses=[
        "goes_back",
        "is_saved_and_moved",
        "standardises_each_feature",
        "survives_constant_features",
        "writes_into_its_buffers",
    ],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            std = x.std(0)
            self.mean.copy_(x.mean(0))
            self.std.copy_(std.masked_fill(std == 0, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "A feature that never changes has deviation 0, and the layer divides by it: replace 0 by 1.",
    loses=["survives_constant_features"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            self.mean.copy_(x.mean(0))
            self.std.copy_(x.std(0, correction=0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "A constant feature is looked for by its deviation, which is tiny, not 0, where the mean is rounded: compare the rows.",
    loses=["survives_constant_features"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            mean = x.mean(0)
            std = ((x - mean) ** 2).mean(0).sqrt()
            self.mean.copy_(mean)
            self.std.copy_(std.masked_fill(std == 0, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "Only the deviations of features that vary are written: after a second `fit` a constant one keeps its old `std`, not 1.",
    loses=["survives_constant_features"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            varies = (x != x[0]).any(0)
            self.mean.copy_(x.mean(0))
            self.std[varies] = x.std(0, correction=0)[varies].to(self.std)

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "A tiny number in place of the deviation 0 avoids the division by 0, but blows up the first new value of that feature: the contract asks for 1.",
    loses=["survives_constant_features"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            self.mean.copy_(x.mean(0))
            self.std.copy_(x.std(0, correction=0).clamp(min=1e-8))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "The mean of squares minus the square of the mean cancels far from 0: subtract the mean first, then square.",
    loses=["standardises_each_feature"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            mean, same = x.mean(0), (x == x[0]).all(0)
            variance = (x**2).mean(0) - mean**2
            self.mean.copy_(mean)
            self.std.copy_(variance.clamp(min=0).sqrt().masked_fill(same, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "These are variances: the deviation is their square root.",
    loses=[
        "goes_back",
        "is_saved_and_moved",
        "standardises_each_feature",
        "survives_constant_features",
        "writes_into_its_buffers",
    ],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            std = x.var(0, correction=0)
            self.mean.copy_(x.mean(0))
            self.std.copy_(std.masked_fill(std == 0, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "`copy_` records a graph as other operations do, and the buffers keep it: write under `torch.no_grad()`.",
    loses=["writes_into_its_buffers"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        std = x.std(0, correction=0)
        self.mean.copy_(x.mean(0))
        self.std.copy_(std.masked_fill(std == 0, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "Assigning new tensors takes over the dtype and the graph of the data: write into the buffers, under `no_grad`.",
    loses=["writes_into_its_buffers"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        std = x.std(0, correction=0)
        self.mean = x.mean(0)
        self.std = std.masked_fill(std == 0, 1.0)

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "`copy_` broadcasts: rows of one feature, or none at all, fill the buffers without an error. Compare the shapes first.",
    loses=["refuses_other_shapes"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        with torch.no_grad():
            std = x.std(0, correction=0)
            self.mean.copy_(x.mean(0))
            self.std.copy_(std.masked_fill(std == 0, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "`forward` measures each batch anew: what `fit` has measured is never used.",
    loses=["is_saved_and_moved", "standardises_each_feature", "survives_constant_features"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            std = x.std(0, correction=0)
            self.mean.copy_(x.mean(0))
            self.std.copy_(std.masked_fill(std == 0, 1.0))

    def forward(self, x):
        std = x.std(0, correction=0)
        return (x - x.mean(0)) / std.masked_fill(std == 0, 1.0)

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "`inverse` adds the mean before it multiplies: undo the last step first.",
    loses=["goes_back"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            std = x.std(0, correction=0)
            self.mean.copy_(x.mean(0))
            self.std.copy_(std.masked_fill(std == 0, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return (z + self.mean) * self.std


slip(
    "The window is in the state dict, where nobody needs it: `persistent=False` keeps a buffer out.",
    loses=["keeps_its_window_to_itself"],
    edits=[
        ("window: torch.Tensor", ""),
        (
            'self.register_buffer("window", torch.hann_window(length), persistent=False)',
            'self.register_buffer("window", torch.hann_window(length))',
        ),
    ],
)

slip(
    "The window is a plain attribute: it does not follow the layer to another device, or to another dtype.",
    loses=["keeps_its_window_to_itself"],
    edits=[
        ("window: torch.Tensor", ""),
        (
            'self.register_buffer("window", torch.hann_window(length), persistent=False)',
            "self.window = torch.hann_window(length)",
        ),
    ],
)

slip(
    "The window is a parameter: it would be trained, and saved.",
    loses=["keeps_its_window_to_itself"],
    edits=[
        ("window: torch.Tensor", ""),
        (
            'self.register_buffer("window", torch.hann_window(length), persistent=False)',
            "self.window = nn.Parameter(torch.hann_window(length))",
        ),
    ],
)

slip(
    "The window has both ends at 0, `periodic=False`: the contract asks for `torch.hann_window(length)` as it is.",
    loses=["keeps_its_window_to_itself"],
    edits=[
        ("window: torch.Tensor", ""),
        (
            'self.register_buffer("window", torch.hann_window(length), persistent=False)',
            "window = torch.hann_window(length, periodic=False)\n"
            'self.register_buffer("window", window, persistent=False)',
        ),
    ],
)


@mistake(
    "A threshold also catches features that change by little, in small units: ask which are equal in all rows.",
    loses=["survives_constant_features"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            std = x.std(0, correction=0)
            self.mean.copy_(x.mean(0))
            self.std.copy_(std.masked_fill(std < 1e-6, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "Two values of a feature may be equal while others differ: compare all rows.",
    loses=["survives_constant_features"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            std = x.std(0, correction=0)
            self.mean.copy_(x.mean(0))
            self.std.copy_(std.masked_fill(x[0] == x[-1], 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "Assigning takes over the dtype of the data, also after `detach()`: `copy_` writes into the buffers that are there.",
    loses=["writes_into_its_buffers"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        x = x.detach()
        std = x.std(0, correction=0)
        self.mean = x.mean(0)
        self.std = std.masked_fill(std == 0, 1.0)

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "A table without any row has no mean: it fills the buffers with nan. Raise ValueError for `N = 0`, too.",
    loses=["refuses_other_shapes"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape:
            raise ValueError("rows of features")
        with torch.no_grad():
            std = x.std(0, correction=0)
            self.mean.copy_(x.mean(0))
            self.std.copy_(std.masked_fill(std == 0, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "`fit` returns the layer: the contract says that it returns nothing.",
    loses=["writes_into_its_buffers"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            std = x.std(0, correction=0)
            self.mean.copy_(x.mean(0))
            self.std.copy_(std.masked_fill(std == 0, 1.0))
        return self

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "`forward` computes under `torch.no_grad()`: no gradient gets back to `x`. Only `fit` needs it.",
    loses=["standardises_each_feature", "survives_constant_features"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            std = x.std(0, correction=0)
            self.mean.copy_(x.mean(0))
            self.std.copy_(std.masked_fill(std == 0, 1.0))

    @torch.no_grad()
    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean


@mistake(
    "`std` is 0 at first: a layer that was never fitted divides by it. Begin with ones.",
    loses=["registers_buffers"],
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.zeros(num_features))

    def fit(self, x):
        if x.shape[1:] != self.mean.shape or not len(x):
            raise ValueError("rows of features")
        with torch.no_grad():
            std = x.std(0, correction=0)
            self.mean.copy_(x.mean(0))
            self.std.copy_(std.masked_fill(std == 0, 1.0))

    def forward(self, x):
        return (x - self.mean) / self.std

    def inverse(self, z):
        return z * self.std + self.mean
