"""Text of students on its way into files: without what no writer takes or no reader expects."""

import re
from typing import Any

_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Control characters except tab and newline, marks of direction, lone surrogates, no characters."""


def harmless(text: str) -> str:
    """`text` with a replacement character for each that could not be written or would mislead."""
    return _UNWANTED.sub("\ufffd", text)


def harmless_data(data: Any) -> Any:
    """Plain data, as JSON gives it, with all of its texts `harmless`, keys too."""
    if isinstance(data, str):
        return harmless(data)
    if isinstance(data, dict):
        return {harmless_data(key): harmless_data(value) for key, value in data.items()}
    if isinstance(data, list):
        return [harmless_data(value) for value in data]
    return data
