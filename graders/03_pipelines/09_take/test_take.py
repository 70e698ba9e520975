"""Checks of `take`, `groups` and `first_batches`: what they return and what they have read."""

import pytest

from . import probes


@pytest.mark.points(2)
def test_takes_only_k(agree, draw):
    """`take` gives the first k items of anything, None too, or all, and asks for no other item."""
    items = draw.shuffled(range(10, 10 + draw.int(6, 9)))
    for k in (draw.int(2, 4), len(items) + 2, len(items), 1, 0):
        agree.run(probes.taken, items, k)
    for items in ([], *draw.amid([0, "", 7], None)):
        agree.run(probes.taken, items, draw.int(3, 4))


@pytest.mark.points(2)
def test_makes_groups(agree, draw):
    """`groups` gives lists of n items of anything, None too, the last shorter, and no empty one."""
    n = draw.int(2, 4)
    items = draw.shuffled(range(3 * n - 1))
    for size in (1, n, len(items), len(items) + 1):
        agree.run(probes.kept, items, size)
    for items in ([], *draw.amid([0, "", 7, False], None)):
        agree.run(probes.kept, items, 3)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_groups_lazily(agree, draw):
    """`groups` reads a group when it is asked for it: nothing before, and nothing twice."""
    n = draw.int(2, 3)
    agree.run(probes.grouped, 3 * n + 1, n)
    agree.run(probes.grouped, 2 * n, n)


@pytest.mark.hidden
def test_bears_what_never_ends(agree, draw):
    """Both work on a stream, and go on where the last one has stopped."""
    agree.run(probes.endless, draw.int(5, 50), draw.int(2, 4), draw.int(2, 3))


@pytest.mark.points(2)
def test_looks_at_the_first_batches(agree, draw):
    """`first_batches` gives k batches of a DataLoader, and reads only the examples in them."""
    size = draw.int(2, 3)
    for k in (2, 1, 0):
        agree.run(probes.batched, 4 * size + 1, size, k)
    agree.run(probes.batched, size + 1, size, 4)
    agree.run(probes.batched, 0, size, 2)


def test_refuses_impossible_numbers(agree):
    """A negative k, for examples or batches, and an n below 1 raise ValueError."""
    for function in ("take", "groups", "first_batches"):
        agree.run(probes.refused, function, [2, 1, 0, -1, -2])
