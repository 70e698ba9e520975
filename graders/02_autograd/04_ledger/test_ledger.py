"""Checks of the class `Ledger`."""

import pytest
import torch

from . import probes


@pytest.mark.points(2)
def test_weights_by_examples(agree, draw, device):
    """`mean` returns a float, perhaps 0: each batch counts as often as it has examples."""
    agree.run(probes.entered, draw.uniform(4, low=1, high=9), draw.shuffled([8, 5, 3, 1]), "mean")
    agree.run(probes.entered, draw.uniform(1, low=1, high=9), [draw.int(2, 9)], "mean")
    cancelling = draw.normal(1) * torch.tensor([1.0, -1.0])
    for losses in (torch.zeros(2), cancelling):
        agree.run(probes.entered, losses, [4, 4], "mean")


@pytest.mark.points(2)
def test_returns_the_mean_so_far(agree, draw, device):
    """`add` returns the mean so far as a tensor of shape (), float64 if the losses are."""
    agree.run(probes.entered, draw.uniform(3, low=1, high=9), [6, 4, 1], "running")
    agree.run(probes.entered, draw.normal(3, dtype=torch.float64), [2, 5, 3], "running")


@pytest.mark.points(3)
def test_lets_go_of_records(agree, draw):
    """Once a loss is added and dropped, nothing of the computation behind it stays in memory."""
    agree.run(probes.records_alive, draw.normal(3), draw.normal(4, 3))


@pytest.mark.points(2)
def test_leaves_the_loss_alone(agree, draw):
    """`add` before `backward()` changes neither the losses nor their gradients."""
    agree.run(probes.added_before_backward, draw.normal(3), draw.normal(3, 3))


@pytest.mark.points(1)
def test_starts_anew(agree, draw):
    """`reset` empties the ledger, and one ledger knows nothing of another."""
    agree.run(probes.two_epochs, draw.uniform(5, low=1, high=9), draw.int(3, 7))


@pytest.mark.points(1)
def test_refuses_what_has_no_mean(agree, draw):
    """ValueError for the mean of an empty ledger, and for any shape but (); it enters nothing."""
    agree.run(probes.refused, "mean", draw.normal())
    agree.run(probes.refused, "emptied", draw.normal())
    for shape in ((4,), (1,), (1, 1), (0,)):
        agree.run(probes.refused, "add", draw.normal(*shape))
    for shape in ((4,), (1,)):
        agree.run(probes.refused_between, draw.uniform(2, low=1, high=9), draw.normal(*shape))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_waits_for_nothing(agree, draw):
    """`add` works on the device `meta`: it asks for no value and stays where the loss is."""
    agree.run(probes.entered, draw.normal(3), [4, 2, 1], "running")
    agree.run(probes.entered, torch.empty(3, device="meta"), [4, 2, 1], "running")


@pytest.mark.hidden
def test_counts_on_in_bfloat16(agree, draw):
    """Many losses in bfloat16, or large ones in float16, give the right mean, in float32."""
    losses = draw.uniform(300, low=2.0, high=4.0, dtype=torch.bfloat16)
    agree.run(probes.entered, losses, [3 + i % 4 for i in range(300)], "mean", rtol=1e-4)
    agree.run(probes.entered, losses[:4], [201, 37, 109, 83], "running")
    large = draw.uniform(3, low=300.0, high=400.0, dtype=torch.float16)
    agree.run(probes.entered, large, [301, 1, 253], "running")
