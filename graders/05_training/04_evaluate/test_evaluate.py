"""Checks of `evaluating`, `evaluate` and `predict`."""

import pytest
import torch

from . import probes


def examples(draw, n, wrong):
    """A linear classifier and `n` examples; it is right about all but the first `wrong`."""
    weight, bias, x = (draw.normal(*s, dtype=torch.float64) for s in ((4, 3), (4,), (n, 3)))
    y = (x @ weight.T + bias).argmax(1)
    y[:wrong] = (y[:wrong] + draw.integers(1, 4, wrong)) % 4
    return weight, bias, x, y


@pytest.mark.points(3)
def test_averages_over_examples(agree, draw, device):
    """`evaluate` returns mean loss and accuracy over all examples, with a last batch of one."""
    agree.run(probes.judged, *examples(draw, 11, draw.int(3, 5)), 5, False)


@pytest.mark.hidden
def test_counts_what_it_was_given(agree, draw):
    """Where the loader drops a last batch, only the others count, and only they are predicted."""
    weight, bias, x, y = examples(draw, 13, draw.int(3, 5))
    agree.run(probes.judged, weight, bias, x, y, 5, True)
    agree.run(probes.predicted, weight, x, y, 5, draw.shuffled(range(13)), True)


@pytest.mark.points(3)
def test_touches_nothing(agree, draw, device):
    """Dropout and batch normalisation are in evaluation mode; nothing in the model changes."""
    weight, old, x = (draw.normal(*s, dtype=torch.float64) for s in ((4, 3), (4, 3), (9, 3)))
    y = draw.integers(0, 4, 9)
    agree.run(probes.touched, "evaluate", weight, old, x, y)
    agree.run(probes.touched, "predict", weight, old, x, y)


@pytest.mark.points(2)
def test_leaves_each_part_in_its_mode(agree, draw):
    """Each submodule is afterwards in the mode in which it was, in training or not."""
    x, y = draw.normal(6, 3), draw.integers(0, 4, 6)
    for name in ("evaluate", "predict"):
        agree.run(probes.modes, name, [True] * 5, x, y)
        agree.run(probes.modes, name, [False] * 5, x, y)
        agree.run(probes.modes, name, [True, True, True, False, True], x, y)


@pytest.mark.points(2)
def test_records_no_graph(agree, draw):
    """No forward pass records a graph, and afterwards graphs are recorded again."""
    x, y = draw.normal(6, 3), draw.integers(0, 4, 6)
    agree.run(probes.recorded, "evaluate", x, y)
    agree.run(probes.recorded, "predict", x, y)


@pytest.mark.points(2)
def test_predicts_in_order(agree, draw, device):
    """`predict` returns the class of every example in the loader's order, to the last batch."""
    weight, _, x, y = examples(draw, 9, 4)
    agree.run(probes.predicted, weight, x, y, 4, draw.shuffled(range(9)), False)


@pytest.mark.points(2)
def test_makes_a_block_safe(agree):
    """Inside `with evaluating(model):` nothing trains, no graph is recorded; then all is back."""
    agree.run(probes.block, [True, True, False, True, True, False], True, False)
    agree.run(probes.block, [False, False, True, False, True, False], False, False)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_restores_after_an_error(agree, draw):
    """An error goes on to the caller, and all is restored: in the block, and in a batch."""
    modes = [True, True, False, True, True, False]
    agree.run(probes.block, modes, True, False)
    agree.run(probes.block, modes, True, True)
    x, y = draw.normal(5, 3), draw.integers(0, 4, 5)
    for name in ("evaluate", "predict"):
        agree.run(probes.after_a_broken_batch, name, [True, True, True, False, True], x, y)
