"""Checks of `collate` and `MiniLoader`: what is in a batch, and what a second loop gives."""

import pytest
import torch

from . import probes


def examples(draw, n):
    """n examples: a tensor of shape (2, 3), and a whole number that no other has."""
    labels = draw.shuffled(range(10, 10 + n))
    return [(draw.normal(2, 3), label) for label in labels]


@pytest.mark.points(2)
def test_collates_part_by_part(agree, draw, device):
    """`collate` returns a tuple with one tensor for each part; floats are float32, even 1.0."""
    n = draw.int(4, 6)
    agree.call("collate", examples(draw, n))
    mixed = [(0.5 + i, draw.integers(0, 9, 3), draw.normal(dtype=torch.float64)) for i in range(n)]
    agree.call("collate", mixed)
    agree.call("collate", [(float(i), 2**40 + i, torch.tensor(i > 1)) for i in range(n)])
    for floats in draw.amid([1.0, 2.0, 3.0, 4.0], 0.5):
        agree.call("collate", [(value,) for value in floats])
    agree.call("collate", examples(draw, 1))


@pytest.mark.points(3)
@pytest.mark.limits(seconds=5)
def test_gives_every_batch_in_every_epoch(agree, draw):
    """Each loop gives the examples 0 to length - 1 in order, the last batch with the rest."""
    size = draw.int(3, 4)
    data = examples(draw, 2 * size + draw.int(1, size - 1))
    for n in (len(data), 2 * size, size - 1, 0):
        agree.run(probes.looped, data[:n], size, {})
    agree.run(probes.looped, data[:3], 1, {})
    agree.run(probes.indexed, data, size, False)


@pytest.mark.limits(seconds=5)
def test_drops_a_small_last_batch(agree, draw):
    """With `drop_last=True` a last batch that is too small is left out, a full one stays."""
    size = draw.int(3, 4)
    data = examples(draw, 2 * size + draw.int(1, size - 1))
    for n in (len(data), 2 * size, size, size - 1, 0):
        agree.run(probes.looped, data[:n], size, {"drop_last": True})


@pytest.mark.points(2)
def test_counts_its_batches(agree, draw):
    """`len(loader)` is the number of batches, with and without `drop_last`."""
    size = draw.int(3, 5)
    for drop_last in (False, True):
        agree.run(
            probes.lengths, [0, 1, 2 * size, 2 * size + 1, 3 * size + 1], [1, size], drop_last
        )


@pytest.mark.points(2)
def test_shuffles_anew_in_every_epoch(agree, draw):
    """With `shuffle=True` each loop draws an order from the generator; the data keep theirs."""
    first, second = draw.int(1, 99), draw.int(100, 199)
    agree.run(probes.shuffled, examples(draw, 11), 4, [first, first, second])
    agree.run(probes.shuffled_globally, examples(draw, 11), 4, draw.int(1, 99))
    agree.run(probes.indexed, examples(draw, 11), 4, True)


def test_refuses_empty_batches(agree, draw):
    """A `batch_size` below 1 raises ValueError when the loader is made."""
    agree.run(probes.lengths, [4], [2], False)
    for size in (0, -draw.int(1, 3)):
        agree.error("MiniLoader", [(1, 2), (3, 4)], size)


@pytest.mark.hidden
@pytest.mark.points(2)
@pytest.mark.limits(seconds=5)
def test_keeps_loops_apart(agree, draw):
    """A loop that was left or that is still going on does not disturb another one."""
    agree.run(probes.interrupted, examples(draw, 8), 3)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_reads_a_batch_when_it_is_due(agree, draw):
    """No example is read before its batch is asked for, and none is read twice."""
    agree.run(probes.reads, draw.int(7, 8), 3)
