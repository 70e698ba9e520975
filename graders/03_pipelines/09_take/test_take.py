"""Checks of `take`, `groups` and `first_batches`: what they return and what they have read."""

import pytest

from . import probes


@pytest.mark.points(2)
def test_takes_only_k(agree, draw):
    """`take` gives the first k items, or all if there are fewer, and asks for no other item."""
    length = draw.int(6, 9)
    for k in (draw.int(2, 4), length + 2, 0):
        agree.run(probes.taken, length, k)


@pytest.mark.points(2)
def test_makes_groups(agree, draw):
    """`groups` gives lists of n items in order, a shorter one at the end, and no empty one."""
    n = draw.int(2, 4)
    for groups in (1, n, 3 * n - 1):
        agree.run(probes.kept, groups)


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
    agree.run(probes.batched, 4 * size + 1, size, 2)
    agree.run(probes.batched, size + 1, size, 4)


def test_refuses_impossible_numbers(agree):
    """A negative k and an n below 1 raise ValueError."""
    for k, n in ((2, 2), (-1, 0), (-2, -1)):
        agree.run(probes.refused, k, n)
