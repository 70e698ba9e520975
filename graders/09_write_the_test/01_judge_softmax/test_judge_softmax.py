"""Checks of `test_softmax`: what it accepts, and what it rejects."""

import pytest
import torch

BANK = "06_activations/02_softmax"


def built_in(z, dim):
    """by torch itself"""
    return torch.softmax(z, dim)


def detour(z, dim):
    """with a detour over float64, so that the last digits differ"""
    return torch.softmax(z.double(), dim).to(z.dtype)


def by_logarithms(z, dim):
    """as the exponential of torch's `log_softmax`"""
    return torch.log_softmax(z, dim).exp()


def shares(z, dim):
    """Each score is divided by the sum of its group: the exponential is missing."""
    return z / z.sum(dim, keepdim=True)


def uniform(z, dim):
    """Everything in a group gets the same share, whatever its score is."""
    return torch.softmax(z * 0, dim)


def rows_only(z, dim):
    """It works along the last dimension, whichever `dim` it is asked for."""
    return torch.softmax(z, -1)


def first_from_the_end(z, dim):
    """A `dim` that counts from the end is taken for the first dimension."""
    return torch.softmax(z, max(dim, 0))


def overflowing(z, dim):
    """Large scores overflow: it takes the exponential of the scores as they are."""
    powers = torch.exp(z)
    return powers / powers.sum(dim, keepdim=True)


def capped(z, dim):
    """Scores above 500 are cut off: between very large ones there is no difference left."""
    return torch.softmax(z.clamp(max=500), dim)


def floored(z, dim):
    """Scores below -500 are cut off: between very low ones there is no difference left."""
    return torch.softmax(z.clamp(min=-500), dim)


def rounded(z, dim):
    """The probabilities are rounded to two digits, and for small ones nothing is left."""
    return z + (torch.softmax(z, dim) * 100).round() / 100 - z


def halved(z, dim):
    """Only half of the gradient flows back, which a sum over a group cannot show."""
    p = torch.softmax(z, dim)
    return p.detach() + (p - p.detach()) / 2


def without_slope(z, dim):
    """The gradient is 0 everywhere, as it is for the sum over a group, whatever is asked for."""
    return torch.softmax(z.detach(), dim) + z * 0


def shifted_in_place(z, dim):
    """The scores are shifted in place, and so changed, unless they require a gradient."""
    if not z.requires_grad:
        z -= z.amax(dim, keepdim=True)
    return torch.softmax(z, dim)


@pytest.mark.points(2)
def test_knows_the_values(exam):
    """`test_softmax` accepts torch's own, and rejects functions with other values."""
    exam.sit("test_softmax", "softmax", accepts=[built_in], rejects=[shares, uniform])


@pytest.mark.points(2)
def test_asks_for_the_dim(exam):
    """It rejects functions that take another dimension than they are asked for."""
    wrong = [rows_only, first_from_the_end]
    exam.sit("test_softmax", "softmax", accepts=[built_in], rejects=wrong)


@pytest.mark.points(2)
def test_tries_large_scores(exam):
    """It rejects functions that overflow for large scores, or cut them off."""
    wrong = [overflowing, capped, floored]
    exam.sit("test_softmax", "softmax", accepts=[by_logarithms], rejects=wrong)


@pytest.mark.points(2)
def test_bears_rounding(exam):
    """It accepts right functions whose last digits differ, and rejects one with two digits."""
    right = [built_in, detour, by_logarithms]
    exam.sit("test_softmax", "softmax", accepts=right, rejects=[rounded])


@pytest.mark.points(2)
def test_needs_few_calls(exam):
    """It tells right from wrong with at most 8 calls."""
    wrong = [shares, rows_only, overflowing]
    exam.sit("test_softmax", "softmax", accepts=[built_in], rejects=wrong, at_most=8)


@pytest.mark.hidden
@pytest.mark.points(3)
def test_accepts_every_right_way(exam):
    """It accepts right functions of five kinds, and rejects those that mix up the groups."""
    wrong = exam.mistakes(BANK, losing=["sums_to_one_along_dim"])
    exam.sit("test_softmax", "softmax", accepts=exam.right_ways(BANK), rejects=wrong)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_finds_unstable_ones(exam):
    """It rejects functions that subtract nothing from large scores, or the wrong thing."""
    wrong = exam.mistakes(BANK, losing=["stays_finite"], keeping=["sums_to_one_along_dim"])
    exam.sit("test_softmax", "softmax", accepts=exam.right_ways(BANK), rejects=wrong)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_looks_at_gradient_and_dtype(exam):
    """It rejects functions that cut the gradient or a part of it, change z, or lose its dtype."""
    wrong = exam.mistakes(BANK, losing=["gradients_flow_back"], keeping=["stays_finite"])
    wrong += [halved, without_slope, shifted_in_place]
    exam.sit("test_softmax", "softmax", accepts=exam.right_ways(BANK), rejects=wrong)
