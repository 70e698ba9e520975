"""Checks of `train_epoch` and `fit`: the numbers of the slow loop, and how often they are read."""

import pytest
import torch

from . import probes

METHODS = ["item", "tolist", "cpu", "numpy", "nonzero", "equal", "allclose", "masked_select"]
SPECIAL = ["bool", "float", "int", "index", "complex", "array", "repr", "format", "contains"]
READS = [*METHODS, *(f"__{name}__" for name in SPECIAL)]


def data(draw, n):
    """Examples of three features with one of four classes, and weights for them."""
    return draw.normal(n, 3, dtype=torch.float64), draw.integers(0, 4, n)


def weights(draw):
    """Weights for the model that `trained` makes."""
    return [draw.normal(*shape, dtype=torch.float64) for shape in [(5, 3), (5,), (4, 5), (4,)]]


@pytest.mark.points(2)
def test_trains_as_it_should(agree, draw, device):
    """After three epochs with a last batch of one example, every weight is where it should be."""
    agree.run(probes.trained, weights(draw), *data(draw, 9), 3, "weights", 0.0)


@pytest.mark.points(2)
def test_reports_each_epoch(agree, draw, device):
    """`fit` has loss per example, accuracy and worst loss (even below 0) of each epoch, exactly."""
    for n, epochs, less in ((9, 3, 0.0), (14, 3, 0.0), (9, 1, 50.0), (9, 0, 0.0)):
        agree.run(probes.trained, weights(draw), *data(draw, n), epochs, "history", less)
    agree.run(probes.trained, weights(draw), *data(draw, 11), 3, "accuracies", 0.0)


@pytest.mark.points(3)
def test_reads_nothing_in_the_loop(agree, draw):
    """`train_epoch` returns a tensor, takes its batches from any iterable, and reads no number."""
    weight = draw.normal(4, 3, dtype=torch.float64)
    agree.run(probes.reads, "train_epoch", READS, weight, *data(draw, 10), [], rtol=1e-6)


@pytest.mark.points(2)
def test_reads_once_per_epoch(agree, draw):
    """`fit` reads back at most once per epoch."""
    agree.run(
        probes.reads,
        "fit",
        READS,
        draw.normal(4, 3),
        draw.normal(6, 3),
        draw.integers(0, 4, 6),
        [3],
    )


@pytest.mark.hidden
@pytest.mark.points(2)
def test_runs_without_numbers(agree, draw):
    """`train_epoch` runs on `meta`, and returns its tensor there, in the dtype of the loss."""
    agree.run(probes.on_meta, [3, 3, 1], draw.normal(4, 3, dtype=torch.float64))
    agree.run(probes.on_meta, [2], draw.normal(4, 3))


@pytest.mark.hidden
def test_keeps_no_graphs(agree, draw):
    """The graph of a batch is let go of before the epoch is over, and the result has none."""
    agree.run(probes.graphs, draw.normal(4, 3, dtype=torch.float64), *data(draw, 9), rtol=1e-6)
