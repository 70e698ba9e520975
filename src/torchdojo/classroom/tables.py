"""Tables for spreadsheets: what people have named stays text in them, numbers stay numbers."""

import csv
import re
from collections.abc import Iterable
from typing import TextIO

_FORMULA = re.compile(r"[\s'\"\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212|%]")
"""How a formula begins, also after what a program may skip: blanks, quotes, marks without width.

Full-width signs count, which East Asian editions take as the ASCII ones.
"""
_INNER = re.compile(rf";(?={_FORMULA.pattern})")
"""Before what would be a formula in a cell of its own: German and French editions take a semicolon
for the end of a cell, also in a file whose cells end with commas.
"""
_MARKED = re.compile(rf";'(?={_FORMULA.pattern})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def csv_text(value: object) -> object:
    """`value` as a cell that no spreadsheet takes for a formula; numbers and None as they are.

    An apostrophe in front, or after a semicolon, makes a program show the text itself. Control
    characters, with which a cell could end early, become blanks.
    """
    if value is None or isinstance(value, (int, float)):
        return value
    raw = str(value)
    text = _INNER.sub(";'", _CONTROL.sub(" ", raw))
    opens = raw[:1] in ("\t", "\r", "\n") or _FORMULA.match(text)
    return f"'{text}" if opens else text


def plain_text(cell: str) -> str:
    """What `csv_text` was given to write `cell`, but for its control characters."""
    inner = _MARKED.sub(";", cell)
    return next((one for one in (inner.removeprefix("'"), inner) if csv_text(one) == cell), cell)


def write_table(file: TextIO, rows: Iterable[Iterable[object]]) -> None:
    """Write `rows` as CSV to `file`, opened with ``newline=""``; every cell by `csv_text`."""
    csv.writer(file).writerows([csv_text(cell) for cell in row] for row in rows)
