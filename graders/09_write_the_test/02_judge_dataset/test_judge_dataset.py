"""Checks of `test_dataset`: what it accepts, and what it rejects."""

import pytest

from . import endings, probes, wrong

BANK = "03_pipelines/01_joint_dataset"


def sit(exam, accepts, rejects, **options):
    """`test_dataset` judges classes that make a dataset of pairs."""
    given = {"accepts": accepts, "rejects": rejects, "through": probes.laboratory} | options
    exam.sit("test_dataset", "JointDataset", **given)


@pytest.mark.points(2)
def test_knows_the_pairs(exam):
    """`test_dataset` accepts right datasets, and rejects those whose x and y are mixed up."""
    sit(exam, [probes.stacked, probes.chosen], [wrong.other_way_round, wrong.slipped])


@pytest.mark.points(2)
def test_looks_at_length_and_kind(exam):
    """It rejects a wrong length, pairs that are no tuples, and what is no `Dataset`."""
    rejected = [wrong.counts_features, wrong.counts_x_and_y, wrong.gives_lists, wrong.no_dataset]
    sit(exam, [probes.stacked], rejected)


@pytest.mark.points(2)
def test_waits_for_the_end(exam):
    """It rejects datasets that do not end where they should, in a `for` loop or by an index."""
    rejected = [
        endings.starts_again,
        endings.answers_past_the_end,
        endings.another_error_past_the_end,
        endings.repeats_the_last,
        endings.loses_the_last,
        endings.repeats_the_first,
    ]
    sit(exam, [probes.stacked], rejected)


@pytest.mark.points(2)
def test_hands_in_what_does_not_fit(exam):
    """It rejects datasets that take x and y of different lengths, or raise another error."""
    sit(exam, [probes.stacked], [wrong.leaves_y_over, wrong.leaves_x_over, wrong.another_error])


@pytest.mark.points(2)
def test_looks_for_copies(exam):
    """It rejects datasets that copy, read too early, or take tensors only."""
    sit(
        exam,
        [probes.stacked, probes.chosen],
        [
            wrong.copies_tensors,
            wrong.copies_x,
            wrong.copies_y,
            wrong.reads_at_once,
            wrong.tensors_only,
        ],
    )


@pytest.mark.points(1)
def test_needs_few_calls(exam):
    """It tells right from wrong with at most 8 calls."""
    sit(
        exam,
        [probes.stacked],
        [wrong.slipped, wrong.gives_lists, wrong.leaves_y_over],
        at_most=8,
    )


@pytest.mark.hidden
@pytest.mark.points(3)
def test_accepts_every_right_way(exam):
    """It accepts datasets written in several ways, and rejects those whose pairs are wrong."""
    sit(exam, exam.right_ways(BANK), exam.mistakes(BANK, losing=["gives_pairs"]))


@pytest.mark.hidden
@pytest.mark.points(3)
def test_finds_quiet_mistakes(exam):
    """It rejects datasets with right pairs that never end, read too early, or take what misfits."""
    rejected = exam.mistakes(BANK, losing=["iteration_ends"], keeping=["gives_pairs"])
    rejected += exam.mistakes(BANK, losing=["keeps_no_copy"], keeping=["gives_pairs"])
    rejected += exam.mistakes(BANK, losing=["refuses_unequal_lengths"], keeping=["gives_pairs"])
    sit(exam, exam.right_ways(BANK), rejected)
