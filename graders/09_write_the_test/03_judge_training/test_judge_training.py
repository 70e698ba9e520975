"""Checks of `test_train_epoch`: what it accepts, and what it rejects."""

import pytest

from . import probes, wrong

BANK = "05_training/03_one_epoch"


def sit(exam, accepts, rejects, **options):
    """`test_train_epoch` judges functions that train a linear model."""
    given = {"accepts": accepts, "rejects": rejects, "through": probes.laboratory} | options
    exam.sit("test_train_epoch", "train_epoch", **given)


@pytest.mark.points(2)
def test_knows_the_weights(exam):
    """`test_train_epoch` accepts a right function, and rejects one whose weights or biases stay."""
    sit(exam, [probes.by_formula], [wrong.stands_still, wrong.forgets_the_bias])


@pytest.mark.points(3)
def test_is_not_impressed_by_a_low_loss(exam):
    """It rejects functions whose loss falls faster than it should, by more steps or longer ones."""
    sit(exam, [probes.by_formula], [wrong.piles_up, wrong.uses_each_batch_twice])


@pytest.mark.points(2)
def test_weighs_the_batches(exam):
    """It rejects functions whose mean loss is wrong if the last batch is smaller, or dropped."""
    sit(exam, [probes.by_formula], [wrong.counts_batches, wrong.counts_the_data])


@pytest.mark.points(2)
def test_trains_more_than_once(exam):
    """It rejects a function that loses the optimizer's momentum from one epoch to the next."""
    sit(exam, [probes.by_formula], [wrong.forgets_the_past])


@pytest.mark.points(2)
def test_bears_rounding(exam):
    """It accepts functions that add in another order, and rejects steps too long by 3 %."""
    sit(exam, [probes.by_formula, probes.backwards], [wrong.steps_too_far])


@pytest.mark.points(2)
def test_needs_few_calls(exam):
    """It tells right from wrong with at most 4 calls."""
    sit(
        exam,
        [probes.by_formula],
        [wrong.piles_up, wrong.counts_batches, wrong.forgets_the_past],
        at_most=4,
    )


@pytest.mark.hidden
@pytest.mark.points(3)
def test_accepts_every_right_way(exam):
    """It accepts five right loops, and rejects those with a call missing or in a wrong place."""
    sit(exam, exam.right_ways(BANK), exam.mistakes(BANK, losing=["trains_as_it_should"]))


@pytest.mark.hidden
@pytest.mark.points(3)
def test_looks_at_all_that_comes_back(exam):
    """It rejects a mean that is wrong or no float, another loss function, and evaluation mode."""
    rejected = exam.mistakes(
        BANK, losing=["counts_what_it_was_given"], keeping=["trains_as_it_should"]
    )
    rejected += exam.mistakes(
        BANK, losing=["updates_once_per_batch"], keeping=["trains_as_it_should"]
    )
    sit(exam, exam.right_ways(BANK), rejected)
