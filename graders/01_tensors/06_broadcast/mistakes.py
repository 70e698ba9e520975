"""What goes wrong when shapes are stretched."""

import torch

from torchdojo.grading import mistake


@mistake(
    "`add_row` lets broadcasting stretch what is no row: (1,) and (N, 1) fit as well. Compare the shapes.",
    loses=["adds_a_row"],
)
def add_row(x: torch.Tensor, row: torch.Tensor) -> torch.Tensor:
    return x + row


@mistake(
    "`add_row` writes the row N times with `repeat`; broadcasting needs no copy.",
    loses=["needs_no_copies"],
)
def add_row(x: torch.Tensor, row: torch.Tensor) -> torch.Tensor:
    if row.shape != x.shape[1:]:
        raise ValueError("the row does not fit")
    return x + row.repeat(len(x), 1)


@mistake(
    "`add_row` goes through the rows in a Python loop; one addition does them all.",
    loses=["needs_no_loop"],
)
def add_row(x: torch.Tensor, row: torch.Tensor) -> torch.Tensor:
    if row.shape != x.shape[1:]:
        raise ValueError("the row does not fit")
    return torch.stack([each + row for each in x])


@mistake(
    "A column (N,) meets the *last* dimension of `x`: it raises, or acts as a row if x is square.",
    loses=["adds_a_column", "needs_no_loop", "needs_no_copies", "refuses_other_columns"],
)
def add_col(x: torch.Tensor, col: torch.Tensor) -> torch.Tensor:
    if col.shape != x.shape[:1]:
        raise ValueError("the column does not fit")
    return x + col


@mistake(
    "`add_col` checks nothing: a single number is stretched to a column, and a matrix is taken too.",
    loses=["refuses_other_columns"],
)
def add_col(x: torch.Tensor, col: torch.Tensor) -> torch.Tensor:
    return x + col.reshape(-1, 1)


@mistake(
    "The shape is left to torch, whose error is RuntimeError; the contract asks for ValueError.",
    loses=["refuses_other_columns"],
)
def add_col(x: torch.Tensor, col: torch.Tensor) -> torch.Tensor:
    return x + col.reshape(len(x), 1)


@mistake(
    "`add_col` writes the column D times; inserting a dimension of size one needs no copy.",
    loses=["needs_no_copies"],
)
def add_col(x: torch.Tensor, col: torch.Tensor) -> torch.Tensor:
    if col.shape != x.shape[:1]:
        raise ValueError("the column does not fit")
    return x + col[:, None].repeat(1, x.shape[1])


@mistake(
    "`pairwise_diff` loops over the rows in Python: the number of operations grows with the data.",
    loses=["needs_no_loop"],
)
def pairwise_diff(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.shape[1] != b.shape[1]:
        raise ValueError("the features differ")
    return torch.stack([row - b for row in a])


@mistake(
    "`pairwise_diff` repeats both tensors until they fit: that writes the size of the result twice more.",
    loses=["needs_no_copies"],
)
def pairwise_diff(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.shape[1] != b.shape[1]:
        raise ValueError("the features differ")
    return a[:, None].repeat(1, len(b), 1) - b[None].repeat(len(a), 1, 1)


@mistake(
    "`pairwise_diff` repeats `a` for every row of `b`: insert a dimension of size one and let it stretch.",
    loses=["needs_no_copies"],
)
def pairwise_diff(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.shape[1] != b.shape[1]:
        raise ValueError("the features differ")
    return a[:, None].repeat(1, len(b), 1) - b


@mistake(
    "The pairs are the wrong way round: element [i, j] is a[i] - b[j], so a's rows come first.",
    loses=["subtracts_all_pairs", "needs_no_copies", "needs_no_loop"],
)
def pairwise_diff(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.shape[1] != b.shape[1]:
        raise ValueError("the features differ")
    return a - b[:, None]


@mistake(
    "The sign is wrong: `pairwise_diff` returns b[j] - a[i].",
    loses=["subtracts_all_pairs", "needs_no_copies", "needs_no_loop"],
)
def pairwise_diff(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.shape[1] != b.shape[1]:
        raise ValueError("the features differ")
    return b - a[:, None]


@mistake(
    "A single feature is stretched to meet several: broadcasting does not mind, so compare the sizes.",
    loses=["subtracts_all_pairs"],
)
def pairwise_diff(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return a[:, None] - b


@mistake(
    "(N, 1) minus (N,) is (N, N): every prediction meets every target. Make the shapes equal first.",
    loses=["compares_example_by_example", "refuses_other_predictions"],
)
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if targets.dim() != 1 or predictions.shape != (len(targets), 1):
        raise ValueError("the shapes do not fit")
    return predictions - targets


@mistake(
    "A bare `squeeze()` makes a number of a single prediction or target: name the dimension.",
    loses=["compares_example_by_example"],
)
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if targets.dim() != 1 or predictions.shape != (len(targets), 1):
        raise ValueError("the shapes do not fit")
    return predictions.squeeze() - targets.squeeze()


@mistake(
    "The residuals keep the shape (N, 1); the contract asks for (N,), like the targets.",
    loses=["compares_example_by_example", "refuses_other_predictions"],
)
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if targets.dim() != 1 or predictions.shape != (len(targets), 1):
        raise ValueError("the shapes do not fit")
    return predictions - targets[:, None]


@mistake(
    "`residuals` checks no shape: a single target is stretched to all predictions.",
    loses=["refuses_other_predictions"],
)
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    return predictions.flatten() - targets.flatten()
