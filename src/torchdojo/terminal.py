"""Terminals that cannot show every character: what they lack is replaced by something alike."""

import codecs
import unicodedata
from typing import Any

_ALIKE = {
    "━": "=",
    **dict(zip("▁▂▃▄▅▆▇█", "_.-:=+*#", strict=True)),
    "·": ".",
    "…": "...",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "×": "x",
    "−": "-",
    "≥": ">=",
    "≤": "<=",
    "→": "->",
    "ß": "ss",
    "\N{NO-BREAK SPACE}": " ",
}
_HANDLER = "torchdojo.alike"


def alike(text: str) -> str:
    """`text` in ASCII: signs as similar ones, letters without accents, all else escaped."""
    return "".join(map(_alike, text))


def _alike(character: str) -> str:
    if character in _ALIKE:
        return _ALIKE[character]
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain or character.encode("ascii", "backslashreplace").decode()


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return alike(error.object[error.start : error.end]), error.end


codecs.register_error(_HANDLER, _replace)


def show_alike(stream: Any) -> None:
    """Have `stream`, if it is a text file, replace what its encoding does not have."""
    if getattr(stream, "errors", None) == "strict" and hasattr(stream, "reconfigure"):
        stream.reconfigure(errors=_HANDLER)
