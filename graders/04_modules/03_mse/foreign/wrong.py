"""Wrong answers by people who had seen the exercise alone."""

from torch import nn

from torchdojo.grading import wrong


@wrong(
    "Nothing compares the shapes, so a column minus a row broadcasts to a table instead of raising ValueError.",
    seen="named",
)
def mse(pred, y, reduction="mean"):
    squares = (pred - y) ** 2
    if reduction == "mean":
        return squares.mean()
    if reduction == "sum":
        return squares.sum()
    if reduction == "none":
        return squares
    raise ValueError(f"unknown reduction {reduction!r}")


@wrong(
    "zip stops at the shorter shape: (3, 1) against (3,) looks equal, and the difference broadcasts without a ValueError.",
    seen="named",
)
def mse(pred, y, reduction="mean"):
    if any(a != b for a, b in zip(pred.shape, y.shape)):
        raise ValueError("the shapes differ")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("unknown reduction")
    squares = (pred - y).square()
    return squares if reduction == "none" else getattr(squares, reduction)()


@wrong(
    "Dividing by len(pred) averages over rows only: a matrix has more elements than rows, and a single number has no len.",
    seen="named",
)
def mse(pred, y, reduction="mean"):
    if pred.shape != y.shape:
        raise ValueError("the shapes differ")
    squares = (pred - y) ** 2
    if reduction == "none":
        return squares
    if reduction == "sum":
        return squares.sum()
    if reduction == "mean":
        return squares.sum() / len(pred)
    raise ValueError("unknown reduction")


@wrong(
    "pred² - 2 pred y + y² cancels for large, nearly equal numbers: what is left is rounding error, not the squared difference.",
    seen="full marks",
)
def mse(pred, y, reduction="mean"):
    if pred.shape != y.shape:
        raise ValueError("the shapes differ")
    squares = pred * pred - 2 * pred * y + y * y
    if reduction == "mean":
        return squares.mean()
    if reduction == "sum":
        return squares.sum()
    if reduction == "none":
        return squares
    raise ValueError("unknown reduction")


@wrong(
    "diff *= diff overwrites what backward needs: the value is right, but no gradient can flow back to the predictions.",
    seen="caught",
)
def mse(pred, y, reduction="mean"):
    if pred.shape != y.shape:
        raise ValueError("the shapes differ")
    if reduction not in {"mean", "sum", "none"}:
        raise ValueError("unknown reduction")
    diff = pred - y
    diff *= diff
    if reduction == "mean":
        diff = diff.mean()
    elif reduction == "sum":
        diff = diff.sum()
    return diff


@wrong(
    "squeeze() before the check turns a batch of one into shape (), which is refused, and lets columns of shape (N,) or (1, N) pass.",
    seen="named",
)
def mse_of_column(column, y, reduction="mean"):
    pred = column.squeeze()
    if y.dim() != 1 or pred.shape != y.shape:
        raise ValueError("the shapes do not fit")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("unknown reduction")
    return nn.MSELoss(reduction=reduction)(pred, y)


@wrong(
    "The targets are made a column instead of the column a vector, so reduction 'none' returns (N, 1), not (N,).",
    seen="named",
)
def mse_of_column(column, y, reduction="mean"):
    if y.dim() != 1 or column.shape != (len(y), 1):
        raise ValueError("expected (N, 1) and (N,)")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("unknown reduction")
    return nn.MSELoss(reduction=reduction)(column, y.unsqueeze(1))


@wrong(
    "Only the numbers of rows are compared: an output (N, 3) loses two columns by [:, 0] without a ValueError.",
    seen="caught",
)
def mse_of_column(column, y, reduction="mean"):
    if column.dim() != 2 or y.dim() != 1 or len(column) != len(y):
        raise ValueError("expected (N, 1) and (N,)")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("unknown reduction")
    return nn.MSELoss(reduction=reduction)(column[:, 0], y)
