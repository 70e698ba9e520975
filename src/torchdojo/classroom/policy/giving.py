"""From what a student earned to the mark that is given, with the rule in words."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from torchdojo.classroom.policy.rules import Late, Rules

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Earned:
    """What the grader found, and when the work was handed in."""

    points: float | None
    """None while a fault of the grader leaves it open."""
    most: float
    when: datetime | None = None
    flagged: bool = False
    """Whether the platform says that it was late."""
    absent: bool = False
    """Whether there is no result, though others have one."""


@dataclass(frozen=True)
class Given:
    """The mark that counts."""

    points: float | None
    rule: str
    """Why it is this one, from the points earned on."""


def give(earned: Earned, rules: Rules) -> Given:
    """The mark for what was `earned`, under `rules`: an override, or a penalty, or neither."""
    start = _start(earned)
    if rules.override is not None:
        points = _rounded(rules.override.points)
        return Given(points, f"{start}; {points:g} given by hand: {rules.override.reason}")
    if earned.points is None:
        return Given(None, start)
    if rules.deadline is None or earned.points == 0:
        return Given(earned.points, start)
    return _dated(earned, earned.points, rules, rules.deadline, start)


def _dated(earned: Earned, points: float, rules: Rules, deadline: datetime, start: str) -> Given:
    when = rules.handed_in.at if rules.handed_in else earned.when
    if when is None:
        unknown = "; handed in late, by how much is not known: no penalty"
        return Given(points, start + (unknown if earned.flagged else ""))
    extension = rules.extension
    end = extension.end(deadline) if extension else deadline
    late = when.astimezone(UTC) - end.astimezone(UTC)
    by = f" by the extension ({extension.reason})" if extension else ""
    if late <= timedelta():
        was_late = when.astimezone(UTC) > deadline.astimezone(UTC)
        return Given(points, f"{start}; in time{by}" if was_late else start)
    after = f" after the extension ({extension.reason})" if extension else ""
    return _late(
        points, earned.most, late, rules.late, f"{start}; handed in {long(late)} late{after}"
    )


def _late(points: float, most: float, late: timedelta, rule: Late | None, said: str) -> Given:
    if rule is None:
        return Given(points, f"{said}: no penalty")
    if rule.cut_off is not None and late > rule.cut_off:
        return Given(0.0, f"{said}, after the cut-off: 0")
    if late <= rule.grace:
        return Given(points, f"{said}, within the grace period")
    units = math.ceil(late / rule.unit)
    share = min(units * rule.fraction, rule.cap)
    base = points if rule.of == "earned" else most
    given = min(points, _rounded(max(0.0, points - share * base)))
    capped = f", at most {100 * rule.cap:g} %" if units * rule.fraction > rule.cap else ""
    of = " of the maximum" if rule.of == "maximum" else ""
    count = f"{units} {rule.word}{'s' * (units != 1)}"
    return Given(given, f"{said}: {count} at {100 * rule.fraction:g} %{of}{capped}: {given:g}")


def _start(earned: Earned) -> str:
    if earned.points is None:
        return "The grader left it open"
    if earned.absent:
        return f"missing: no result, where others have one; 0 of {earned.most:g}"
    return f"{earned.points:g} of {earned.most:g} earned"


def long(time: timedelta) -> str:
    """A length of time in words, rounded up to what is shown: ``26 hours``, ``3 days``."""
    for unit, word, least in ((_DAY, "day", 3), (_HOUR, "hour", 1)):
        if time >= least * unit:
            return _counted(math.ceil(time / unit), word)
    return _counted(math.ceil(time / timedelta(minutes=1)), "minute")


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'s' * (count != 1)}"


def _rounded(points: float) -> float:
    return round(points, 6)
