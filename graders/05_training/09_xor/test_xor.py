"""Checks of XOR: lines by counting, nets by trajectory, and many seeds at once."""

from itertools import pairwise

import pytest
import torch

from . import probes


def weights(draw, *sizes):
    """Weights and biases of layers of these sizes, float64."""
    f64 = torch.float64
    pairs = pairwise(sizes)
    return [(draw.normal(b, a, dtype=f64), draw.normal(b, dtype=f64)) for a, b in pairs]


@pytest.mark.points(2)
def test_counts_what_lines_get_right(agree, draw):
    """`most_right` counts the corners for each line, and returns the number of the best one."""
    f64 = torch.float64
    agree.call("most_right", draw.normal(500, 2, dtype=f64), draw.normal(500, dtype=f64))
    nor = torch.tensor([[-1.0, -1.0], [1.0, 1.0]], dtype=f64) * draw.int(1, 9)
    agree.call("most_right", nor, torch.tensor([-1.0, -99.0], dtype=f64))
    agree.call("most_right", -nor[:1], torch.tensor([-2.0], dtype=f64) * nor[1, 0])
    weak = torch.tensor([[0.2, 0.2]], dtype=f64)
    agree.call("most_right", weak, torch.tensor([-0.1], dtype=f64))
    agree.call("most_right", -weak * draw.int(2, 9), torch.tensor([0.1], dtype=f64))
    agree.call("most_right", weak * 1e-19, torch.tensor([-1e-20], dtype=f64))


@pytest.mark.points(1)
def test_knows_the_floor(agree, draw):
    """`linear_floor` is the lowest loss of a linear model."""
    agree.call("linear_floor")


@pytest.mark.points(2)
def test_builds_the_net(agree, draw):
    """`make_net` returns a hidden layer, tanh and one logit, with torch's own first weights."""
    x = draw.normal(7, 2, dtype=torch.float64)
    agree.run(probes.built, draw.int(3, 6), draw.int(0, 9999), x)
    agree.run(probes.built, 1, draw.int(0, 9999), x)


@pytest.mark.points(3)
def test_trains_as_it_should(agree, draw):
    """`train` uses `nn.BCEWithLogitsLoss` and Adam; weights and loss are right after 20 steps."""
    agree.run(probes.trained, weights(draw, 2, 3, 1), 20, 0.05)
    agree.run(probes.trained, weights(draw, 2, 1), draw.int(5, 9), 0.1)


@pytest.mark.points(2)
def test_asks_for_all_four(agree, draw):
    """`solves` says yes for four right corners, however close, and no for three or fewer."""
    right = torch.tensor([-1.0, 1.0, 1.0, -1.0], dtype=torch.float64)
    sure = right * draw.uniform(4, low=6.0, high=9.0, dtype=torch.float64)
    misses, invents = sure.clone(), sure.clone()
    misses[draw.choice([1, 2])] *= -1
    invents[draw.choice([0, 3])] *= -1
    undecided = sure * torch.tensor([0, 1, 1, 1])
    agree.run(probes.judged, [sure, right / 10, right * 1e-20, misses, invents, -sure, undecided])


@pytest.mark.points(3)
def test_tries_every_seed(agree, draw):
    """`share_solved` seeds, makes, trains and judges a new net for each seed."""
    x = draw.normal(3, 2, dtype=torch.float64)
    seeds = draw.python.sample(range(100_000), 7)
    agree.run(
        probes.shared, draw.int(2, 4), seeds, [False, *draw.shuffled([True] * 4 + [False] * 2)], x
    )


@pytest.mark.points(2)
def test_finds_the_smallest(agree, draw):
    """`smallest_net` tries one unit after the other, and stops at the first that is good enough."""
    for show in ("what it returns", "the sizes it asks for"):
        agree.run(probes.smallest, 6, 0.8, [0.0, 0.3, 0.7, 0.9, 1.0, 0.9], show)
        agree.run(probes.smallest, 5, 0.5, [0.1, 0.4, 0.55, 0.45, 0.95], show)


@pytest.mark.hidden
def test_goes_to_the_largest(agree, draw):
    """`smallest_net` takes an equal share, tries `largest` too, and raises ValueError beyond."""
    show = "what it returns"
    agree.run(probes.smallest, 5, 0.75, [0.0, 0.5, 0.75, 1.0, 1.0], show)
    agree.run(probes.smallest, 3, 0.9, [0.2, 0.5, 0.95, 1.0], show)
    agree.run(probes.smallest, 3, 0.9, [0.2, 0.5, 0.8, 1.0], show)
