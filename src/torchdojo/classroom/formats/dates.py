"""Dates as platforms write them; all that leave here know their time zone."""

import re
from datetime import UTC, datetime

_FRACTION = re.compile(r"(\.\d{1,6})\d*")
_ZONE = re.compile(r"\s+(UTC|GMT|Z)$|\s+([+-]\d\d):?(\d\d)$")


def read_date(text: str) -> datetime | None:
    """The moment that `text` says, such as ``2026-11-20 10:00:00.123456789 +01:00``, or None.

    Without a time zone it is taken for UTC, in which platforms write such dates. A zone that is an
    abbreviation other than UTC is ambiguous (CST, IST), and gives None.
    """
    plain = _ZONE.sub(_offset, _FRACTION.sub(r"\1", text.strip()))
    try:
        found = datetime.fromisoformat(plain)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _offset(found: "re.Match[str]") -> str:
    return "+00:00" if found[1] else f"{found[2]}:{found[3]}"
