"""What goes wrong with reductions."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "Wrong dimension: `dim=1` makes the columns disappear, so this is the mean of each example.",
    loses=["averages_columns", "averages_whole_numbers"],
)
def col_mean(x: torch.Tensor) -> torch.Tensor:
    if not x.is_floating_point():
        x = x.float()
    return x.mean(dim=1, keepdim=True)


@mistake(
    "The dimension is lost, shape (D,): `keepdim=True` leaves a 1 where the rows were.",
    loses=["averages_columns", "averages_whole_numbers"],
)
def col_mean(x: torch.Tensor) -> torch.Tensor:
    if not x.is_floating_point():
        x = x.float()
    return x.mean(dim=0)


@mistake(
    "Without `dim`, `mean` takes everything: one number for all features.",
    loses=["averages_columns", "averages_whole_numbers"],
)
def col_mean(x: torch.Tensor) -> torch.Tensor:
    return x.float().mean()


slip(
    "`mean` refuses whole numbers: change their dtype to float32 first.",
    loses=["averages_whole_numbers"],
    edits=[("if not x.is_floating_point():\n    x = x.to(torch.float32)", "")],
)

slip(
    "There are more dtypes of whole numbers than these: ask `x.is_floating_point()`.",
    loses=["averages_whole_numbers"],
    edits=[("not x.is_floating_point()", "x.dtype == torch.int64")],
)

slip(
    "There are more dtypes of whole numbers than these: ask `x.is_floating_point()`.",
    loses=["averages_whole_numbers"],
    edits=[("not x.is_floating_point()", "x.dtype in (torch.int32, torch.int64)")],
)

slip(
    "bool is no floating dtype either: convert whatever `x.is_floating_point()` denies.",
    loses=["averages_whole_numbers"],
    edits=[
        (
            "not x.is_floating_point()",
            "x.dtype in (torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64)",
        )
    ],
)


@mistake(
    "The mean of whole numbers is rounded down: `//` keeps them whole, `/` does not.",
    loses=["averages_whole_numbers"],
)
def col_mean(x: torch.Tensor) -> torch.Tensor:
    if x.is_floating_point():
        return x.mean(dim=0, keepdim=True)
    return (x.sum(dim=0, keepdim=True) // len(x)).float()


slip(
    "Everything becomes float32: float64 data lose half their digits. Convert whole numbers only.",
    loses=["averages_columns"],
    edits=[
        ("if not x.is_floating_point():\n    x = x.to(torch.float32)", ""),
        ("x.mean(dim=0, keepdim=True)", "x.float().mean(dim=0, keepdim=True)"),
    ],
)

slip(
    "float16 and bfloat16 are floating dtypes too, and stay: ask `x.is_floating_point()`.",
    loses=["averages_columns"],
    edits=[("not x.is_floating_point()", "x.dtype not in (torch.float32, torch.float64)")],
)

slip(
    "Wrong dimension: these are the lengths of the columns; `dim=1` must disappear.",
    loses=["measures_rows", "measures_single_rows_and_columns"],
    edits=[
        (
            "return torch.linalg.vector_norm(x, dim=1, keepdim=True)",
            "return x.norm(dim=0, keepdim=True)",
        )
    ],
)

slip(
    "The lengths have the shape (N,) and do not fit beside the table: `keepdim=True` gives (N, 1).",
    loses=["measures_rows", "measures_single_rows_and_columns"],
    edits=[("return torch.linalg.vector_norm(x, dim=1, keepdim=True)", "return x.norm(dim=1)")],
)

slip(
    "The square root is missing: this is the squared length.",
    loses=["measures_rows", "measures_single_rows_and_columns"],
    edits=[
        (
            "return torch.linalg.vector_norm(x, dim=1, keepdim=True)",
            "return x.square().sum(dim=1, keepdim=True)",
        )
    ],
)

slip(
    "Without `dim`, the norm is taken over everything: one length for the whole table.",
    loses=["measures_rows", "measures_single_rows_and_columns"],
    edits=[
        (
            "return torch.linalg.vector_norm(x, dim=1, keepdim=True)",
            "return x.norm().expand(len(x), 1)",
        )
    ],
)

slip(
    "This adds up absolute values, the 1-norm; the Euclidean length squares them and takes the root.",
    loses=["measures_rows", "measures_single_rows_and_columns"],
    edits=[
        (
            "return torch.linalg.vector_norm(x, dim=1, keepdim=True)",
            "return x.abs().sum(dim=1, keepdim=True)",
        )
    ],
)

slip(
    "The mean of the squares is taken, not their sum: this is the length divided by the root of D.",
    loses=["measures_rows", "measures_single_rows_and_columns"],
    edits=[
        (
            "return torch.linalg.vector_norm(x, dim=1, keepdim=True)",
            "return x.square().mean(dim=1, keepdim=True).sqrt()",
        )
    ],
)

slip(
    "Wrong dimension: `argmax(0)` searches across the batch, one example per class.",
    loses=["finds_the_largest_of_each_row", "predicts_in_special_batches"],
    edits=[("x.argmax(dim=1)", "x.argmax(dim=0)")],
)

slip(
    "`max` gives the largest values; the prediction is where they stand, `argmax` or `.indices`.",
    loses=["finds_the_largest_of_each_row", "predicts_in_special_batches"],
    edits=[("x.argmax(dim=1)", "x.max(dim=1).values")],
)

slip(
    "The index has the shape (N, 1): `argmax` without `keepdim` gives (N,).",
    loses=["finds_the_largest_of_each_row", "predicts_in_special_batches"],
    edits=[("x.argmax(dim=1)", "x.argmax(dim=1, keepdim=True)")],
)

slip(
    "A bare `squeeze()` also takes away a batch of one row: name the dimension.",
    loses=["predicts_in_special_batches"],
    edits=[("x.argmax(dim=1)", "x.topk(1, dim=1).indices.squeeze()")],
)


@mistake(
    "The search starts at 0, which is larger than every negative number: start with the first element.",
    loses=["finds_the_largest_of_each_row", "predicts_in_special_batches"],
)
def argmax_rows(x: torch.Tensor) -> torch.Tensor:
    best, index = torch.zeros(len(x), dtype=x.dtype), torch.zeros(len(x), dtype=torch.int64)
    for j, column in enumerate(x.unbind(1)):
        larger = column > best
        best, index = torch.where(larger, column, best), index.masked_fill(larger, j)
    return index


slip(
    "`abs` finds the element that is farthest from 0, not the largest.",
    loses=["finds_the_largest_of_each_row", "predicts_in_special_batches"],
    edits=[("x.argmax(dim=1)", "x.abs().argmax(dim=1)")],
)

slip(
    "Without `dim`, `argmax` searches the whole table and counts its elements row by row.",
    loses=["finds_the_largest_of_each_row", "predicts_in_special_batches"],
    edits=[("x.argmax(dim=1)", "x.argmax()")],
)


@mistake(
    "A row of zeros becomes NaN: 0 / 0. Replace lengths of 0 before you divide.",
    loses=["normalises_short_and_empty_rows"],
)
def normalise_rows(x: torch.Tensor) -> torch.Tensor:
    return x / x.norm(dim=1, keepdim=True)


@mistake(
    "A small number is added to every length: short rows come out too short. Treat zeros alone.",
    loses=["normalises_short_and_empty_rows"],
)
def normalise_rows(x: torch.Tensor) -> torch.Tensor:
    return x / (x.norm(dim=1, keepdim=True) + 1e-10)


@mistake(
    "A small number is added to every length: short rows come out too short. Treat zeros alone.",
    loses=["normalises_short_and_empty_rows"],
)
def normalise_rows(x: torch.Tensor) -> torch.Tensor:
    return x / (x.norm(dim=1, keepdim=True) + 1e-12)


@mistake(
    "A small number is added to every length: short rows come out too short. Treat zeros alone.",
    loses=["normalises_short_and_empty_rows"],
)
def normalise_rows(x: torch.Tensor) -> torch.Tensor:
    return x / (x.norm(dim=1, keepdim=True) + 1e-8)


@mistake(
    "A small number is added to every length: short rows come out too short. Treat zeros alone.",
    loses=["normalises_short_and_empty_rows", "normalises_rows"],
)
def normalise_rows(x: torch.Tensor) -> torch.Tensor:
    return x / (x.norm(dim=1, keepdim=True) + 1e-6)


@mistake(
    "Lengths are at least some small number, as in `F.normalize`: shorter rows come out too short. Treat zeros alone.",
    loses=["normalises_short_and_empty_rows"],
)
def normalise_rows(x: torch.Tensor) -> torch.Tensor:
    return x / x.norm(dim=1, keepdim=True).clamp(min=1e-12)


@mistake(
    "Lengths are at least some small number, as in `F.normalize`: shorter rows come out too short. Treat zeros alone.",
    loses=["normalises_short_and_empty_rows"],
)
def normalise_rows(x: torch.Tensor) -> torch.Tensor:
    return x / x.norm(dim=1, keepdim=True).clamp(min=1e-8)


@mistake(
    "Every length below a threshold counts as 0, so very short rows are not divided. Treat zeros alone.",
    loses=["normalises_short_and_empty_rows"],
)
def normalise_rows(x: torch.Tensor) -> torch.Tensor:
    lengths = x.norm(dim=1, keepdim=True)
    return x / lengths.masked_fill(lengths < 1e-8, 1)


@mistake(
    "A sum of 0 makes no row of zeros: numbers cancel. Ask whether the length is 0.",
    loses=["normalises_short_and_empty_rows"],
)
def normalise_rows(x: torch.Tensor) -> torch.Tensor:
    lengths = x.norm(dim=1, keepdim=True)
    return x / lengths.masked_fill(x.sum(dim=1, keepdim=True) == 0, 1)


@mistake(
    "A single zero makes no row of zeros: `all`, not `any`, or ask whether the length is 0.",
    loses=["normalises_short_and_empty_rows"],
)
def normalise_rows(x: torch.Tensor) -> torch.Tensor:
    lengths = x.norm(dim=1, keepdim=True)
    return x / lengths.masked_fill((x == 0).any(dim=1, keepdim=True), 1)


@mistake(
    "`x /= ...` works in place and changes the caller's data: compute a new tensor.",
    loses=["normalises_rows", "normalises_short_and_empty_rows"],
)
def normalise_rows(x: torch.Tensor) -> torch.Tensor:
    lengths = x.norm(dim=1, keepdim=True)
    x /= lengths.masked_fill(lengths == 0, 1)
    return x


slip(
    "The rows are divided by their sums, not by their lengths.",
    loses=["normalises_rows", "normalises_short_and_empty_rows"],
    edits=[
        (
            "lengths = torch.linalg.vector_norm(x, dim=1, keepdim=True)",
            "sums = x.sum(dim=1, keepdim=True)",
        ),
        ("lengths.masked_fill(lengths == 0, 1)", "sums.masked_fill(sums == 0, 1)"),
    ],
)

slip(
    "The square root is missing: the rows are divided by their squared lengths.",
    loses=["normalises_rows", "normalises_short_and_empty_rows"],
    edits=[
        (
            "lengths = torch.linalg.vector_norm(x, dim=1, keepdim=True)",
            "squares = x.square().sum(dim=1, keepdim=True)",
        ),
        ("lengths.masked_fill(lengths == 0, 1)", "squares.masked_fill(squares == 0, 1)"),
    ],
)

slip(
    "The lengths have lost a dimension and meet the columns: it raises, or is wrong on a square table.",
    loses=["normalises_rows", "normalises_short_and_empty_rows"],
    edits=[
        ("lengths = torch.linalg.vector_norm(x, dim=1, keepdim=True)", "lengths = x.norm(dim=1)")
    ],
)

slip(
    "The columns are normalised, not the rows.",
    loses=["normalises_rows", "normalises_short_and_empty_rows"],
    edits=[
        (
            "lengths = torch.linalg.vector_norm(x, dim=1, keepdim=True)",
            "lengths = x.norm(dim=0, keepdim=True)",
        )
    ],
)

slip(
    "`softmax` rounds: scores that lie close become equal, and whole numbers are refused. Compare the scores themselves.",
    loses=["predicts_in_special_batches"],
    edits=[("x.argmax(dim=1)", "x.softmax(dim=1).argmax(dim=1)")],
)

slip(
    "Everything goes through float32: float64 scores and large whole numbers that lie close become equal.",
    loses=["predicts_in_special_batches"],
    edits=[("x.argmax(dim=1)", "x.float().argmax(dim=1)")],
)

slip(
    "Everything becomes float32: the lengths of float64 rows lose half their digits.",
    loses=["measures_rows"],
    edits=[
        (
            "return torch.linalg.vector_norm(x, dim=1, keepdim=True)",
            "return torch.linalg.vector_norm(x.float(), dim=1, keepdim=True)",
        )
    ],
)

slip(
    "The index is int32: class numbers and indices are int64 in PyTorch, as `argmax` gives them.",
    loses=["finds_the_largest_of_each_row", "predicts_in_special_batches"],
    edits=[("x.argmax(dim=1)", "x.argmax(dim=1).int()")],
)
