"""Checks of `start_alike` and `differing`; every rank draws its own random numbers."""

import pytest
import torch

from . import probes


@pytest.mark.points(2)
def test_copies_what_is_trained(agree, draw):
    """Every rank gets the trained parameters of rank 0."""
    agree.run(probes.begun, draw.int(2, 4), draw.int(0, 999), "trained", False)


@pytest.mark.points(2)
def test_copies_buffers(agree, draw):
    """Every rank gets the running statistics and counters of rank 0, to the last digit."""
    agree.run(probes.begun, 3, draw.int(0, 999), "saved buffers", False)


@pytest.mark.hidden
def test_copies_frozen_parameters(agree, draw):
    """Every rank gets the parameters of rank 0 that do not require a gradient, too."""
    agree.run(probes.begun, 2, draw.int(0, 999), "frozen", False)


@pytest.mark.hidden
def test_copies_buffers_that_are_not_saved(agree, draw):
    """A buffer that is not in the `state_dict` is copied like the others."""
    agree.run(probes.begun, 3, draw.int(0, 999), "unsaved buffers", False)


@pytest.mark.points(2)
def test_keeps_an_optimizer_working(agree, draw):
    """Memory, gradients, random numbers stay as they are: an optimizer made before works on."""
    agree.run(probes.trained, draw.normal(5, 3, dtype=torch.float64), draw.int(0, 999))


@pytest.mark.points(2)
def test_names_what_differs(agree, draw):
    """`differing` names what one rank has otherwise, on every rank, and changes nothing."""
    agree.run(probes.named, [("2.bias", 1, draw.uniform(1).item() + 1), ("1.weight", 1, -4.0)], 2)
    agree.run(probes.named, [], 3)
    agree.run(probes.named, [], 1)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_names_all_that_differs(agree, draw):
    """Frozen parameters and all buffers are compared, on all ranks."""
    last = [("2.weight", 2, 1.0), ("1.running_var", 1, 0.5), ("1.num_batches_tracked", 0, 1)]
    agree.run(probes.named, draw.shuffled([*last, ("mask", 1, -7.0), ("steps", 2, 1)]), 3)


@pytest.mark.points(2)
def test_runs_on_real_processes(agree, draw):
    """The same holds for processes that talk through gloo."""
    agree.run(probes.begun, 2, draw.int(0, 999), "everything", True)
