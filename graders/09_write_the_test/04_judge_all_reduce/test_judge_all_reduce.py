"""Checks of `test_all_reduce`: what it accepts, and what it rejects."""

import pytest

from . import probes, wrong

BANK = "08_data_parallel/03_collectives"


def sit(exam, accepts, rejects, **options):
    """`test_all_reduce` judges functions that run on simulated ranks."""
    given = {"accepts": accepts, "rejects": rejects, "through": probes.laboratory} | options
    exam.sit("test_all_reduce", "all_reduce_ring", **given)


@pytest.mark.points(2)
def test_knows_the_sum(exam):
    """`test_all_reduce` accepts right sums, and rejects wrong ones over more than two ranks."""
    sit(exam, [probes.owners], [wrong.multiplies, wrong.adds_neighbours])


@pytest.mark.points(2)
def test_looks_at_every_rank(exam):
    """It rejects functions whose sum is missing on some ranks, only returned, or left in a copy."""
    sit(
        exam,
        [probes.owners],
        [wrong.first_alone, wrong.all_but_first, wrong.returns_it, wrong.needs_contiguous],
    )


@pytest.mark.points(3)
def test_tries_odd_sizes(exam):
    """It rejects functions that fail if N does not divide n, for few elements, or for some N."""
    sit(
        exam,
        [probes.owners],
        [
            wrong.leaves_a_rest,
            wrong.needs_an_element_for_each,
            wrong.needs_company,
            wrong.needs_a_power_of_two,
        ],
    )


@pytest.mark.points(2)
def test_compares_to_the_last_bit(exam):
    """It rejects ranks that differ in last bits, and lost digits; it accepts sums in any order."""
    sit(
        exam,
        [probes.owners, probes.owners_backwards],
        [
            wrong.drifts,
            wrong.adds_in_its_own_order,
            wrong.through_float32,
            wrong.loses_large_integers,
        ],
    )


@pytest.mark.points(2)
def test_counts_what_is_sent(exam):
    """It rejects functions of which some rank sends too much."""
    sit(
        exam,
        [probes.owners],
        [wrong.sends_all_to_all, wrong.crowds_one_line, wrong.goes_round_too_often],
    )


@pytest.mark.points(2)
def test_needs_few_calls(exam):
    """It tells right from wrong with at most 6 calls."""
    sit(
        exam,
        [probes.owners],
        [wrong.leaves_a_rest, wrong.needs_company, wrong.sends_all_to_all],
        at_most=6,
    )


@pytest.mark.hidden
@pytest.mark.points(3)
def test_accepts_every_right_way(exam):
    """It accepts rings of three kinds, and rejects those that stop, get stuck or count twice."""
    sit(exam, exam.right_ways(BANK), exam.mistakes(BANK, losing=["ring_gives_the_sum"]))


@pytest.mark.hidden
@pytest.mark.points(3)
def test_tries_pieces_and_views(exam):
    """It rejects rings that cut into too few pieces, leave a rest, or change only a copy."""
    keeping = ["ring_gives_the_sum"]
    rejected = exam.mistakes(BANK, losing=["ring_takes_any_size"], keeping=keeping)
    rejected += exam.mistakes(BANK, losing=["ring_works_in_place"], keeping=keeping)
    sit(exam, exam.right_ways(BANK), rejected)
