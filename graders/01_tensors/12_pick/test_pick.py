"""Checks of `check_labels`, `true_class_scores`, `mask_fill` and `one_hot`."""

import pytest
import torch

from torchdojo import probing


def gradient(module, function, x, rest, upstream):
    """Sends a random gradient back through the result of `FUNCTION(x, ...)` to `x`"""
    found = probing.gradient(getattr(module, function), x, *rest, upstream=upstream)
    return {f"what arrives at the argument of {function}": found}


def written(module, x, mask, value):
    """Writes 77 into what `mask_fill` has returned, and looks at `x`"""
    given = x.clone()
    result = module.mask_fill(given, mask, value)
    filled = result.clone()
    result.fill_(77.0)
    return {"result": filled, "the caller's x afterwards": given}


def growth(module, function, small, large):
    """Counts torch operations on 4 and on 64 examples: how many times as many are there?"""
    counts = []
    for args in (small, large):
        with probing.operations() as seen:
            result = getattr(module, function)(*args)
        counts.append(len(seen))
    return {f"result of {function}": result, "times as many": counts[1] // max(1, counts[0])}


@pytest.mark.points(2)
def test_picks_one_score_per_row(agree, draw, device):
    """`true_class_scores` returns the score of each example's own class, N = 0 and -inf too."""
    logits, y = draw.normal(6, 4), draw.integers(0, 4, 6)
    logits[torch.arange(6), (y + 1) % 4] = -torch.inf
    logits[draw.int(0, 5)] = -torch.inf
    agree.call("true_class_scores", logits, y)
    agree.call("true_class_scores", draw.normal(1, 3, dtype=torch.float64), draw.integers(0, 3, 1))
    agree.call("true_class_scores", draw.normal(4, 1), torch.zeros(4, dtype=torch.int64))
    agree.call("true_class_scores", draw.normal(0, 3), torch.zeros(0, dtype=torch.int64))


@pytest.mark.points(2)
def test_fills_under_the_mask(agree, draw, device):
    """`mask_fill` covers with the value, -inf too, in a new tensor, whatever the mask covers."""
    x, mask = draw.normal(2, 3, 4), draw.normal(2, 3, 4) > 0
    agree.call("mask_fill", x, mask, -torch.inf)
    agree.call("mask_fill", x.double(), torch.ones(3, 4, dtype=torch.bool).triu(1), 0.5)
    agree.call("mask_fill", torch.where(mask, -torch.inf, x), draw.normal(2, 1, 4) > 0, 7.25)
    agree.call("mask_fill", draw.normal(3, dtype=torch.bfloat16), torch.tensor(True), 2.0)
    for covered in (mask, torch.zeros_like(mask), torch.ones_like(mask)):
        agree.run(written, x, covered, 0.5)


@pytest.mark.points(2)
def test_makes_one_hot_rows(agree, draw, device):
    """`one_hot` returns float32 rows of `num_classes`, for labels of any shape."""
    agree.call("one_hot", draw.integers(0, 3, 4), 5)
    agree.call("one_hot", torch.tensor(draw.shuffled([0, 1, 2, 3, 3, 2])).reshape(2, 3), 4)
    agree.call("one_hot", torch.tensor(draw.int(0, 2)), 3)
    agree.call("one_hot", torch.zeros(0, 2, dtype=torch.int64), 3)
    agree.call("one_hot", torch.zeros(3, dtype=torch.int64), 1)


@pytest.mark.points(2)
def test_gradients_flow_back(agree, draw):
    """A random gradient arrives at the scores that were picked, and at those left uncovered."""
    x, y = draw.normal(5, 3, dtype=torch.float64), draw.integers(0, 3, 5)
    y[0] = x[0].argmin()
    agree.run(gradient, "true_class_scores", x, [y], draw.normal(5, dtype=torch.float64))
    mask, upstream = draw.normal(5, 3) > 0, draw.normal(5, 3, dtype=torch.float64)
    agree.run(gradient, "mask_fill", x, [mask, -torch.inf], upstream)


@pytest.mark.points(1)
def test_checks_labels(agree, draw):
    """`check_labels` returns labels from 0 to C-1, or none; else ValueError, as for -1 and C."""
    labels = draw.shuffled([0, 1, 2, 0])
    agree.call("check_labels", torch.tensor(labels).reshape(2, 2), 3)
    for wrong in (-5, -1, 3, 5):
        agree.error("check_labels", torch.tensor([wrong]), 3)
        agree.error("check_labels", torch.tensor([*labels, wrong, 1]).reshape(3, 2), 3)
        for y in draw.amid(labels, wrong):
            agree.error("check_labels", torch.tensor(y), 3)
    agree.call("check_labels", torch.tensor(draw.int(0, 2)), 3)
    agree.call("check_labels", torch.zeros(2, 0, dtype=torch.int64), 3)


@pytest.mark.hidden
def test_refuses_unknown_classes(agree, draw):
    """`true_class_scores` and `one_hot` raise ValueError for labels that are no class."""
    agree.call("true_class_scores", draw.normal(4, 3), draw.integers(0, 3, 4))
    agree.call("one_hot", torch.tensor(draw.shuffled([0, 1, 2, 2])), 3)
    for wrong in (-5, -1, 3):
        agree.error("true_class_scores", draw.normal(1, 3), torch.tensor([wrong]))
        agree.error("one_hot", torch.tensor([wrong]), 3)
        y = torch.tensor(draw.shuffled([0, wrong, 1, 2]))
        agree.error("true_class_scores", draw.normal(4, 3), y)
        agree.error("one_hot", y, 3)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_takes_no_loop(agree, draw):
    """The number of torch operations is the same for 4 examples and for 64."""
    sets = [(draw.normal(n, 3), draw.integers(0, 3, n), draw.normal(n, 3) > 0) for n in (4, 64)]
    agree.run(growth, "true_class_scores", *[[x, y] for x, y, _ in sets])
    agree.run(growth, "mask_fill", *[[x, mask, 0.5] for x, _, mask in sets])
    agree.run(growth, "one_hot", *[[y, 3] for _, y, _ in sets])
