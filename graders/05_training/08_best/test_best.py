"""Checks of `EarlyStopping` and `fit_best`: what is remembered, and when it says stop."""

import math

import pytest

from . import probes


def series(draw, *ranks):
    """Values in the order of `ranks`: equal ranks, equal values."""
    steps = [0.1 + 0.1 * draw.int(1, 9) for _ in range(max(ranks) + 1)]
    return [sum(steps[: rank + 1]) - 1.3 for rank in ranks]


@pytest.mark.points(3)
def test_keeps_the_best(agree, draw):
    """`restore` puts the weights of the best epoch back, in place, as often as it is asked."""
    agree.run(probes.watched, series(draw, 4, 2, 3, 1, 2, 3), {"patience": 9}, "what it restores")
    agree.run(probes.watched, series(draw, 1, 3, 2), {"patience": 9}, "what it restores")


@pytest.mark.points(3)
def test_stops_when_patience_is_over(agree, draw):
    """`update` returns True once `patience` epochs in a row were no better than the best."""
    for patience in (1, 2, 3):
        values = series(draw, 6, 5, 7, 3, 9, 8, 4, 1, 2, 3, 4, 0)
        agree.run(probes.watched, values, {"patience": patience}, "when it stops")


@pytest.mark.points(2)
def test_knows_both_modes(agree, draw):
    """In mode "max" larger values are better, also where all are negative."""
    values = [value - 20 for value in series(draw, 3, 1, 4, 0, 2, 5, 4)]
    for show in ("when it stops", "what it restores"):
        agree.run(probes.watched, values, {"patience": 2, "mode": "max"}, show)


@pytest.mark.points(3)
def test_trains_until_it_should_stop(agree, draw):
    """`fit_best` trains, then evaluates, stops when patience is over, and goes back to the best."""
    agree.run(probes.fitted, series(draw, 6, 4, 5, 2, 3, 2, 4, 1), 3, 8)
    agree.run(probes.fitted, series(draw, 3, 4, 0, 1), 1, 4)


def test_refuses_what_cannot_work(agree, draw):
    """Patience below 1, unknown modes, and restoring before there is a best raise ValueError."""
    attempts = [(0,), (-draw.int(1, 9),), (3, "mean"), (3, ""), (1, "max")]
    agree.run(probes.refused, attempts, draw.int(1, 9) / 4)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_asks_for_improvement(agree, draw):
    """A value that is only as good as the best does not count as better."""
    for mode in ("min", "max"):
        values = series(draw, 2, 2, 1, 1, 2, 2, 2)
        for show in ("when it stops", "what it restores"):
            agree.run(probes.watched, values, {"patience": 2, "mode": mode}, show)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_bears_nan(agree, draw):
    """A NaN is never better, also as the first value, and uses up patience; infinity is a value."""
    first, *rest = series(draw, 3, 2, 1)
    for mode in ("min", "max"):
        for values in ([first, math.nan, *rest, math.nan], [math.nan, math.nan, first, *rest]):
            for show in ("when it stops", "what it restores"):
                agree.run(probes.watched, values, {"patience": 2, "mode": mode}, show)
    agree.run(probes.fitted, [math.nan, math.nan, first], 2, 3)
    for mode, worst in (("min", math.inf), ("max", -math.inf)):
        for show in ("when it stops", "what it restores"):
            agree.run(probes.watched, [worst, math.nan], {"patience": 1, "mode": mode}, show)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_goes_back_without_stopping(agree, draw):
    """Also where `max_epochs` ends the training, the model has its best weights; 0 trains none."""
    agree.run(probes.fitted, series(draw, 1, 0, 2, 2), 1, 4)
    agree.run(probes.fitted, series(draw, 3, 1, 2, 4), 5, 4)
    agree.run(probes.fitted, series(draw, 3, 2, 1, 0), 5, 4)
    agree.run(probes.fitted, series(draw, 1), 2, 0)
