"""Checks of `save`, `read`, `load`, `load_model` and `resume`."""

import pytest
import torch
from torch import nn

from . import failure_probes, probes


@pytest.mark.points(3)
def test_writes_all_five(agree, draw):
    """`save` writes one file, five entries and no unsafe objects in it, and returns its size."""
    x = draw.normal(10, 3, dtype=torch.float64)
    agree.run(probes.saved, x, draw.int(10, 9999), draw.int(3, 40))


@pytest.mark.points(3)
def test_restores_all_five(agree, draw):
    """`load` puts back weights, buffers, optimizer and both kinds of random numbers."""
    agree.run(probes.loaded, draw.normal(10, 3, dtype=torch.float64), draw.int(10, 9999), "cpu")


@pytest.mark.points(4)
def test_resumes_bit_for_bit(agree, draw):
    """Stopped after two of five epochs and resumed, a run ends with exactly the same weights."""
    x, y = draw.normal(11, 3, dtype=torch.float64), draw.integers(0, 2, 11)
    seed = draw.int(10, 9999)
    agree.run(probes.resumed, x, y, seed, [5])
    agree.run(probes.resumed, x, y, seed, [2, 5])


@pytest.mark.hidden
def test_counts_epochs_in_total(agree, draw):
    """`resume` trains only what is missing, also after several stops, or if nothing is missing."""
    x, y = draw.normal(10, 3, dtype=torch.float64), draw.integers(0, 2, 10)
    agree.run(probes.resumed, x, y, draw.int(10, 9999), [1, 2, 4, 4, 3])


@pytest.mark.points(2)
def test_loads_for_prediction(agree, draw):
    """`load_model` returns the model in evaluation mode, all restored; other shapes raise."""
    net = nn.Sequential(nn.Linear(3, 5), nn.Dropout(0.5), nn.BatchNorm1d(5)).double()
    shapes = {name: value.shape for name, value in net.state_dict().items()}
    weights = {name: draw.uniform(*s, low=0.5, dtype=torch.float64) for name, s in shapes.items()}
    weights["2.num_batches_tracked"] = torch.tensor(draw.int(5, 50))
    agree.run(probes.inferred, weights, draw.normal(6, 3, dtype=torch.float64))
    good = {"weight": draw.normal(2, 3), "bias": draw.normal(2)}
    agree.run(failure_probes.of_another_shape, good, draw.normal(1, 3))


@pytest.mark.points(3)
def test_refuses_damaged_files(agree, draw):
    """Missing, damaged, incomplete and harmful files raise errors and change nothing."""
    good = {"weight": draw.normal(2, 3), "bias": draw.normal(2)}
    wrong = ["missing", "empty", "text", "harmful", "a list", "a few bytes"]
    wrong += ["half a file", "a byte too few", "a quarter of a file"]
    lacking = ["epoch", "optimizer", "rng", "loader", "model"]
    agree.run(
        failure_probes.refused, good, draw.normal(7, 3), ["good", *draw.shuffled(wrong + lacking)]
    )


@pytest.mark.hidden
def test_opens_files_from_a_gpu(agree, draw):
    """A checkpoint that was written on a GPU can be loaded without one."""
    agree.run(probes.loaded, draw.normal(9, 3, dtype=torch.float64), draw.int(10, 9999), "cuda:77")


@pytest.mark.hidden
@pytest.mark.points(2)
def test_keeps_the_old_file(agree, draw):
    """If `save` fails half-way, the checkpoint before is still whole."""
    agree.run(failure_probes.interrupted, draw.normal(2, 3), draw.normal(7, 3), draw.int(3, 40))
