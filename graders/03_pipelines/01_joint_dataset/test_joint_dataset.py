"""Checks of `JointDataset`, `as_tensor_dataset`, `batches` and `shuffled`."""

import pytest
import torch

from . import probes


def labelled(draw, n):
    """Features of shape (n, 2) and n class numbers, none of which occurs twice."""
    return draw.normal(n, 2), torch.tensor(draw.shuffled(range(10, 10 + n)))


@pytest.mark.points(2)
def test_gives_pairs(agree, draw, device):
    """A `JointDataset` is a `Dataset` with a length; `dataset[i]` is the tuple (x[i], y[i])."""
    n = draw.int(5, 8)
    agree.run(probes.pairs, *labelled(draw, n), [n - 1, 0, 2])
    agree.run(probes.pairs, *labelled(draw, 300), [299])
    agree.run(probes.pairs, draw.shuffled(["ant", "bee", "cow"]), [0, 1, 2], [1])
    agree.run(probes.pairs, ["ant"], [3], [0])
    agree.run(probes.pairs, [], [], [])


def test_refuses_unequal_lengths(agree, draw):
    """`JointDataset(x, y)` raises ValueError if x and y have different lengths."""
    n = draw.int(4, 7)
    agree.run(probes.pairs, *labelled(draw, n), [0])
    agree.error("JointDataset", draw.normal(n, 3), draw.integers(0, 2, n - 1))
    agree.error("JointDataset", draw.normal(n, 3), draw.integers(0, 2, n + 1))
    agree.error("JointDataset", draw.normal(0, 3), draw.integers(0, 2, 1))
    agree.error("JointDataset", ["ant"], [])


@pytest.mark.points(2)
@pytest.mark.limits(seconds=5)
def test_iteration_ends(agree, draw):
    """Each `for` loop over a `JointDataset` gives every pair once, in order, and then ends."""
    for n in (draw.int(4, 7), 1, 0):
        agree.run(probes.iterated, *labelled(draw, n), 3 * n + 1)


@pytest.mark.hidden
@pytest.mark.points(1)
def test_refuses_what_lies_past_the_end(agree, draw):
    """`dataset[len(dataset)]`, and what comes after it, is an IndexError."""
    for n in (draw.int(4, 7), 0):
        agree.run(probes.past_the_end, *labelled(draw, n))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_keeps_no_copy(agree, draw):
    """`JointDataset` keeps what it was given, copies nothing, and reads only what is asked for."""
    agree.run(probes.changed_later, *labelled(draw, 5), draw.int(0, 4), True)
    agree.run(probes.reads, draw.int(5, 8), draw.int(1, 4))


@pytest.mark.hidden
@pytest.mark.points(1)
def test_keeps_parts_of_tensors(agree, draw):
    """`JointDataset` keeps tensors that do not lie in one piece themselves, too."""
    agree.run(probes.changed_later, *labelled(draw, 5), draw.int(0, 4), False)


@pytest.mark.points(2)
def test_wraps_tensors(agree, draw, device):
    """`as_tensor_dataset` returns a `TensorDataset` over the two tensors themselves."""
    agree.run(probes.wrapped, *labelled(draw, draw.int(5, 8)), draw.int(0, 4), True)
    x, y = draw.normal(5, 2, 3, dtype=torch.float64), labelled(draw, 5)[1]
    agree.run(probes.wrapped, x, y.int(), draw.int(0, 4), False)


@pytest.mark.points(2)
def test_batches_in_order(agree, draw):
    """`batches` returns a `DataLoader` that gives out every example in order, in every epoch."""
    size = draw.int(3, 4)
    for n in (2 * size + draw.int(1, size - 1), 2 * size, size - 1):
        data = labelled(draw, n)
        agree.run(probes.loaded, *data, size, False)
        agree.run(probes.loaded, *data, size, True)


@pytest.mark.points(2)
def test_shuffles_anew_from_its_seed(agree, draw):
    """`shuffled` gives a new order in every epoch, decided by its seed and by nothing global."""
    first, second = draw.int(1, 99), draw.int(100, 199)
    agree.run(probes.orders, *labelled(draw, 11), 4, [first, first, second])


@pytest.mark.hidden
@pytest.mark.points(2)
@pytest.mark.limits(seconds=30)
def test_reads_by_workers(agree, draw):
    """`shuffled` with `num_workers=2` has two processes read the examples; the order stays."""
    agree.run(probes.worked, draw.normal(11, 2), 3, draw.int(1, 99), 2)
