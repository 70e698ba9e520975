"""Checks of `to_batch_first`, `merge_last_two`, `swap` and `split_heads`."""

import pytest
import torch

from torchdojo import probing


def merged(module, x, i, j):
    """Calls `merge_last_two` on a tensor that was transposed before and is not contiguous"""
    return module.merge_last_two(x.transpose(i, j))


def write_swapped(module, x, i, j):
    """Calls `swap`, fills the last row of its result with 7, and looks at its argument"""
    x = x.clone()
    result = module.swap(x, i, j)
    result[-1] = 7
    return x


def uneven(module, x, heads):
    """Asks `split_heads` for heads that cannot share the features, and notes the kind of error"""
    found = probing.outcome(module.split_heads, x, heads)
    shape = tuple(getattr(found.get("returned"), "shape", ()))
    return {"raised": found.get("raised", f"no error, but a result of shape {shape}")}


@pytest.mark.points(2)
def test_puts_the_batch_first(agree, draw, device):
    """`to_batch_first` puts step t of sequence b at [b, t], whatever a step holds."""
    agree.call("to_batch_first", draw.normal(5, 3, 2))
    agree.call("to_batch_first", draw.integers(0, 99, 4, 2))
    agree.call("to_batch_first", draw.normal(2, 4, 3, 1, dtype=torch.float64))
    for shape in ((1, 3, 2), (3, 1), (0, 2, 4)):
        agree.call("to_batch_first", draw.normal(*shape))


@pytest.mark.points(2)
def test_merges_the_last_two(agree, draw, device):
    """`merge_last_two` joins the last two dimensions and leaves those before them alone."""
    agree.call("merge_last_two", draw.normal(3, 2))
    agree.call("merge_last_two", draw.normal(4, 3, 2))
    agree.call("merge_last_two", draw.integers(0, 99, 2, 3, 4, 5))


@pytest.mark.hidden
def test_merges_what_is_not_contiguous(agree, draw):
    """`merge_last_two` takes tensors that were transposed before."""
    agree.run(merged, draw.normal(2, 3, 4), 1, 2)
    agree.run(merged, draw.normal(2, 3, 4, 5), 0, 3)


@pytest.mark.hidden
def test_merges_an_empty_batch(agree):
    """`merge_last_two` makes (0, 12) of an empty batch (0, 3, 4); `split_heads` takes one, too."""
    for shape in ((0, 3, 4), (2, 0, 3, 4), (2, 3, 0), (2, 0, 4)):
        agree.call("merge_last_two", torch.empty(shape))
    agree.call("split_heads", torch.empty(0, 2, 4), 2)


@pytest.mark.points(2)
def test_swaps_any_two(agree, draw, device):
    """`swap` exchanges any two dimensions, whether counted from the beginning or from the end."""
    x = draw.normal(2, 3, 4, 5)
    for i, j in ((1, 2), (3, 0), (-1, 1), (-3, -4), (2, 2)):
        agree.call("swap", x, i, j)
    agree.call("swap", draw.integers(0, 99, 3, 2), 0, 1)


def test_swaps_without_copying(agree, draw):
    """What is written into the result of `swap` shows in the tensor itself."""
    agree.run(write_swapped, draw.normal(2, 3, 4), 0, 2)
    agree.run(write_swapped, draw.normal(3, 2), -1, -2)
    agree.run(write_swapped, draw.normal(3, 2), 1, -1)
    agree.run(write_swapped, draw.normal(3, 1, 2), 1, 0)


@pytest.mark.points(3)
def test_splits_heads(agree, draw, device):
    """`split_heads` gives each head its own features of every step."""
    heads = draw.int(2, 3)
    agree.call("split_heads", draw.normal(2, 5, 4 * heads), heads)
    agree.call("split_heads", draw.normal(3, 2, 5), 1)
    agree.call("split_heads", torch.empty(2, 3, 8, device="meta"), 4)
    agree.call("split_heads", draw.integers(0, 99, 2, 1, 3), 3)


@pytest.mark.hidden
def test_refuses_uneven_heads(agree, draw):
    """`split_heads` raises ValueError if the features cannot be shared evenly."""
    agree.call("split_heads", draw.normal(2, 3, 6), 2)
    agree.run(uneven, draw.normal(2, 3, 4), 3)
    agree.error("split_heads", draw.normal(2, 3, 7), 2)
    agree.error("split_heads", draw.normal(2, 4, 6), 4)
    agree.error("split_heads", draw.normal(2, 3, 4), 8)
    agree.error("split_heads", draw.normal(0, 3, 4), 3)
