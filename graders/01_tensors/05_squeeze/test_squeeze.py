"""Checks of `column`, `drop_channel` and `score_one`."""

import pytest
import torch
from torch import nn


def scores(module, image, weight, bias):
    """Calls `score_one(model, image)` and notes the shape that reaches the model"""
    seen = []

    class Model(nn.Module):
        def forward(self, x):
            seen.append(str(tuple(x.shape)))
            if x.shape[1:] != image.shape:
                return x.new_zeros(len(x), len(bias))
            return nn.functional.linear(x.flatten(1), weight, bias)

    result = module.score_one(Model(), image)
    return {"shape that reached the model": " and ".join(seen) or "none", "scores": result}


@pytest.mark.points(2)
def test_makes_a_column(agree, draw, device):
    """`column` makes (N, 1) of (N,), and leaves (N, 1) as it is."""
    n = draw.int(3, 6)
    agree.call("column", draw.normal(n))
    agree.call("column", draw.integers(0, 9, n))
    agree.call("column", draw.normal(n, 1, dtype=torch.float64))


@pytest.mark.hidden
def test_makes_a_column_of_one(agree, draw):
    """`column` makes (1, 1) of a single target, and (0, 1) of none."""
    for shape in ((1,), (1, 1), (0,), (0, 1)):
        agree.call("column", draw.normal(*shape))


def test_refuses_what_is_no_column(agree, draw):
    """`column` raises ValueError for several columns, a row, three dimensions and none."""
    agree.call("column", draw.normal(4))
    agree.call("column", draw.normal(4, 1))
    for shape in ((2, 3, 1), (4, 2), (1, 3), (3, 1, 1), (4, 0), (0, 2), (1, 1, 1), ()):
        agree.error("column", draw.normal(*shape))


@pytest.mark.points(2)
def test_drops_the_channel(agree, draw, device):
    """`drop_channel` makes (N, H, W) of (N, 1, H, W)."""
    agree.call("drop_channel", draw.normal(3, 1, 4, 2))
    agree.call("drop_channel", draw.integers(0, 256, 2, 1, 3, 5, dtype=torch.uint8))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_keeps_a_batch_of_one(agree, draw):
    """`drop_channel` keeps a batch, a height and a width that happen to be 1, or a batch of 0."""
    for shape in ((1, 1, 4, 3), (2, 1, 1, 3), (2, 1, 3, 1), (1, 1, 1, 1), (0, 1, 3, 2)):
        agree.call("drop_channel", draw.normal(*shape))


def test_refuses_other_images(agree, draw):
    """`drop_channel` raises ValueError for colour images, and unless there are four dimensions."""
    agree.call("drop_channel", draw.normal(2, 1, 3, 4))
    for shape in ((2, 3, 4, 5), (1, 3, 4, 2), (2, 3, 1, 4), (2, 3, 4, 1), (2, 0, 3, 4)):
        agree.error("drop_channel", draw.normal(*shape))
    for shape in ((4, 2, 3), (4, 1, 3), (1, 4, 2), (2, 1, 3, 4, 5), (3, 1), (2,), ()):
        agree.error("drop_channel", draw.normal(*shape))


@pytest.mark.points(2)
def test_scores_one_image(agree, draw, device):
    """`score_one` gives the model a batch of one image and returns only its scores."""
    agree.run(scores, draw.normal(2, 3, 4), draw.normal(5, 24), draw.normal(5))
    agree.run(scores, draw.normal(1, 5, 3), draw.normal(2, 15), draw.normal(2))


@pytest.mark.hidden
def test_keeps_a_single_score(agree, draw):
    """`score_one` returns the shape (1,) for a model with one output, also for tiny images."""
    agree.run(scores, draw.normal(3, 2, 4), draw.normal(1, 24), draw.normal(1))
    agree.run(scores, draw.normal(1, 1, 2), draw.normal(1, 2), draw.normal(1))
    agree.run(scores, draw.normal(1, 1, 1), draw.normal(1, 1), draw.normal(1))
