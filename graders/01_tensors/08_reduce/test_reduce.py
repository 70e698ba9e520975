"""Checks of `col_mean`, `row_norm`, `argmax_rows` and `normalise_rows`."""

import pytest
import torch


@pytest.mark.points(2)
def test_averages_columns(agree, draw, device):
    """`col_mean` returns the mean of each column, in the shape (1, D) and the dtype of the data."""
    agree.call("col_mean", draw.normal(5, 3, mean=2.0))
    agree.call("col_mean", draw.normal(2, 4, dtype=torch.float64))
    agree.call("col_mean", draw.normal(1, 3))
    for dtype in (torch.float16, torch.bfloat16):
        agree.call("col_mean", draw.normal(4, 3, dtype=dtype))


@pytest.mark.hidden
def test_averages_whole_numbers(agree, draw):
    """`col_mean` returns float32, fractions included, for all dtypes of whole numbers, and bool."""
    for dtype in (torch.int64, torch.int32, torch.uint8, torch.int16):
        agree.call("col_mean", draw.integers(100, 256, 7, 3).to(dtype))
    for dtype in (torch.int64, torch.int8):
        agree.call("col_mean", draw.integers(-9, 0, 7, 4).to(dtype))
    agree.call("col_mean", draw.integers(0, 2, 5, 4).bool())


@pytest.mark.points(2)
def test_measures_rows(agree, draw, device):
    """`row_norm` returns the Euclidean length of each row, in the shape (N, 1)."""
    agree.call("row_norm", draw.normal(4, 3, std=3.0))
    agree.call("row_norm", draw.normal(3, 5, dtype=torch.float64))


@pytest.mark.hidden
def test_measures_single_rows_and_columns(agree, draw):
    """`row_norm` is right for one row, for one column, and for zeros."""
    agree.call("row_norm", draw.normal(1, 4, mean=3.0))
    agree.call("row_norm", draw.normal(4, 1, mean=-3.0))
    agree.call("row_norm", torch.cat([torch.zeros(1, 3), draw.normal(2, 3)]))


@pytest.mark.points(2)
def test_finds_the_largest_of_each_row(agree, draw, device):
    """`argmax_rows` returns one index per row, the shape is (N,), the dtype int64."""
    n, classes = draw.int(6, 9), draw.int(3, 5)
    agree.call("argmax_rows", draw.normal(n, classes))
    agree.call("argmax_rows", draw.normal(n, classes, mean=-50.0, dtype=torch.float64))


@pytest.mark.hidden
def test_predicts_in_special_batches(agree, draw):
    """`argmax_rows` works for one row, for one class, for scores of -inf, and for close ones."""
    x = draw.normal(5, 4, mean=-9.0)
    x[draw.int(0, 4), :2] = -torch.inf
    x[:, draw.int(1, 2)] = -torch.inf
    agree.call("argmax_rows", x)
    agree.call("argmax_rows", draw.normal(1, 4))
    agree.call("argmax_rows", draw.normal(3, 1))
    agree.call("argmax_rows", 1e-12 * draw.normal(9, 4))
    agree.call("argmax_rows", 1 + 1e-12 * draw.normal(9, 4, dtype=torch.float64))
    agree.call("argmax_rows", 2**40 + torch.tensor([draw.shuffled(range(4)) for _ in range(9)]))


@pytest.mark.points(2)
def test_normalises_rows(agree, draw, device):
    """`normalise_rows` gives every row the length 1 and leaves its direction."""
    agree.call("normalise_rows", draw.normal(4, 3, std=5.0))
    agree.call("normalise_rows", draw.normal(3, 3, dtype=torch.float64, mean=2.0))
    agree.call("normalise_rows", draw.normal(1, 4))


@pytest.mark.points(2)
def test_normalises_short_and_empty_rows(agree, draw):
    """`normalise_rows` leaves zeros alone; rows that cancel or are very short get the length 1."""
    x = draw.normal(5, 3, dtype=torch.float64)
    x[draw.int(0, 1)] = 0
    x[draw.int(2, 4)] *= 1e-7
    agree.call("normalise_rows", x)
    a, b = draw.uniform(2, low=1.0, high=9.0).tolist()
    rows = [[a, -a, 0], [0, a, b], [0, 0, 0], [b, 0, a], [-a, -b, 0]]
    agree.call("normalise_rows", torch.tensor(rows))
    x = draw.normal(4, 3, dtype=torch.float64)
    x[draw.int(0, 3)] *= 1e-15
    agree.call("normalise_rows", x)
