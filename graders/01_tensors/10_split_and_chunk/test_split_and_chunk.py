"""Checks of `split_even`, `split_sizes` and `interleave`."""

import pytest
import torch


def change_pieces(module, function, t, how):
    """Writes into the three pieces that `FUNCTION(t, ...)` returns, then looks at `t`"""
    first, second, third = getattr(module, function)(t, how)
    first.fill_(97)
    second[...] = 98
    third.numpy()[...] = 99
    return t, first, second, third


@pytest.mark.points(2)
def test_splits_into_exactly_n(agree, draw, device):
    """`split_even` always returns n pieces, the larger ones first."""
    agree.call("split_even", draw.normal(5, 3), 4)
    n = draw.int(3, 5)
    agree.call("split_even", draw.normal(2 * n + draw.int(1, n - 1), 2), n)
    agree.call("split_even", draw.normal(12, 2), 3)


@pytest.mark.hidden
def test_more_pieces_than_rows(agree, draw):
    """`split_even` returns empty pieces where there are fewer rows than pieces; dtypes stay."""
    agree.call("split_even", draw.integers(0, 9, 2, 3, dtype=torch.int32), 4)
    agree.call("split_even", draw.normal(3, dtype=torch.float64), 1)


@pytest.mark.points(2)
def test_splits_by_sizes(agree, draw):
    """`split_sizes` returns pieces of the sizes asked for, the last rows included."""
    sizes = draw.shuffled([1, 2, 4])
    agree.call("split_sizes", draw.normal(7, 2), sizes)
    agree.call("split_sizes", draw.normal(300), [100, 0, 200])


@pytest.mark.hidden
def test_refuses_wrong_sizes(agree, draw):
    """`split_sizes` raises ValueError if the sizes do not sum to the number of rows."""
    agree.call("split_sizes", draw.normal(6, 2), [2, 4])
    agree.error("split_sizes", draw.normal(6, 2), [1, 2])
    agree.error("split_sizes", draw.normal(6, 2), [4, 3])


@pytest.mark.points(2)
def test_interleaves(agree, draw, device):
    """`interleave` takes rows of a and b in turn."""
    n = draw.int(3, 6)
    agree.call("interleave", draw.normal(n, 2), draw.normal(n, 2))
    agree.call("interleave", draw.integers(0, 99, n), draw.integers(0, 99, n))


@pytest.mark.points(2)
def test_pieces_are_copies(agree, draw):
    """Changing a piece leaves the tensor that was cut as it was."""
    agree.run(change_pieces, "split_even", draw.normal(6, 2), 3)
    agree.run(change_pieces, "split_sizes", draw.normal(6, 2), [1, 2, 3])
