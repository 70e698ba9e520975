"""Reading ``course.toml``: whatever is wrong in it is one sentence with the key's path."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from torchdojo.catalog import Collection
from torchdojo.classroom.policy import settings
from torchdojo.classroom.policy.faults import closed, sentence
from torchdojo.classroom.policy.rules import (
    Comment,
    Course,
    Deadline,
    Extension,
    HandedIn,
    Late,
    Override,
    Scope,
)
from torchdojo.errors import DojoError

_LARGEST = 16 * 2**20
_YEARS = (1990, 2200)


def read_course(path: Path, collection: Collection) -> Course:
    """The rules in `path`; raises `DojoError`."""
    text = _text(path)
    try:
        told = settings.CourseSettings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DojoError(f"{path} is no TOML: {error}.") from error
    except RecursionError as error:
        raise DojoError(f"{path} is nested too deeply.") from error
    except ValidationError as error:
        raise DojoError(f"{path}: {sentence(error)}") from error
    return _Reader(path, collection, told).course()


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise DojoError(f"{path} is larger than {_LARGEST // 2**20} MiB: that is no course.")
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise DojoError(
            f"{path} cannot be read ({error.strerror}): name the course's file."
        ) from error
    except UnicodeError as error:
        raise DojoError(f"{path} is not UTF-8 text: save it anew.") from error


@dataclass(frozen=True)
class _Reader:
    """Turns settings into rules: names into ids, dates into moments."""

    path: Path
    collection: Collection
    told: settings.CourseSettings

    def course(self) -> Course:
        told = self.told
        self._need_single()
        return Course(
            roster=self.path.parent / told.roster if told.roster else None,
            zone=self._zone(told.timezone) if told.timezone else None,
            late=_late(told.late) if told.late else None,
            deadlines=[
                Deadline(
                    self._scope(one, f"deadline[{n}]"), self._moment(one.at, f"deadline[{n}].at")
                )
                for n, one in enumerate(told.deadline, 1)
            ],
            extensions=[self._extension(one, n) for n, one in enumerate(told.extension, 1)],
            overrides=[
                Override(
                    one.student,
                    self._exercise(one.exercise, f"override[{n}]"),
                    one.points,
                    one.reason,
                )
                for n, one in enumerate(told.override, 1)
            ],
            comments=[
                Comment(one.student, self._scope(one, f"comment[{n}]"), one.text)
                for n, one in enumerate(told.comment, 1)
            ],
            handed_in=[self._handed_in(one, n) for n, one in enumerate(told.handed_in, 1)],
            weights={
                self._scope(one, f"weight[{n}]"): one.weight for n, one in enumerate(told.weight, 1)
            },
            drops={
                self._track(one.track, f"drop[{n}]"): one.lowest
                for n, one in enumerate(told.drop, 1)
            },
        )

    def _extension(self, one: settings.ExtensionSettings, number: int) -> Extension:
        key = f"extension[{number}]"
        until = self._moment(one.until, f"{key}.until") if one.until else None
        more = timedelta(hours=one.hours or 0)
        return Extension(one.student, self._scope(one, key), one.reason, until, more)

    def _handed_in(self, one: settings.HandedInSettings, number: int) -> HandedIn:
        key = f"handed_in[{number}]"
        at = self._moment(one.at, f"{key}.at")
        return HandedIn(one.student, self._scope(one, key), at, one.reason)

    def _need_single(self) -> None:
        """Raise `DojoError` where two entries contradict each other."""
        for key, names in self._named():
            seen: set[tuple[str, ...]] = set()
            for number, name in enumerate(names, 1):
                if name in seen:
                    raise self._error(
                        f"{key}[{number}]", "is about the same as one above it: keep one"
                    )
                seen.add(name)

    def _named(self) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
        find = self.collection.find
        told = self.told

        def scope(one: settings.DeadlineSettings | settings.WeightSettings) -> tuple[str, ...]:
            return (self._find(find, one.exercise) if one.exercise else "", one.track or "")

        yield "deadline", [scope(one) for one in told.deadline]
        yield "weight", [scope(one) for one in told.weight]
        yield "drop", [(one.track,) for one in told.drop]
        yield (
            "override",
            [(one.student, self._find(find, one.exercise)) for one in told.override],
        )

    def _find(self, find: Callable[[str], object], name: str) -> str:
        try:
            return str(getattr(find(name), "id", name))
        except DojoError:
            return name

    def _scope(self, one: "settings._Scoped", key: str) -> Scope:
        if one.exercise:
            return Scope(self._exercise(one.exercise, key))
        return Scope(track=self._track(one.track, key)) if one.track else Scope()

    def _exercise(self, name: str, key: str) -> str:
        try:
            return self.collection.find(name).id
        except DojoError as error:
            raise self._error(f"{key}.exercise", f"cannot be: {str(error).rstrip('.')}") from error

    def _track(self, name: str, key: str) -> str:
        tracks = dict.fromkeys(e.track for e in self.collection.exercises.values())
        if name not in tracks:
            known = ", ".join(tracks)
            raise self._error(f"{key}.track", f"cannot be `{name}`: choose one of {known}")
        return name

    def _moment(self, at: datetime, key: str) -> datetime:
        """The moment that a date means; a local one that the clocks skip is none."""
        if not _YEARS[0] <= at.year <= _YEARS[1]:
            raise self._error(key, f"is in the year {at.year}: write the one that you mean")
        if at.tzinfo is not None:
            return at.astimezone(UTC)
        if self.told.timezone is None:
            raise self._error(
                key,
                'has no time zone: add one, such as +01:00, or set `timezone = "Europe/Berlin"`',
            )
        zone = self._zone(self.told.timezone)
        moment = at.replace(tzinfo=zone, fold=1)  # of an hour that comes twice, the later one
        if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != at:
            raise self._error(key, "is skipped by the clocks there: choose another time")
        return moment.astimezone(UTC)  # hours are added to moments, not to clocks

    def _zone(self, name: str) -> ZoneInfo:
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise self._error(
                "timezone", f"cannot be {name!r}: write one such as `Europe/Berlin`"
            ) from error

    def _error(self, key: str, what: str) -> DojoError:
        return DojoError(closed(f"{self.path}: `{key}` {what}"))


def _late(told: settings.LateSettings) -> Late:
    unit = timedelta(days=1) if told.per == "day" else timedelta(hours=1)
    grace = timedelta(minutes=told.grace_minutes)
    cut_off = timedelta(hours=told.cut_off_hours) if told.cut_off_hours else None
    return Late(unit, told.per, told.fraction, told.of, told.cap, grace, cut_off)
