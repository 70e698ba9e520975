"""Checks of `plan`, `loaders` and `numbered`: what a real `DataLoader` then gives out."""

import pytest
import torch

from . import probes


def labelled(draw, n):
    """Features of shape (n, 2), and n different labels."""
    return draw.normal(n, 2), torch.tensor(draw.shuffled(range(10, 10 + n)))


@pytest.mark.points(2)
def test_plans_every_batch(agree, draw):
    """`plan` lists the size of each batch; with `drop_last`, a smaller last one is left out."""
    size = draw.int(3, 9)
    for drop_last in (False, True):
        for n in (2 * size + draw.int(1, size - 1), 3 * size, size, size - 1, 0, 1):
            agree.call("plan", n, size, drop_last)
        agree.call("plan", draw.int(2, 5), 1, drop_last)


def test_refuses_impossible_sizes(agree, draw):
    """`plan` raises ValueError if `batch_size` is less than 1 or `n` is negative."""
    agree.call("plan", 2 * draw.int(3, 5), 2, False)
    for n, size in ((7, 0), (7, -draw.int(1, 3)), (-draw.int(1, 3), 2), (-1, 2), (0, 0), (0, -1)):
        for drop_last in (False, True):
            agree.error("plan", n, size, drop_last)


@pytest.mark.points(2)
def test_loads_for_training(agree, draw):
    """The first loader shuffles anew by its seed alone and drops a small batch, even if alone."""
    first, second = draw.int(1, 99), draw.int(100, 199)
    for n in (15, 3, 12):
        agree.run(probes.loaded, labelled(draw, n), labelled(draw, 9), 4, [first, second], 0)
    agree.run(probes.in_turn, labelled(draw, 15), labelled(draw, 9), 4, first)


@pytest.mark.points(2)
def test_loads_for_testing(agree, draw):
    """The second loader gives out every example of the test set, in order, in every epoch."""
    for n in (9, 3, 8):
        agree.run(probes.loaded, labelled(draw, 15), labelled(draw, n), 4, [draw.int(1, 99)], 1)


@pytest.mark.points(2)
def test_numbers_every_batch(agree, draw):
    """`numbered` gives epoch, number and step of each batch, all counted from 1."""
    for n, epochs, drop_last in ((11, 3, False), (11, 2, True), (5, 1, False), (3, 2, True)):
        agree.run(probes.walked, draw.normal(n), 4, epochs, drop_last)
    agree.run(probes.walked, draw.normal(5), 4, 0, False)


@pytest.mark.hidden
def test_plans_what_the_loaders_do(agree, draw):
    """The batches of both loaders have the sizes that `plan` says."""
    agree.run(probes.planned, labelled(draw, 15), labelled(draw, 9), 4)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_seeds_nothing_global(agree, draw):
    """`loaders` neither seeds nor uses the random numbers of the rest of the program."""
    agree.run(probes.global_numbers, labelled(draw, 15), labelled(draw, 9), draw.int(100, 199))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_reads_batch_by_batch(agree, draw):
    """`numbered` takes a batch from the loader when it is asked for one, not before."""
    for stop in (1, 2, 4):
        agree.run(probes.reads, draw.normal(11), 4, stop)
