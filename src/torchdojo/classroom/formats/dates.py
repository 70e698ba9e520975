"""Dates as platforms write them; all that leave here know their time zone."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_FRACTION = re.compile(r"(\.\d{1,6})\d*")
_ZONE = re.compile(r"\s+(UTC|GMT|Z)$|\s+([+-]\d\d):?(\d\d)$")
_WORDED = re.compile(
    r"\w+, (?P<day>\d+) (?P<month>\w+) (?P<year>\d{4}), "
    r"(?P<hour>\d+):(?P<minute>\d\d)(?:\s*(?P<half>[AP]M))?",
    re.IGNORECASE,
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


_YEARS = (1990, 2200)
"""Others are mistakes, and some of them cannot be told in another time zone."""


def read_date(text: str, zone: tzinfo | None = None) -> datetime | None:
    """The moment that `text` says, such as ``2026-11-20 10:00:00.123456789 +01:00``, or None.

    Without a time zone it is in `zone`, or in UTC, in which platforms write such dates; Moodle's,
    which are words, are in `zone` or nothing. A zone that is an abbreviation other than UTC is
    ambiguous (CST, IST), and gives None.
    """
    if (worded := _worded(text)) is not None:
        return worded.replace(tzinfo=zone) if zone else None
    plain = _ZONE.sub(_offset, _FRACTION.sub(r"\1", text.strip()))
    try:
        found = datetime.fromisoformat(plain)
    except ValueError:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=zone or UTC)
    return found if _YEARS[0] <= found.year <= _YEARS[1] else None


def is_zoned(text: str) -> bool:
    """Whether `text` says a date and a time zone: it is the same moment wherever it is read."""
    told = read_date(text, UTC)
    return told is not None and told == read_date(text, timezone(timedelta(hours=1)))


def _worded(text: str) -> datetime | None:
    """A date as Moodle writes it in English: ``Friday, 20 November 2026, 10:00 AM``."""
    found = _WORDED.fullmatch(text.strip())
    if found is None or found["month"] not in _MONTHS:
        return None
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"].upper() == "PM")
    month, minute = _MONTHS.index(found["month"]) + 1, int(found["minute"])
    try:
        return datetime(int(found["year"]), month, int(found["day"]), hour, minute)
    except ValueError:
        return None


def _offset(found: "re.Match[str]") -> str:
    return "+00:00" if found[1] else f"{found[2]}:{found[3]}"
