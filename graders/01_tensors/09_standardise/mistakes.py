"""What goes wrong when features are standardised."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "`mean()` and `std()` without a dimension mix all features: each column needs its own, `dim=0`.",
    loses=[
        "fits_each_feature",
        "constant_columns_get_one",
        "judges_new_data_by_training",
        "new_values_in_constant_columns",
        "survives_large_offsets",
    ],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    mean, std = train.mean(), train.std(correction=0)
    return mean, torch.where(std == 0, torch.ones_like(std), std)


@mistake(
    "One mean and one deviation over everything, repeated for each column: reduce over `dim=0` alone.",
    loses=[
        "fits_each_feature",
        "constant_columns_get_one",
        "judges_new_data_by_training",
        "new_values_in_constant_columns",
        "survives_large_offsets",
    ],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    width = train.shape[1]
    return train.mean().repeat(width), train.std(correction=0).repeat(width)


@mistake(
    "The statistics are taken over `dim=1`, one for each example: features run along dim 1, reduce dim 0.",
    loses=[
        "fits_each_feature",
        "constant_columns_get_one",
        "judges_new_data_by_training",
        "new_values_in_constant_columns",
        "survives_large_offsets",
    ],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    std = train.std(dim=1, correction=0)
    return train.mean(dim=1), torch.where(std == 0, torch.ones_like(std), std)


@mistake(
    "`std` divides by N - 1 unless told otherwise: `correction=0` divides by N.",
    loses=[
        "fits_each_feature",
        "constant_columns_get_one",
        "judges_new_data_by_training",
        "new_values_in_constant_columns",
        "survives_large_offsets",
    ],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    constant = train.amin(dim=0) == train.amax(dim=0)
    std = train.std(dim=0)
    return train.mean(dim=0), torch.where(constant, torch.ones_like(std), std)


@mistake(
    "This is the variance: the standard deviation is its square root.",
    loses=[
        "fits_each_feature",
        "constant_columns_get_one",
        "judges_new_data_by_training",
        "new_values_in_constant_columns",
        "survives_large_offsets",
    ],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    var = train.var(dim=0, correction=0)
    return train.mean(dim=0), torch.where(var == 0, torch.ones_like(var), var)


@mistake(
    "The deviation of a constant column stays 0, and 0 / 0 is nan: put 1 in its place.",
    loses=["constant_columns_get_one", "new_values_in_constant_columns"],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    return train.mean(dim=0), train.std(dim=0, correction=0)


@mistake(
    "A tiny number, added to `std` or put in place of 0, blows up new values of a constant column: put 1 there.",
    loses=["constant_columns_get_one", "new_values_in_constant_columns"],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    return train.mean(dim=0), train.std(dim=0, correction=0) + 1e-8


@mistake(
    "A tiny number, added to `std` or put in place of 0, blows up new values of a constant column: put 1 there.",
    loses=["constant_columns_get_one", "new_values_in_constant_columns"],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    return train.mean(dim=0), train.std(dim=0, correction=0) + 1e-12


@mistake(
    "A tiny number, added to `std` or put in place of 0, blows up new values of a constant column: put 1 there.",
    loses=["constant_columns_get_one", "new_values_in_constant_columns", "fits_each_feature"],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    return train.mean(dim=0), train.std(dim=0, correction=0) + 1e-6


@mistake(
    "The deviation of a constant column stays 0, up to rounding: put 1 in its place.",
    loses=["constant_columns_get_one", "new_values_in_constant_columns"],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    mean = train.mean(dim=0)
    return mean, ((train - mean) ** 2).mean(dim=0).sqrt()


@mistake(
    "A deviation computed by hand misses 0 by a rounding error, so `std == 0` finds no constant column: compare the values.",
    loses=["constant_columns_get_one", "new_values_in_constant_columns"],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    mean = train.mean(dim=0)
    std = ((train - mean) ** 2).mean(dim=0).sqrt()
    return mean, torch.where(std == 0, torch.ones_like(std), std)


@mistake(
    "A small deviation is no constant column: compare the values with each other, exactly.",
    loses=["constant_columns_get_one"],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    std = train.std(dim=0, correction=0)
    return train.mean(dim=0), torch.where(std < 1e-6, torch.ones_like(std), std)


@mistake(
    "Only the first and the last value of a column are compared: those between may differ.",
    loses=["constant_columns_get_one"],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    constant = train[0] == train[-1]
    return train.mean(dim=0), train.std(dim=0, correction=0).masked_fill(constant, 1.0)


@mistake(
    "Only two values at the beginning of a column are compared: those that follow may differ.",
    loses=["constant_columns_get_one"],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    constant = train[0] == train[:2][-1]
    return train.mean(dim=0), train.std(dim=0, correction=0).masked_fill(constant, 1.0)


@mistake(
    "Differences can cancel, so a sum of 0 is no constant column: compare each value.",
    loses=["constant_columns_get_one"],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    constant = (train - train[0]).sum(dim=0) == 0
    return train.mean(dim=0), train.std(dim=0, correction=0).masked_fill(constant, 1.0)


@mistake(
    "Every deviation below 1 has become 1 (`clamp`): only those of constant columns should.",
    loses=[
        "fits_each_feature",
        "constant_columns_get_one",
        "judges_new_data_by_training",
        "new_values_in_constant_columns",
        "survives_large_offsets",
    ],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    return train.mean(dim=0), train.std(dim=0, correction=0).clamp(min=1.0)


@mistake(
    "The mean of the squares minus the square of the mean loses all digits of large numbers: subtract the mean first.",
    loses=["survives_large_offsets"],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    constant = train.amin(dim=0) == train.amax(dim=0)
    mean = train.mean(dim=0)
    std = ((train**2).mean(dim=0) - mean**2).clamp(min=0).sqrt()
    return mean, torch.where(constant, torch.ones_like(std), std)


@mistake(
    "The mean of the squares minus the square of the mean loses all digits of large numbers: subtract the mean first.",
    loses=["survives_large_offsets"],
)
def fit_stats(train: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    constant = train.amin(dim=0) == train.amax(dim=0)
    mean = train.mean(dim=0)
    std = ((train**2).mean(dim=0) - mean**2).sqrt()
    return mean, torch.where(constant, torch.ones_like(std), std)


slip(
    "`train -= mean` works in place and changes the caller's data: compute a new tensor.",
    loses=[
        "fits_each_feature",
        "constant_columns_get_one",
        "judges_new_data_by_training",
        "new_values_in_constant_columns",
        "survives_large_offsets",
    ],
    edits=[
        ("(train == train[:1]).all(dim=0)", "train.amin(dim=0) == train.amax(dim=0)"),
        (
            "std = train.std(dim=0, correction=0)",
            "mean = train.mean(dim=0)\ntrain -= mean\nstd = train.square().mean(dim=0).sqrt()",
        ),
        ("train.mean(dim=0)", "mean"),
    ],
)


@mistake(
    "`x` with one feature broadcasts against statistics of several: compare the widths yourself.",
    loses=["refuses_another_width"],
)
def apply(x: torch.Tensor, mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
    return (x - mean) / std


@mistake(
    "`reshape(-1, D)` takes every multiple of D features: compare the last size of `x` with D.",
    loses=["refuses_another_width"],
)
def apply(x: torch.Tensor, mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
    try:
        rows = x.reshape(-1, len(mean))
    except RuntimeError as error:
        raise ValueError("the statistics do not belong to these features") from error
    return ((rows - mean) / std).reshape(x.shape)


@mistake(
    "Dimension 1 is the last one of a table only: `x.shape[-1]` fits an example and batches, too.",
    loses=["applies_to_any_shape", "refuses_another_width"],
)
def apply(x: torch.Tensor, mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
    if x.shape[1] != len(mean):
        raise ValueError("the statistics do not belong to these features")
    return (x - mean) / std


@mistake(
    "Dimension 1 is the last one of a table only: `x.shape[-1]` fits an example and batches, too.",
    loses=["applies_to_any_shape", "refuses_another_width"],
)
def apply(x: torch.Tensor, mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
    if x.size(1) != len(mean):
        raise ValueError("the statistics do not belong to these features")
    return (x - mean) / std


@mistake(
    "`apply` adds a small number to `std`: use the statistics as they are given.",
    loses=["applies_to_any_shape"],
)
def apply(x: torch.Tensor, mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
    if x.shape[-1] != len(mean):
        raise ValueError("the statistics do not belong to these features")
    return (x - mean) / (std + 1e-8)


@mistake(
    "`apply` adds a small number to `std`: use the statistics as they are given.",
    loses=["applies_to_any_shape"],
)
def apply(x: torch.Tensor, mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
    if x.shape[-1] != len(mean):
        raise ValueError("the statistics do not belong to these features")
    return (x - mean) / (std + 1e-6)


@mistake(
    "`x -= mean` works in place and changes the caller's data: compute a new tensor.",
    loses=[
        "applies_to_any_shape",
        "judges_new_data_by_training",
        "new_values_in_constant_columns",
        "refuses_another_width",
    ],
)
def apply(x: torch.Tensor, mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
    if x.shape[-1] != len(mean):
        raise ValueError("the statistics do not belong to these features")
    x -= mean
    x /= std
    return x


@mistake(
    "`apply` computes its own statistics from `x`: use those that it is given.",
    loses=[
        "applies_to_any_shape",
        "judges_new_data_by_training",
        "new_values_in_constant_columns",
        "refuses_another_width",
    ],
)
def apply(x: torch.Tensor, mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
    if x.shape[-1] != len(mean):
        raise ValueError("the statistics do not belong to these features")
    dims = tuple(range(x.ndim - 1))
    own = x.std(dim=dims, correction=0, keepdim=True)
    return (x - x.mean(dim=dims, keepdim=True)) / torch.where(own == 0, torch.ones_like(own), own)


@mistake(
    "The operations are in the wrong order: subtract the mean first, then divide.",
    loses=[
        "applies_to_any_shape",
        "judges_new_data_by_training",
        "new_values_in_constant_columns",
        "refuses_another_width",
    ],
)
def apply(x: torch.Tensor, mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
    if x.shape[-1] != len(mean):
        raise ValueError("the statistics do not belong to these features")
    return x / std - mean


slip(
    "`test` is standardised by its own statistics: new data are judged by those of the training data.",
    loses=["judges_new_data_by_training", "new_values_in_constant_columns"],
    edits=[
        ("mean, std = fit_stats(train)", ""),
        (
            "apply(train, mean, std), apply(test, mean, std)",
            "apply(train, *fit_stats(train)), apply(test, *fit_stats(test))",
        ),
    ],
)

slip(
    "Both tables are standardised by the statistics of `test`: fit on `train`.",
    loses=["judges_new_data_by_training", "new_values_in_constant_columns"],
    edits=[("fit_stats(train)", "fit_stats(test)")],
)

slip(
    "The statistics are those of both tables together: the test data leak into the training.",
    loses=["judges_new_data_by_training", "new_values_in_constant_columns"],
    edits=[("fit_stats(train)", "fit_stats(torch.cat([train, test]))")],
)


@mistake(
    "`apply` refuses all but tables: a single example (D,) and batches of batches (..., D) are right, too.",
    loses=["applies_to_any_shape"],
)
def apply(x, mean, std):
    if x.dim() != 2 or x.shape[1] != mean.shape[0]:
        raise ValueError("x must have the shape (N, D)")
    return (x - mean) / std


slip(
    "`std_mean` returns the deviation first: the contract asks for the pair (mean, std).",
    loses=[
        "fits_each_feature",
        "constant_columns_get_one",
        "judges_new_data_by_training",
        "new_values_in_constant_columns",
        "survives_large_offsets",
    ],
    edits=[
        (
            "std = train.std(dim=0, correction=0)",
            "std, mean = torch.std_mean(train, dim=0, correction=0)",
        ),
        (
            "train.mean(dim=0), torch.where(constant, torch.ones_like(std), std)",
            "torch.where(constant, torch.ones_like(std), std), mean",
        ),
    ],
)

slip(
    "Everything becomes float32: the statistics of float64 data lose half their digits.",
    loses=["fits_each_feature", "constant_columns_get_one"],
    edits=[
        (
            "constant = (train == train[:1]).all(dim=0)",
            "train = train.float()\nconstant = (train == train[:1]).all(dim=0)",
        )
    ],
)
