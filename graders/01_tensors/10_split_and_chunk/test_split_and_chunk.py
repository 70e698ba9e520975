"""Checks of `split_even`, `split_sizes` and `interleave`."""

import pytest
import torch


def change_pieces(module, function, t, how):
    """Writes into each piece that `FUNCTION(t, ...)` returns, then looks at `t`"""
    pieces = getattr(module, function)(t, how)
    for number, piece in enumerate(pieces, start=97):
        piece.fill_(number)
        piece.numpy()[0] += 10
    return t, *pieces


@pytest.mark.points(2)
def test_splits_into_exactly_n(agree, draw, device):
    """`split_even` always returns n pieces, the larger ones first."""
    agree.call("split_even", draw.normal(7, 3), 5)
    agree.call("split_even", draw.normal(5, 3), 4)
    n = draw.int(3, 5)
    agree.call("split_even", draw.normal(2 * n + draw.int(1, n - 1), 2), n)
    agree.call("split_even", draw.normal(12, 2), 3)


@pytest.mark.hidden
def test_more_pieces_than_rows(agree, draw):
    """`split_even` returns empty pieces where there are fewer rows than pieces; dtypes stay."""
    agree.call("split_even", draw.integers(0, 9, 2, 3, dtype=torch.int32), 4)
    agree.call("split_even", draw.normal(3, dtype=torch.float64), 1)
    agree.call("split_even", draw.normal(0, 2), 3)


@pytest.mark.points(2)
def test_splits_by_sizes(agree, draw):
    """`split_sizes` returns a piece for each size asked for, 0 included; dtypes stay."""
    sizes = draw.shuffled([1, 2, 4])
    agree.call("split_sizes", draw.normal(7, 2), sizes)
    for with_zero in draw.amid([100, 200], 0):
        agree.call("split_sizes", draw.integers(0, 9, 300), with_zero)
    agree.call("split_sizes", draw.normal(0, 2), [0, 0])


@pytest.mark.hidden
def test_refuses_wrong_sizes(agree, draw):
    """`split_sizes` raises ValueError if the sizes do not sum to the number of rows."""
    agree.call("split_sizes", draw.normal(6, 2), [2, 4])
    agree.error("split_sizes", draw.normal(6, 2), [4, 3])
    agree.error("split_sizes", draw.normal(6, 2), [1, 2])


@pytest.mark.points(2)
def test_interleaves(agree, draw, device):
    """`interleave` takes rows of a and b in turn, of any shape, even if there are none."""
    n = draw.int(3, 6)
    agree.call("interleave", draw.normal(n, 2), draw.normal(n, 2))
    agree.call("interleave", draw.integers(0, 99, n), draw.integers(0, 99, n))
    for shape in ((n, 2, 3), (1, 4), (0, 2)):
        agree.call("interleave", draw.normal(*shape), draw.normal(*shape))


@pytest.mark.points(2)
def test_pieces_are_copies(agree, draw):
    """Changing a piece leaves the tensor that was cut as it was, even if it is the only piece."""
    agree.run(change_pieces, "split_even", draw.normal(6, 2), 3)
    agree.run(change_pieces, "split_even", draw.normal(3, 2), 1)
    agree.run(change_pieces, "split_sizes", draw.normal(6, 2), [1, 2, 3])
    agree.run(change_pieces, "split_sizes", draw.normal(3, 2), [3])
