"""From marks to totals: weights, and exercises that are dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from torchdojo.classroom.policy.rules import Course, Scope


@dataclass(frozen=True)
class Marked:
    """A mark for an exercise, out of so many points."""

    exercise: str
    given: float | None
    most: float

    @property
    def share(self) -> float | None:
        """From 0 to 1, or more with points given by hand; None while it is open."""
        return None if self.given is None else self.given / self.most


@dataclass(frozen=True)
class TrackTotal:
    """How a student stands in a track."""

    track: str
    share: float | None
    """None while a mark is open."""
    weight: float
    """In the course."""
    dropped: tuple[str, ...] = ()


def totals(course: Course, marks: Sequence[Marked]) -> list[TrackTotal]:
    """The total of each track, in order; exercises without points do not count.

    A track's own weight is that of all its exercises, also of those that are dropped: so dropping
    one never makes another track count more, and never lowers the course's total.
    """
    tracks: dict[str, list[Marked]] = {}
    for mark in marks:
        if mark.most > 0:
            tracks.setdefault(mark.exercise.split("/")[0], []).append(mark)
    return [_track(course, track, tuple(found)) for track, found in tracks.items()]


def total(tracks: Sequence[TrackTotal]) -> float | None:
    """The share of the whole course; None while a mark is open, or nothing counts."""
    counting = [one for one in tracks if one.weight]
    weight = sum(one.weight for one in counting)
    shares = [one.share for one in counting if one.share is not None]
    if not weight or len(shares) < len(counting):
        return None
    return sum(s * one.weight for s, one in zip(shares, counting, strict=True)) / weight


def _track(course: Course, track: str, marks: tuple[Marked, ...]) -> TrackTotal:
    weights = {m.exercise: course.weights.get(Scope(m.exercise), m.most) for m in marks}
    weight = course.weights.get(Scope(track=track), sum(weights.values()))
    counting = [mark for mark in marks if weights[mark.exercise]]
    if any(mark.share is None for mark in counting):
        return TrackTotal(track, None, weight)
    kept, dropped = _dropped(counting, course.drops.get(track, 0))
    return TrackTotal(track, _mean(kept, weights), weight if kept else 0.0, dropped)


def _dropped(marks: Sequence[Marked], lowest: int) -> tuple[list[Marked], tuple[str, ...]]:
    """Those that count, and the ids of so many that do not; at least one counts."""
    worst = sorted(marks, key=lambda mark: mark.share or 0.0)[: min(lowest, max(0, len(marks) - 1))]
    ids = {mark.exercise for mark in worst}
    return [mark for mark in marks if mark.exercise not in ids], tuple(sorted(ids))


def _mean(marks: Sequence[Marked], weights: Mapping[str, float]) -> float:
    whole = sum(weights[mark.exercise] for mark in marks)
    return sum((mark.share or 0.0) * weights[mark.exercise] for mark in marks) / (whole or 1.0)
