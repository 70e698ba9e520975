"""What may stand in ``course.toml``: every table and key, with its type and limits."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Text = Annotated[str, Field(min_length=1)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Points = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Hours = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)]


class _Strict(BaseModel):
    """No unknown keys, nothing converted: ``"0.1"`` is no number, and 7 is no date."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Scoped(_Strict):
    """Concerns one exercise, one track, or all if neither is named."""

    exercise: Text | None = None
    track: Text | None = None

    @model_validator(mode="after")
    def _one_scope(self) -> "_Scoped":
        if self.exercise and self.track:
            raise ValueError("name an exercise or a track, not both")
        return self


class LateSettings(_Strict):
    """``[late]``: what being late costs."""

    per: Literal["day", "hour"] = "day"
    fraction: Share
    """Of the points earned, for each day or hour that has begun."""
    of: Literal["earned", "maximum"] = "earned"
    cap: Share = 1.0
    """The most that is taken off."""
    grace_minutes: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)] = 0.0
    cut_off_hours: Hours | None = None
    """After the deadline: what comes later earns nothing."""


class DeadlineSettings(_Scoped):
    """``[[deadline]]``."""

    at: datetime


class ExtensionSettings(_Scoped):
    """``[[extension]]``: a later deadline for one student."""

    student: Text
    until: datetime | None = None
    hours: Hours | None = None
    reason: Text

    @model_validator(mode="after")
    def _one_end(self) -> "ExtensionSettings":
        if (self.until is None) == (self.hours is None):
            raise ValueError("give either `until` or `hours`")
        return self


class WeightSettings(_Scoped):
    """``[[weight]]``: how much an exercise counts in its track, or a track in the course."""

    weight: Points

    @model_validator(mode="after")
    def _some_scope(self) -> "WeightSettings":
        if not (self.exercise or self.track):
            raise ValueError("name an exercise or a track")
        return self


class DropSettings(_Strict):
    """``[[drop]]``: so many of a track's exercises, the lowest, do not count."""

    track: Text
    lowest: Annotated[int, Field(ge=1)]


class OverrideSettings(_Strict):
    """``[[override]]``: points that an instructor gives, whatever was earned and when."""

    student: Text
    exercise: Text
    points: Points
    reason: Text


class CommentSettings(_Scoped):
    """``[[comment]]``: a text on a student's page."""

    student: Text
    text: Text


class HandedInSettings(_Scoped):
    """``[[handed_in]]``: when a student handed in, where the platform does not tell."""

    student: Text
    at: datetime
    reason: Text


class CourseSettings(_Strict):
    """All of ``course.toml``."""

    timezone: Text | None = None
    roster: Text | None = None
    late: LateSettings | None = None
    deadline: tuple[DeadlineSettings, ...] = Field(default=(), strict=False)
    extension: tuple[ExtensionSettings, ...] = Field(default=(), strict=False)
    weight: tuple[WeightSettings, ...] = Field(default=(), strict=False)
    drop: tuple[DropSettings, ...] = Field(default=(), strict=False)
    override: tuple[OverrideSettings, ...] = Field(default=(), strict=False)
    comment: tuple[CommentSettings, ...] = Field(default=(), strict=False)
    handed_in: tuple[HandedInSettings, ...] = Field(default=(), strict=False)
