"""What is remembered of a student's work: plain values, and their form as JSON."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

VERSION = 1
_KIND = "progress"
_PAUSE = 600.0
"""Seconds: a longer time between two saves is not all work."""


class Damaged(ValueError):
    """A text that is no progress, and why."""


class Newer(Exception):
    """A text that a later version of torchdojo wrote."""


@dataclass(frozen=True)
class Record:
    """What is known of one exercise."""

    attempts: int = 0
    """Saved versions that were checked and held some work."""
    best: float = 0.0
    max_score: float = 0.0
    done: bool = False
    """Whether it once had full marks."""
    hints: int = 0
    """So many of its hints were shown."""
    mistakes: Mapping[str, int] = field(default_factory=dict)
    """How often recorded mistakes were met, by their ids."""
    seconds: float = 0.0
    """Of work: between saves and commands, each pause of at most ten minutes."""
    first: str = ""
    last: str = ""
    """Times, in UTC."""
    seen: str = ""
    """A digest of what was checked last."""

    def touched(self, now: datetime, *, working: bool) -> "Record":
        """As it is worked on now; with the time since the last time, if that was spent on it."""
        stamp = now.astimezone(UTC).isoformat(timespec="seconds")
        since = (now - _time(self.last)).total_seconds() if working and self.last else 0.0
        work = round(self.seconds + min(max(since, 0.0), _PAUSE), 1)
        return replace(self, seconds=work, first=self.first or stamp, last=stamp)

    def hinted(self, number: int) -> "Record":
        """With this many hints shown, or more."""
        return replace(self, hints=max(self.hints, number))


@dataclass(frozen=True)
class Progress:
    """What is known of all exercises, and which one is worked on."""

    current: str | None = None
    chosen: str = ""
    """When it became the current one, in UTC."""
    exercises: Mapping[str, Record] = field(default_factory=dict)

    def of(self, id: str) -> Record:
        """The record of exercise `id`; an empty one if there is none."""
        return self.exercises.get(id, Record())

    def having(self, id: str, record: Record) -> "Progress":
        """With this record of an exercise."""
        return replace(self, exercises={**self.exercises, id: record})

    def turned_to(self, id: str, now: datetime) -> "Progress":
        """With the exercise that is now worked on."""
        return replace(self, current=id, chosen=now.astimezone(UTC).isoformat(timespec="seconds"))


def as_text(progress: Progress) -> str:
    """The progress as JSON."""
    data = {"torchdojo": _KIND, "version": VERSION, **asdict(progress)}
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def of_text(text: str) -> Progress:
    """Read what `as_text` wrote; raises `Damaged` or `Newer`."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Damaged(f"it is no JSON: {error}") from error
    if not isinstance(data, dict) or data.get("torchdojo") != _KIND:
        raise Damaged("it is not torchdojo's")
    if isinstance(data.get("version"), int) and data["version"] > VERSION:
        raise Newer
    try:
        return _progress(data)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise Damaged(f"what it says cannot be: {error}") from error


def _progress(data: dict[str, Any]) -> Progress:
    records = {str(id): _record(said) for id, said in data["exercises"].items()}
    current = data["current"]
    if current is not None and not isinstance(current, str):
        raise ValueError("`current` is no text")
    return Progress(current, _stamp(data["chosen"]), records)


def _record(said: dict[str, Any]) -> Record:
    return Record(
        attempts=_count(said["attempts"]),
        best=_amount(said["best"]),
        max_score=_amount(said["max_score"]),
        done=bool(said["done"]),
        hints=_count(said["hints"]),
        mistakes={str(id): _count(number) for id, number in said["mistakes"].items()},
        seconds=_amount(said["seconds"]),
        first=_stamp(said["first"]),
        last=_stamp(said["last"]),
        seen=str(said["seen"]),
    )


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{value!r} is no count")
    return value


def _amount(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is no amount")
    if not math.isfinite(value) or value < 0:
        raise ValueError(f"{value!r} is no amount")
    return float(value)


def _stamp(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no time")
    if value:
        _time(value)
    return value


def _time(stamp: str) -> datetime:
    found = datetime.fromisoformat(stamp)
    if found.tzinfo is None:
        raise ValueError(f"{stamp!r} has no time zone")
    return found
