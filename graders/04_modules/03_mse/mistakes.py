"""What goes wrong in a squared error."""

import torch
from torch import nn

from torchdojo.grading import mistake, slip

slip(
    "Shapes that differ are broadcast: (N, 1) and (N,) make a table of N x N differences. Compare the shapes first.",
    loses=["refuses_to_broadcast"],
    edits=[
        (
            "if pred.shape != y.shape:\n"
            '    raise ValueError(f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}")',
            "",
        ),
        ('f"there is no reduction {reduction!r}"', "reduction"),
    ],
)


@mistake(
    "Only the number of elements is compared: (N, 1) and (N,) have the same number, and are broadcast all the same.",
    loses=["refuses_to_broadcast"],
)
def mse(pred, y, reduction="mean"):
    if pred.numel() != y.numel() or reduction not in ("mean", "sum", "none"):
        raise ValueError("no")
    squares = (pred - y) ** 2
    return squares if reduction == "none" else getattr(squares, reduction)()


slip(
    "Shapes that only begin alike pass, such as (1, 3) and (1,), and are broadcast: compare `pred.shape` with `y.shape`.",
    loses=["refuses_to_broadcast"],
    edits=[
        ("pred.shape != y.shape", "any(a != b for a, b in zip(pred.shape, y.shape))"),
        ('f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}"', '"shapes differ"'),
        ('f"there is no reduction {reduction!r}"', "reduction"),
    ],
)


@mistake(
    "Only the numbers of dimensions are compared: (4, 3) and (1, 3) both have two, and are broadcast all the same.",
    loses=["refuses_to_broadcast"],
)
def mse(pred, y, reduction="mean"):
    if pred.ndim != y.ndim or reduction not in ("mean", "sum", "none"):
        raise ValueError("no")
    squares = (pred - y) ** 2
    return squares if reduction == "none" else getattr(squares, reduction)()


@mistake(
    "An unknown `reduction` raises no error: the last branch takes every other word. Raise ValueError there.",
    loses=["knows_its_reductions"],
)
def mse(pred, y, reduction="mean"):
    if pred.shape != y.shape:
        raise ValueError("shapes differ")
    squares = (pred - y) ** 2
    return getattr(squares, reduction)() if reduction in ("mean", "sum") else squares


@mistake(
    "`reduction` is ignored: the mean is returned whatever the caller asks for.",
    loses=[
        "keeps_a_batch_of_one",
        "knows_its_reductions",
        "leaves_the_right_one_to_torch",
        "lets_gradients_through",
        "reduces_as_asked",
    ],
)
def mse(pred, y, reduction="mean"):
    if pred.shape != y.shape:
        raise ValueError("shapes differ")
    return ((pred - y) ** 2).mean()


@mistake(
    "Sum and mean are mixed up: the mean divides by the number of all elements.",
    loses=[
        "leaves_the_right_one_to_torch",
        "lets_gradients_through",
        "reduces_as_asked",
        "knows_its_reductions",
        "refuses_to_broadcast",
    ],
)
def mse(pred, y, reduction="mean"):
    if pred.shape != y.shape or reduction not in ("mean", "sum", "none"):
        raise ValueError("no")
    squares = (pred - y) ** 2
    return {"mean": squares.sum(), "sum": squares.mean(), "none": squares}[reduction]


@mistake(
    "The sum is divided by the number of rows only: the mean runs over all elements.",
    loses=["lets_gradients_through", "reduces_as_asked"],
)
def mse(pred, y, reduction="mean"):
    if pred.shape != y.shape or reduction not in ("mean", "sum", "none"):
        raise ValueError("no")
    squares = (pred - y) ** 2
    if reduction == "none":
        return squares
    return squares.sum() / len(squares) if reduction == "mean" else squares.sum()


@mistake(
    "`pred**2 - 2 * pred * y + y**2` cancels where both are large and nearly equal: subtract first, then square.",
    loses=["reduces_as_asked"],
)
def mse(pred, y, reduction="mean"):
    if pred.shape != y.shape or reduction not in ("mean", "sum", "none"):
        raise ValueError("no")
    squares = pred**2 - 2 * pred * y + y**2
    return squares if reduction == "none" else getattr(squares, reduction)()


@mistake(
    "This is the absolute difference: the square is missing.",
    loses=[
        "keeps_a_batch_of_one",
        "leaves_the_right_one_to_torch",
        "lets_gradients_through",
        "reduces_as_asked",
        "knows_its_reductions",
        "refuses_to_broadcast",
    ],
)
def mse(pred, y, reduction="mean"):
    if pred.shape != y.shape or reduction not in ("mean", "sum", "none"):
        raise ValueError("no")
    squares = (pred - y).abs()
    return squares if reduction == "none" else getattr(squares, reduction)()


@mistake(
    "`difference *= difference` overwrites what the backward pass needs: make a new tensor for the squares.",
    loses=["lets_gradients_through"],
)
def mse(pred, y, reduction="mean"):
    if pred.shape != y.shape or reduction not in ("mean", "sum", "none"):
        raise ValueError("no")
    squares = pred - y
    squares *= squares
    return squares if reduction == "none" else getattr(squares, reduction)()


@mistake(
    "`.item()` or `.detach()` cuts the loss off from the graph: there is nothing left to train with.",
    loses=["lets_gradients_through"],
)
def mse(pred, y, reduction="mean"):
    if pred.shape != y.shape or reduction not in ("mean", "sum", "none"):
        raise ValueError("no")
    squares = (pred - y).detach() ** 2
    return squares if reduction == "none" else getattr(squares, reduction)()


@mistake(
    "`mse` is left to torch's own loss: write the difference, the square and the reduction yourself.",
    loses=["leaves_the_right_one_to_torch"],
)
def mse(pred, y, reduction="mean"):
    if pred.shape != y.shape:
        raise ValueError("shapes differ")
    return nn.functional.mse_loss(pred, y, reduction=reduction)


@mistake(
    "The column goes into `nn.MSELoss` as it is: torch warns, then broadcasts (N, 1) against (N,).",
    loses=[
        "keeps_a_batch_of_one",
        "leaves_the_right_one_to_torch",
        "lets_gradients_through",
        "pairs_a_column_with_targets",
        "knows_its_reductions",
        "refuses_other_columns",
    ],
)
def mse_of_column(column, y, reduction="mean"):
    if column.shape != (len(y), 1) or y.ndim != 1:
        raise ValueError("shapes")
    return nn.MSELoss(reduction=reduction)(column, y)


@mistake(
    "A bare `squeeze()` removes every dimension of size 1: a batch of one example loses its batch. Name the dimension.",
    loses=["keeps_a_batch_of_one"],
)
def mse_of_column(column, y, reduction="mean"):
    if column.shape != (len(y), 1) or y.ndim != 1:
        raise ValueError("shapes")
    return nn.MSELoss(reduction=reduction)(column.squeeze(), y.squeeze())


@mistake(
    "`mse_of_column` squeezes whatever comes and checks nothing: wrong shapes are broadcast or pass unnoticed.",
    loses=["refuses_other_columns"],
)
def mse_of_column(column, y, reduction="mean"):
    return nn.MSELoss(reduction=reduction)(column.squeeze(-1), y)


@mistake(
    "`squeeze()` before the check hides the shape that came: (N,) passes for (N, 1), and a batch of one is refused.",
    loses=["keeps_a_batch_of_one", "refuses_other_columns"],
)
def mse_of_column(column, y, reduction="mean"):
    column = column.squeeze()
    if y.ndim != 1 or column.shape != y.shape:
        raise ValueError("shapes")
    return nn.MSELoss(reduction=reduction)(column, y)


@mistake(
    "Only the numbers of rows are compared: from (N, 2) the second column is dropped without an error. Ask for (N, 1).",
    loses=["refuses_other_columns"],
)
def mse_of_column(column, y, reduction="mean"):
    if column.ndim != 2 or y.ndim != 1 or len(column) != len(y):
        raise ValueError("shapes")
    return nn.MSELoss(reduction=reduction)(column[:, 0], y)


@mistake(
    'The targets are made a column instead: the values fit, but with "none" the result is (N, 1), not (N,).',
    loses=["keeps_a_batch_of_one", "pairs_a_column_with_targets"],
)
def mse_of_column(column, y, reduction="mean"):
    if column.shape != (len(y), 1) or y.ndim != 1:
        raise ValueError("shapes")
    return nn.MSELoss(reduction=reduction)(column, y.unsqueeze(1))


@mistake(
    "`reduction` is not passed on to `nn.MSELoss`, so it always takes the mean.",
    loses=[
        "keeps_a_batch_of_one",
        "knows_its_reductions",
        "lets_gradients_through",
        "pairs_a_column_with_targets",
    ],
)
def mse_of_column(column, y, reduction="mean"):
    if column.shape != (len(y), 1) or y.ndim != 1:
        raise ValueError("shapes")
    return nn.MSELoss()(column.squeeze(1), y)


@mistake(
    "The formula is written out again: `mse_of_column` is the one that has to use `nn.MSELoss`.",
    loses=["leaves_the_right_one_to_torch"],
)
def mse_of_column(column, y, reduction="mean"):
    if column.shape != (len(y), 1) or y.ndim != 1:
        raise ValueError("shapes")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(reduction)
    squares = torch.square(column[:, 0] - y)
    return squares if reduction == "none" else getattr(squares, reduction)()


@mistake(
    "`flatten()` or `reshape(-1)` before the check accepts every shape with as many numbers, such as (N,) or targets (N, 1): look at the shapes first.",
    loses=["refuses_other_columns"],
)
def mse_of_column(column, y, reduction="mean"):
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("there is no such reduction")
    column, y = column.flatten(), y.flatten()
    if column.shape != y.shape:
        raise ValueError("expected (N, 1) and (N,)")
    return nn.MSELoss(reduction=reduction)(column, y)


slip(
    "The loss is averaged or summed over the rows only: what is left has a dimension, where a single number is asked for.",
    loses=["reduces_as_asked", "lets_gradients_through", "leaves_the_right_one_to_torch"],
    edits=[
        ('f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}"', '"shapes differ"'),
        ('f"there is no reduction {reduction!r}"', '"there is no such reduction"'),
        ("getattr(squares, reduction)()", "getattr(squares, reduction)(0)"),
    ],
)

slip(
    "Only the column and the numbers of rows are looked at: targets (N, 1) pass, and are broadcast to N x N differences.",
    loses=["refuses_other_columns"],
    edits=[("column.shape[:1] != y.shape", "len(column) != len(y)")],
)
