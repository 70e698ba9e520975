"""Checks of `share_memory`, `predict`, `plus`, `plus_` and `plus_rows_`."""

import pytest
import torch

from . import probes

EASY = ["t[1:]", "t[[1, 2]]", "t[t > 5]", "t[:, 2]", "t.T", "t.clone()", "t + 0", "t.detach()"]
HARD = ["t.reshape(12)", "t.T.reshape(12)", "t.contiguous()", "t.T.contiguous()", "t.flatten()"]
HARD += ["t.expand(2, 3, 4)", "t.repeat(2, 1)", "t.to(torch.float32)", "t.to(torch.float64)"]
HARD += ["t.squeeze()", "t.chunk(2)[1]", "torch.cat([t])"]


@pytest.mark.points(3)
def test_finds_shared_memory(agree, draw):
    """`share_memory` knows views that begin elsewhere and copies, and never writes into them."""
    pairs = [("t", "rows from 1 on"), ("t", "a copy"), ("the transpose", "the last column")]
    pairs += [("rows from 1 on", "the last column"), ("one number", "an expanded row"), ("t", "t")]
    pairs += [("a block", "the last number"), ("rows from 1 on", "a number inside")]
    agree.run(probes.shared, draw.normal(4, 6), pairs)


@pytest.mark.points(2)
def test_predicts_views_and_copies(agree):
    """`predict` is right about slices, lists of indices, masks and arithmetic."""
    agree.run(probes.predicted, EASY)


@pytest.mark.points(2)
def test_adds_without_a_trace(agree, draw):
    """`plus` returns a new tensor, also for the number 0, and its argument stays as it was."""
    for number in (draw.int(2, 9) / 4, -0.5, 0):
        agree.run(probes.added, "plus", draw.normal(3, 4), number)
    agree.run(probes.added, "plus", draw.integers(0, 9, 4), draw.int(2, 9))
    agree.run(probes.added_to_view, "plus", draw.normal(4, 3), 0.5)


@pytest.mark.points(2)
def test_adds_in_place(agree, draw):
    """`plus_` changes its argument and returns it, also where it is a view."""
    for number in (draw.int(2, 9) / 4, 0):
        agree.run(probes.added, "plus_", draw.normal(3, 4), number)
    agree.run(probes.added_to_view, "plus_", draw.normal(4, 3), 0.5)


@pytest.mark.points(2)
def test_adds_to_rows(agree, draw):
    """`plus_rows_` changes the rows that are listed, perhaps none, in place, also of a view."""
    agree.run(probes.added_to_rows, draw.normal(5, 3), draw.shuffled([0, 2, 4]), draw.int(2, 9) / 4)
    agree.run(probes.added_to_rows, draw.normal(4, 2, 3, dtype=torch.float64), [3, 1], 0.5)
    agree.run(probes.added_to_view, "plus_rows_", draw.normal(4, 3), [2, 0], 0.5)
    agree.run(probes.added_to_rows, draw.normal(3), [], 0.5)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_tells_neighbours_apart(agree, draw):
    """Numbers that lie side by side in one piece of memory are not shared."""
    pairs = [("even columns", "odd columns"), ("the first rows", "rows from 1 on")]
    pairs += [("even columns", "t"), ("no rows", "t"), ("no rows", "no rows")]
    pairs += [("its bits", "the last column"), ("every second of its bits", "odd columns")]
    pairs += [("every second of its bits", "the other bits"), ("the other bits", "t")]
    pairs += [("the other bits of column 0", "columns from 1 on")]
    pairs += [("its bits in bfloat16", "the last column"), ("its bits in bfloat16", "one number")]
    agree.run(probes.shared, draw.normal(4, 6), pairs)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_predicts_what_depends(agree):
    """`predict` is right about operations that copy only where they have to."""
    agree.run(probes.predicted, HARD)


@pytest.mark.hidden
def test_counts_rows_that_come_twice(agree, draw):
    """A row that is listed twice gets the number twice; negative numbers count from the end."""
    agree.run(probes.added_to_rows, draw.normal(2, 3), [], 0.5)
    agree.run(probes.added_to_rows, draw.normal(4, 2), [-1, 0, -1, 3], 0.5)
    agree.run(probes.added_to_rows, draw.normal(5, 3), draw.shuffled([1, 1, 3]), draw.int(2, 9) / 4)
    agree.run(probes.added_to_rows, draw.normal(1, 2), [0, -1, 0], 0.5)
