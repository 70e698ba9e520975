"""Checks of `add_row`, `add_col`, `pairwise_diff` and `residuals`."""

import pytest
import torch

from torchdojo import probing

SIZES = {
    "add_row": ([(2, 3), (3,)], [(20, 3), (3,)], [(2, 9), (9,)]),
    "add_col": ([(2, 3), (2,)], [(20, 3), (20,)], [(2, 9), (2,)]),
    "pairwise_diff": ([(2, 3), (4, 3)], [(20, 3), (40, 3)], [(2, 9), (4, 9)]),
    "residuals": ([(2, 1), (2,)], [(20, 1), (20,)]),
}
"""The shapes that each function is given: at first, then more examples, then more features."""


def growth(module, function, few, many):
    """Calls `FUNCTION` on less data, then on more, and counts the operations of both"""
    counts = []
    for arguments in (few, many):
        with probing.operations() as seen:
            result = getattr(module, function)(*arguments)
        counts.append(len(seen))
    added = "some" if counts[1] > counts[0] else "none"
    return {f"{function}, operations that more data add": added, f"result of {function}": result}


def copies(module, function, *args):
    """Calls `FUNCTION`, and notes operations that write as much memory as the result, besides it"""
    with probing.operations() as made:
        result = getattr(module, function)(*args)
    seen = {t.untyped_storage()._cdata for t in (result, *args)}
    names = []
    for operation in made:
        if isinstance(operation.result, torch.Tensor):
            storage = operation.result.untyped_storage()
            if storage._cdata not in seen and storage.nbytes() >= result.numel() * result.itemsize:
                names.append(operation.name)
            seen.add(storage._cdata)
    copies = {f"{function}, operations that write a copy": ", ".join(names) or "none"}
    return copies | {f"result of {function}": result}


@pytest.mark.points(2)
def test_adds_a_row(agree, draw, device):
    """`add_row` adds row[j] to column j, and raises ValueError if the row does not fit."""
    agree.call("add_row", draw.normal(4, 3), draw.normal(3))
    agree.call("add_row", draw.integers(0, 9, 2, 5), draw.integers(0, 9, 5))
    agree.call("add_row", draw.normal(0, 3), draw.normal(3))
    for shape in ((4, 1), (1,), (4,), (4, 3), (3, 1), (1, 3), ()):
        agree.error("add_row", draw.normal(4, 3), draw.normal(*shape))


@pytest.mark.points(2)
def test_adds_a_column(agree, draw, device):
    """`add_col` adds col[i] to row i."""
    agree.call("add_col", draw.normal(4, 3), draw.normal(4))
    agree.call("add_col", draw.integers(0, 9, 1, 5), draw.integers(1, 9, 1))
    agree.call("add_col", draw.normal(3, 3), draw.normal(3))
    agree.call("add_col", draw.normal(0, 3), draw.normal(0))


@pytest.mark.hidden
def test_refuses_other_columns(agree, draw):
    """`add_col` raises ValueError for rows, single numbers and columns of two dimensions."""
    agree.call("add_col", draw.normal(4, 3), draw.normal(4))
    for shape in ((1,), (3,), (5,), (4, 3), (4, 1), ()):
        agree.error("add_col", draw.normal(4, 3), draw.normal(*shape))


@pytest.mark.points(2)
def test_subtracts_all_pairs(agree, draw, device):
    """`pairwise_diff` has a[i] - b[j] at [i, j], and raises ValueError if the features differ."""
    agree.call("pairwise_diff", draw.normal(4, 2), draw.normal(3, 2))
    agree.call("pairwise_diff", draw.normal(3, 1, dtype=torch.float64), draw.normal(5, 1).double())
    for n, m in ((0, 3), (3, 0)):
        agree.call("pairwise_diff", draw.normal(n, 2), draw.normal(m, 2))
    for features in ((1, 3), (3, 1), (2, 3)):
        agree.error("pairwise_diff", *(draw.normal(4, d) for d in features))


@pytest.mark.points(2)
def test_compares_example_by_example(agree, draw, device):
    """`residuals` subtracts each target from its own prediction, and returns the shape (N,)."""
    for n in (draw.int(4, 7), 1, 0):
        agree.call("residuals", draw.normal(n, 1), draw.normal(n))


@pytest.mark.points(2)
def test_refuses_other_predictions(agree, draw):
    """`residuals` raises ValueError unless the shapes are (N, 1) and (N,), with the same N."""
    agree.call("residuals", draw.normal(4, 1), draw.normal(4))
    pairs = [((4, 1), (1,)), ((1, 1), (4,)), ((2, 2), (4,)), ((1, 4), (4,)), ((4, 2), (4,))]
    pairs += [((4, 1), (4, 1)), ((4,), (4,)), ((5, 1), (3,)), ((1, 1), ())]
    for predictions, targets in pairs:
        agree.error("residuals", draw.normal(*predictions), draw.normal(*targets))


@pytest.mark.hidden
def test_needs_no_loop(agree, draw):
    """More examples, or more features, do not mean more operations."""
    for function, shapes in SIZES.items():
        less, *others = [[draw.normal(*shape) for shape in given] for given in shapes]
        for more in others:
            agree.run(growth, function, less, more)


@pytest.mark.hidden
def test_needs_no_copies(agree, draw):
    """Nothing of the size of the result is written besides the result."""
    agree.run(copies, "add_row", draw.normal(6, 4), draw.normal(4))
    agree.run(copies, "add_col", draw.normal(6, 4), draw.normal(6))
    agree.run(copies, "pairwise_diff", draw.normal(5, 4), draw.normal(6, 4))
