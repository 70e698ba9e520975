"""Checks of `shuffled_pairs`, `epochs` and `order_of_epoch`: who stands next to whom, and when."""

import pytest
import torch

from . import probes


def data(draw, n, *more):
    """Features of shape (n, 3) or (n, `more`), and n different labels."""
    return draw.normal(n, *(more or (3,))), torch.tensor(draw.shuffled(range(10, 10 + n)))


@pytest.mark.points(2)
def test_keeps_pairs_together(agree, draw, device):
    """`shuffled_pairs` returns every row of x once, each beside its own y."""
    agree.run(probes.pairs_kept, *data(draw, draw.int(9, 14)), draw.int(0, 2**40))


@pytest.mark.points(2)
def test_draws_from_the_generator(agree, draw, device):
    """The order is one draw of `torch.randperm` from the generator; a second call has a new one."""
    for n in (draw.int(9, 14), 300, 1, 0):
        agree.run(probes.drawn_twice, *data(draw, n), draw.int(0, 2**40))
    x, y = draw.integers(0, 99, 12), draw.normal(12, 2, dtype=torch.float64)
    agree.run(probes.drawn_twice, x, y, draw.int(0, 2**40))


def test_refuses_unequal_lengths(agree, draw):
    """`shuffled_pairs` and `epochs`, even for no epoch, raise ValueError if the lengths differ."""
    x, y = data(draw, draw.int(5, 8))
    agree.run(probes.refusal, x, y)
    agree.call("epochs", x, y, 0, 3)
    for short in ((x[1:], y), (x, y[1:]), (x[:0], y[:1]), (x[:1], y[:0])):
        agree.run(probes.refusal, *short)
        for count in (2, 0):
            agree.error("epochs", *short, count, 3)


@pytest.mark.points(3)
def test_has_a_new_order_in_each_epoch(agree, draw):
    """`epochs` gives a new order in each epoch, and the same orders again for the same seed."""
    x, y = data(draw, draw.int(9, 14))
    first, second = draw.int(1, 99), draw.int(100, 199)
    for seed, count in ((first, 3), (first, 4), (second, 1)):
        agree.call("epochs", x, y, count, seed)
    agree.call("epochs", draw.normal(300), draw.integers(0, 9, 300), 1, first)


@pytest.mark.points(2)
def test_jumps_to_any_epoch(agree, draw):
    """`order_of_epoch` depends on the seed and the epoch alone, not on earlier calls."""
    seed, far = draw.int(20, 99), draw.int(7, 12)
    agree.run(probes.orders, draw.int(9, 14), seed, [far, 0, 1, far])
    agree.run(probes.orders, draw.int(9, 14), seed + 1, [0])
    agree.run(probes.orders, 1, seed, [1])


@pytest.mark.hidden
@pytest.mark.points(2)
def test_leaves_the_data_alone(agree, draw):
    """x and y stay as they are, and no epoch shares its memory with them or with another."""
    agree.run(probes.overwritten, *data(draw, draw.int(9, 14)), draw.int(0, 2**40))
    agree.run(probes.overwritten, *data(draw, draw.int(6, 8), 2, 4), draw.int(0, 2**40))
    agree.run(probes.overwritten, *data(draw, 1), draw.int(0, 2**40))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_leaves_global_numbers_alone(agree, draw):
    """The program's next random numbers, of torch, `random` and NumPy, are as if nothing was."""
    agree.run(probes.global_numbers, *data(draw, draw.int(9, 14)), draw.int(0, 2**30))
