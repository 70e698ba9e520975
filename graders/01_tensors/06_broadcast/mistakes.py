"""What goes wrong when shapes are stretched."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "`add_row` lets broadcasting stretch what is no row: (1,) and (N, 1) fit as well. Compare the shapes.",
    loses=["adds_a_row"],
)
def add_row(x: torch.Tensor, row: torch.Tensor) -> torch.Tensor:
    return x + row


@mistake(
    "Only the number of dimensions is compared: a row of one number is stretched to all columns.",
    loses=["adds_a_row"],
)
def add_row(x: torch.Tensor, row: torch.Tensor) -> torch.Tensor:
    if row.dim() != 1:
        raise ValueError("the row does not fit")
    return x + row


@mistake(
    "Only the number of elements is compared: (D, 1) and (1, D) pass for a row. Compare the shapes.",
    loses=["adds_a_row"],
)
def add_row(x: torch.Tensor, row: torch.Tensor) -> torch.Tensor:
    if row.numel() != x.shape[1]:
        raise ValueError("the row does not fit")
    return x + row.reshape(-1)


@mistake(
    "Only the last size is compared: a whole table, or (1, D), passes for a row. Compare the shapes.",
    loses=["adds_a_row"],
)
def add_row(x: torch.Tensor, row: torch.Tensor) -> torch.Tensor:
    if row.shape[-1] != x.shape[1]:
        raise ValueError("the row does not fit")
    return x + row


@mistake(
    "Only the length is compared: (D, 1) gets past that, and torch raises RuntimeError instead of ValueError.",
    loses=["adds_a_row"],
)
def add_row(x: torch.Tensor, row: torch.Tensor) -> torch.Tensor:
    if len(row) != x.shape[1]:
        raise ValueError("the row does not fit")
    return x + row


@mistake(
    "`len` of a tensor without dimensions raises TypeError: look at the number of dimensions first.",
    loses=["adds_a_row"],
)
def add_row(x: torch.Tensor, row: torch.Tensor) -> torch.Tensor:
    if len(row) != x.shape[1] or row.dim() != 1:
        raise ValueError("the row does not fit")
    return x + row


slip(
    "`x += row` works in place and changes the caller's table: compute a new tensor.",
    loses=["adds_a_row", "needs_no_loop", "needs_no_copies"],
    edits=[
        (
            'f"a row of {tuple(row.shape)} does not fit x of {tuple(x.shape)}"',
            '"the row does not fit"',
        ),
        ("return x + row", "x += row\nreturn x"),
    ],
)


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
    loses=["needs_no_loop", "adds_a_row"],
)
def add_row(x: torch.Tensor, row: torch.Tensor) -> torch.Tensor:
    if row.shape != x.shape[1:]:
        raise ValueError("the row does not fit")
    return torch.stack([each + row for each in x])


@mistake(
    "`add_row` goes through the columns in a Python loop; one addition does them all.",
    loses=["needs_no_loop"],
)
def add_row(x: torch.Tensor, row: torch.Tensor) -> torch.Tensor:
    if row.shape != x.shape[1:]:
        raise ValueError("the row does not fit")
    return torch.stack([x[:, j] + row[j] for j in range(len(row))], dim=1)


@mistake(
    "A column (N,) meets the *last* dimension of `x`: it raises, or acts as a row if x is square.",
    loses=["adds_a_column", "needs_no_loop", "needs_no_copies", "refuses_other_columns"],
)
def add_col(x: torch.Tensor, col: torch.Tensor) -> torch.Tensor:
    if col.shape != x.shape[:1]:
        raise ValueError("the column does not fit")
    return x + col


@mistake(
    "`add_col` leaves the check to broadcasting, which stretches a single number to a column. Compare the shapes.",
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
    "Only the length is compared: a column (N, 1), or a whole table, passes. Compare the shapes.",
    loses=["refuses_other_columns"],
)
def add_col(x: torch.Tensor, col: torch.Tensor) -> torch.Tensor:
    if len(col) != len(x):
        raise ValueError("the column does not fit")
    return x + col[:, None]


@mistake(
    "Only the number of elements is compared: (N, 1) passes for a column. Compare the shapes.",
    loses=["refuses_other_columns"],
)
def add_col(x: torch.Tensor, col: torch.Tensor) -> torch.Tensor:
    if col.numel() != len(x):
        raise ValueError("the column does not fit")
    return x + col.reshape(-1, 1)


@mistake(
    "`len` of a tensor without dimensions raises TypeError: look at the number of dimensions first.",
    loses=["refuses_other_columns"],
)
def add_col(x: torch.Tensor, col: torch.Tensor) -> torch.Tensor:
    if len(col) != len(x) or col.dim() != 1:
        raise ValueError("the column does not fit")
    return x + col[:, None]


@mistake(
    "`add_col` goes through the rows in a Python loop; one addition does them all.",
    loses=["needs_no_loop", "adds_a_column"],
)
def add_col(x: torch.Tensor, col: torch.Tensor) -> torch.Tensor:
    if col.shape != x.shape[:1]:
        raise ValueError("the column does not fit")
    return torch.stack([row + number for row, number in zip(x, col)])


@mistake(
    "`add_col` goes through the columns in a Python loop; one addition does them all.",
    loses=["needs_no_loop"],
)
def add_col(x: torch.Tensor, col: torch.Tensor) -> torch.Tensor:
    if col.shape != x.shape[:1]:
        raise ValueError("the column does not fit")
    return torch.stack([column + col for column in x.T], dim=1)


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
    loses=["needs_no_loop", "subtracts_all_pairs"],
)
def pairwise_diff(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.shape[1] != b.shape[1]:
        raise ValueError("the features differ")
    return torch.stack([row - b for row in a])


@mistake(
    "`pairwise_diff` loops over the rows in Python: the number of operations grows with the data.",
    loses=["needs_no_loop", "subtracts_all_pairs"],
)
def pairwise_diff(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.shape[1] != b.shape[1]:
        raise ValueError("the features differ")
    return torch.stack([a - row for row in b], dim=1)


@mistake(
    "`pairwise_diff` loops over the features in Python: the number of operations grows with them.",
    loses=["needs_no_loop"],
)
def pairwise_diff(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.shape[1] != b.shape[1]:
        raise ValueError("the features differ")
    return torch.stack([a[:, k, None] - b[:, k] for k in range(a.shape[1])], dim=2)


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
    loses=["compares_example_by_example", "refuses_other_predictions", "needs_no_loop"],
)
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if targets.dim() != 1 or predictions.shape != (len(targets), 1):
        raise ValueError("the shapes do not fit")
    return predictions - targets


@mistake(
    "A bare `squeeze()` makes a number of a single prediction: name the dimension.",
    loses=["compares_example_by_example"],
)
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if targets.dim() != 1 or predictions.shape != (len(targets), 1):
        raise ValueError("the shapes do not fit")
    return predictions.squeeze() - targets.squeeze()


@mistake(
    "The residuals keep the shape (N, 1); the contract asks for (N,), like the targets.",
    loses=["compares_example_by_example", "refuses_other_predictions", "needs_no_loop"],
)
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if targets.dim() != 1 or predictions.shape != (len(targets), 1):
        raise ValueError("the shapes do not fit")
    return predictions - targets[:, None]


@mistake(
    "The numbers of examples are not compared: a single target is stretched to all predictions.",
    loses=["refuses_other_predictions"],
)
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    return predictions.flatten() - targets.flatten()


@mistake(
    "Only the numbers of elements are compared: predictions (1, N) or targets (N, 1) pass. Compare the shapes.",
    loses=["refuses_other_predictions"],
)
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if predictions.numel() != targets.numel():
        raise ValueError("the shapes do not fit")
    return predictions.flatten() - targets.flatten()


@mistake(
    "Only the numbers of rows are compared: predictions of two columns pass. Compare the shapes.",
    loses=["refuses_other_predictions"],
)
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if len(predictions) != len(targets):
        raise ValueError("the shapes do not fit")
    return predictions[:, 0] - targets


slip(
    "Only the numbers of rows are compared: for two columns torch raises RuntimeError, not ValueError.",
    loses=["refuses_other_predictions"],
    edits=[
        (
            "targets.dim() != 1 or predictions.shape != (len(targets), 1)",
            "len(predictions) != len(targets)",
        ),
        (
            'f"got shapes {tuple(predictions.shape)} and {tuple(targets.shape)}"',
            '"the shapes do not fit"',
        ),
    ],
)


@mistake(
    "The targets' number of dimensions is not checked: targets (N, 1) pass as well.",
    loses=["refuses_other_predictions"],
)
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if predictions.dim() != 2 or predictions.shape[1] != 1 or len(predictions) != len(targets):
        raise ValueError("the shapes do not fit")
    return predictions.squeeze(1) - targets


@mistake(
    "The shapes are compared after a bare `squeeze()`: one example is refused, and predictions (1, N) pass.",
    loses=["compares_example_by_example", "refuses_other_predictions"],
)
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    flat = predictions.squeeze()
    if flat.shape != targets.shape:
        raise ValueError("the shapes do not fit")
    return flat - targets


@mistake(
    "The shapes are compared after `squeeze`, so predictions (N,) pass as well: compare them before.",
    loses=["refuses_other_predictions"],
)
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    flat = predictions.squeeze(-1)
    if flat.shape != targets.shape:
        raise ValueError("the shapes do not fit")
    return flat - targets


@mistake(
    "Predictions of one dimension have no column to take away: IndexError instead of ValueError. Check the shapes first.",
    loses=["refuses_other_predictions"],
)
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    flat = predictions.squeeze(1)
    if flat.shape != targets.shape:
        raise ValueError("the shapes do not fit")
    return flat - targets


@mistake(
    "`len` of a tensor without dimensions raises TypeError: look at the number of dimensions first.",
    loses=["refuses_other_predictions"],
)
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if predictions.shape != (len(targets), 1) or targets.dim() != 1:
        raise ValueError("the shapes do not fit")
    return predictions[:, 0] - targets


@mistake(
    "`residuals` goes through the examples in a Python loop; one subtraction does them all.",
    loses=["compares_example_by_example", "needs_no_loop"],
)
def residuals(predictions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if targets.dim() != 1 or predictions.shape != (len(targets), 1):
        raise ValueError("the shapes do not fit")
    return torch.stack([p[0] - t for p, t in zip(predictions, targets)])


@mistake(
    "The row is turned into a column: `row[j]` belongs to column j, and (D,) fits beside (N, D) as it is.",
    loses=["adds_a_row", "needs_no_loop", "needs_no_copies"],
)
def add_row(x: torch.Tensor, row: torch.Tensor) -> torch.Tensor:
    if row.shape != x.shape[1:]:
        raise ValueError("no row")
    return x + row[:, None]
