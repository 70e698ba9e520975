"""Checks of `batch_of`, `all_rows`, `side_by_side` and `time_major`."""

import pytest
import torch

from torchdojo import probing


def copies_per_number(module, batches):
    """Counts how often `all_rows` writes each number; up to twice counts as 2"""
    with probing.operations() as seen:
        rows = module.all_rows(batches)
    written = 0
    for operation in seen:
        returns = operation.func._schema.returns
        alias = returns[0].alias_info if returns else None
        if isinstance(operation.result, torch.Tensor) and "empty" not in operation.name:
            written += operation.result.numel() if alias is None or alias.is_write else 0
    return {"joined": rows, "writes": max(2, written // sum(b.numel() for b in batches))}


def change_rows(module, batches):
    """Writes into what `all_rows` makes of the batches, then looks at them"""
    rows = module.all_rows(list(batches))
    rows.fill_(97)
    return batches, rows


@pytest.mark.points(2)
def test_makes_a_batch(agree, draw, device):
    """`batch_of` gives images a batch dimension in front, for one image too."""
    agree.call("batch_of", [draw.normal(3, 4, 5) for _ in range(2)])
    agree.call("batch_of", [draw.integers(0, 256, 1, 2, 3, dtype=torch.uint8)])


@pytest.mark.points(2)
def test_keeps_every_row(agree, draw, device):
    """`all_rows` puts batches of any size below each other, also if some or all are empty."""
    agree.call("all_rows", [draw.normal(n, 3) for n in draw.shuffled([4, 1, 0, 2])])
    agree.call("all_rows", [draw.integers(0, 5, n) for n in (3, 5, 2)])
    agree.call("all_rows", [draw.normal(3, 2, 4, dtype=torch.float64) for _ in range(2)])
    agree.call("all_rows", [draw.normal(2, 3)])
    agree.call("all_rows", [draw.normal(0, 3), draw.normal(0, 3)])


@pytest.mark.points(1)
def test_refuses_mixed_dtypes(agree, draw):
    """`all_rows` raises TypeError where any dtypes differ, anywhere in the list, even if empty."""
    agree.call("all_rows", [draw.normal(2), draw.normal(3)])
    labels = [draw.integers(0, 5, n) for n in (3, 2)]
    for odd in (draw.normal(2), draw.normal(0)):
        for batches in draw.amid(labels, odd):
            agree.error("all_rows", batches)
    for one, other in ((torch.int32, torch.int64), (torch.float32, torch.float64)):
        agree.error("all_rows", [draw.integers(0, 5, 3).to(one), draw.integers(0, 5, 2).to(other)])
    agree.error("all_rows", [draw.integers(0, 2, 3).bool(), *labels])


@pytest.mark.points(2)
def test_puts_columns_side_by_side(agree, draw, device):
    """`side_by_side` takes tables of any width, with rows or without, and vectors as columns."""
    agree.call("side_by_side", [draw.normal(4, 2), draw.normal(4), draw.normal(4, 3)])
    agree.call("side_by_side", [draw.normal(3), draw.normal(3)])
    ages, visits = draw.integers(0, 99, 5), draw.integers(0, 99, 5, 2)
    for others in ([draw.normal(5, 2)], [visits], [draw.normal(5, dtype=torch.float64), visits]):
        agree.call("side_by_side", [ages, *others])
    agree.call("side_by_side", [draw.normal(0, 2), draw.normal(0)])


@pytest.mark.hidden
def test_refuses_other_row_numbers(agree, draw):
    """`side_by_side` raises ValueError where any numbers of rows differ, single rows included."""
    agree.call("side_by_side", [draw.normal(4, 2), draw.normal(4, 1)])
    for rows in ((4, 3), (4, 1), (4, 0), *draw.amid([4, 4], 3), (3, 2, 4)):
        agree.error("side_by_side", [draw.normal(n, 2) for n in rows])


@pytest.mark.points(2)
def test_puts_time_first(agree, draw, device):
    """`time_major` puts step t of sequence n at `[t, n]`."""
    agree.call("time_major", [draw.normal(4, 2) for _ in range(3)])
    agree.call("time_major", [draw.normal(2, 3)])
    agree.call("time_major", [draw.normal(1, 2) for _ in range(3)])


@pytest.mark.hidden
def test_copies_each_row_once(agree, draw):
    """`all_rows` copies each row, but not again for every batch that follows."""
    agree.run(copies_per_number, [draw.normal(2 + i % 3, 2) for i in range(16)])
    for sizes in ([3], [3, 0]):
        agree.run(change_rows, [draw.normal(size, 2) for size in sizes])
