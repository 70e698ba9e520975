"""Checks of `uniform`, `normal` and `integers`: how 40,000 numbers lie, and whose they are."""

import pytest

from . import probes

# With 40,000 numbers, five standard deviations of a decile are less than 2.5 % of the spread
# between the outer deciles, and those of the share of one number in six less than 8 % of it.
DECILES, SHARES = 0.03, 0.1


@pytest.mark.points(2)
def test_spreads_evenly(agree, draw, device):
    """`uniform` covers lo to hi evenly, deciles within 3 % of the spread; each number by itself."""
    for lo, hi in ((3.0, 5.0), (-1.0, 0.5 + draw.int(1, 3)), (-9.0, -7.5)):
        agree.run(
            probes.deciles, "uniform", lo, hi, draw.int(0, 2**40), draw.normal(1), rtol=DECILES
        )
    for shape in ((4,), (1,)):
        seed = draw.int(0, 2**40)
        agree.run(probes.samples, "uniform", shape, -1.0, 2.0, seed, draw.normal(1))


@pytest.mark.points(2)
def test_makes_a_bell(agree, draw, device):
    """`normal` has this mean and deviation, deciles within 3 % of the spread; each by itself."""
    for mean, std in ((3.0, 0.5), (-2.0, 3.0 + draw.int(1, 3)), (0.25, 1.5), (2.5, 0.0)):
        agree.run(
            probes.deciles, "normal", mean, std, draw.int(0, 2**40), draw.normal(1), rtol=DECILES
        )
    for shape in ((4,), (1,)):
        seed = draw.int(0, 2**40)
        agree.run(probes.samples, "normal", shape, 1.0, 2.0, seed, draw.normal(1))


@pytest.mark.points(2)
def test_includes_both_ends(agree, draw, device):
    """`integers` draws lo, hi and all between equally often, within a tenth; each by itself."""
    for lo, hi in ((1, 6), (-2, 1), (draw.int(3, 9),) * 2):
        agree.run(probes.shares, lo, hi, draw.int(0, 2**40), draw.normal(1), rtol=SHARES)
    seed = draw.int(0, 2**40)
    agree.run(probes.odd_share, -(2**24), 2**24 - 1, seed, draw.normal(1), rtol=SHARES)
    for shape in ((4,), (1,)):
        agree.run(probes.samples, "integers", shape, 0, 3, seed, draw.normal(1))


@pytest.mark.points(2)
def test_draws_from_the_generator(agree, draw):
    """Generators that are seeded alike give the same numbers, and a second call gives new ones."""
    for function, a, b in (("uniform", -1.0, 2.0), ("normal", 1.0, 2.0), ("integers", 0, 9)):
        agree.run(probes.streams, function, a, b, draw.int(0, 2**40))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_leaves_the_global_generator_alone(agree, draw):
    """The program's next global random numbers, and their seed, are what they would have been."""
    for function, a, b in (("uniform", -1.0, 2.0), ("normal", 1.0, 2.0), ("integers", 0, 10**5)):
        agree.run(probes.global_numbers, function, a, b, draw.int(0, 2**40))


def test_has_shape_and_dtype(agree, draw):
    """Any shape, also an empty or a single one; float32, and int64 for whole numbers."""
    for shape in ((2, 3), [4], (), (0, 2)):
        agree.run(probes.drawn, "uniform", shape, 1.0, 3.0)
        agree.run(probes.drawn, "normal", shape, 1.0, 0.0)
        agree.run(probes.drawn, "integers", shape, 2, draw.int(3, 5))


@pytest.mark.hidden
def test_draws_where_the_generator_is(agree):
    """The numbers are on the generator's device, wherever torch would put new tensors."""
    for function, a, b in (("uniform", -1.0, 2.0), ("normal", 1.0, 2.0), ("integers", 0, 9)):
        agree.run(probes.placed, function, a, b)


@pytest.mark.hidden
def test_refuses_impossible_ranges(agree):
    """An interval without numbers and a negative standard deviation raise ValueError."""
    for a, b in ((1.0, 2.0), (2.0, 1.0), (1.5, 1.5)):
        agree.run(probes.refusal, "uniform", a, b)
    agree.run(probes.refusal, "normal", 0.0, -0.5)
    agree.run(probes.refusal, "integers", 4, 3)
