"""Checks of `saved_bytes`, `recomputed` and `Segments`: the same gradients, less kept."""

import pytest
import torch

from . import probes


def wide(draw, *shape):
    """Numbers in float64, so that every digit counts."""
    return draw.normal(*shape, dtype=torch.float64)


@pytest.mark.points(2)
def test_counts_what_is_kept(agree, draw):
    """`saved_bytes` counts each storage once, as a whole, and leaves out nothing but parameters."""
    weights = [draw.normal(4, 3), draw.normal(2, 4)]
    x = draw.normal(draw.int(5, 9), 3)
    agree.run(probes.counted_where, x, "keeps a parameter")
    for needs, last in ((False, "ReLU"), (True, "Flatten"), (True, "Sigmoid")):
        agree.run(probes.counted, weights, draw.normal(draw.int(5, 9), 3), needs, last)
    agree.run(probes.counted, [wide(draw, 7, 5)], wide(draw, 3, 5), True, "Softplus")
    for layer in ("keeps a buffer", "keeps a view of its input"):
        agree.run(probes.counted_where, x, layer)


@pytest.mark.points(3)
def test_has_the_same_gradients(agree, draw, device):
    """`recomputed` returns what the block does, with its gradients, for parameters and input."""
    weights = [wide(draw, 4, 3), wide(draw, 2, 4)]
    agree.run(
        probes.backward, weights, wide(draw, 5, 3), wide(draw, 5, 2), True, 0.0, draw.int(1, 999)
    )


@pytest.mark.points(2)
def test_needs_no_gradient_of_the_input(agree, draw):
    """The parameters have their gradients also when the input needs none."""
    weights = [wide(draw, 4, 3), wide(draw, 2, 4)]
    agree.run(
        probes.backward, weights, wide(draw, 5, 3), wide(draw, 5, 2), False, 0.0, draw.int(1, 999)
    )


@pytest.mark.points(2)
def test_drops_the_same_twice(agree, draw):
    """Dropout drops the same elements in both runs, and later random numbers do not change."""
    weights = [wide(draw, 20, 3), wide(draw, 2, 20)]
    agree.run(
        probes.backward, weights, wide(draw, 6, 3), wide(draw, 6, 2), True, 0.5, draw.int(1, 999)
    )


@pytest.mark.points(2)
def test_keeps_the_input_alone(agree, draw):
    """`recomputed` keeps nothing but its input, and runs the block again, in either mode."""
    for train in (True, False):
        agree.run(probes.kept, [3, 4], draw.normal(7, 3), 0, train)


@pytest.mark.points(2)
def test_trains_in_segments(agree, draw):
    """`Segments` has the plain model's gradients for all blocks, by their names, at every call."""
    weights = [wide(draw, 3, 3) for _ in range(5)]
    for every in (2, 1, 7):
        agree.run(probes.in_segments, weights, wide(draw, 4, 3), wide(draw, 4, 3), every, True)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_keeps_one_input_per_group(agree, draw):
    """`Segments` keeps the input of each group of `every` blocks, and refuses groups of none."""
    for every in (1, 2, 3, 9):
        agree.run(probes.kept, [3, 4, 6, 5, 2, 7], draw.normal(draw.int(5, 8), 3), every, True)
    for every in (0, -2):
        agree.error("Segments", [], every)


@pytest.mark.hidden
def test_runs_once_in_evaluation(agree, draw):
    """In evaluation mode `Segments` recomputes nothing."""
    weights = [wide(draw, 3, 3) for _ in range(3)]
    agree.run(probes.in_segments, weights, wide(draw, 4, 3), wide(draw, 4, 3), 2, False)
