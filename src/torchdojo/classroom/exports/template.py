"""A CSV file that a learning platform gave out: read, changed in one column, written as it came.

Kept are the encoding with its byte order mark, the separator, the line ends and the decimal mark;
Excel and the platforms write them by the language that they are set to.
"""

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from torchdojo.classroom.tables import csv_text
from torchdojo.errors import DojoError

Decimal = Literal["point", "comma"]
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = (",", ";", "\t")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?\s*%?")
_NO_GRADE = "-"
"""Moodle's cell for a grade that is not there; it is no formula."""
_LARGEST = 32 * 2**20


@dataclass(frozen=True)
class Template:
    """The rows of a file, the names of its columns first, and how it is written."""

    rows: tuple[tuple[str, ...], ...]
    encoding: str
    separator: str
    line_end: str
    decimal: Decimal

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.rows[0]

    def number(self, value: float) -> str:
        """`value` as the file writes numbers."""
        text = f"{round(value, 4):.4f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if self.decimal == "comma" else text

    def value(self, cell: str) -> float | None:
        """The number in a cell; None where there is none."""
        text = cell.strip().removesuffix("%").strip()
        return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None

    def filled(self, column: int, cells: dict[int, str]) -> bytes:
        """The file with other `cells` in a column, by row; no cell of it is a formula."""
        file = io.StringIO(newline="")
        writer = csv.writer(file, delimiter=self.separator, lineterminator=self.line_end)
        for number, row in enumerate(self.rows):
            new = list(row)
            if number in cells:
                new[column] = cells[number]
            writer.writerow(map(_text, new))
        return file.getvalue().encode(self.encoding, errors="surrogateescape")


def read_template(path: Path, decimal: Decimal | None = None) -> Template:
    """The file at `path`; `decimal` if its cells do not tell. Raises `DojoError`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DojoError(
            f"{path} cannot be read ({error.strerror}): name the file that you downloaded."
        ) from error
    if len(data) > _LARGEST or data.startswith(b"PK"):
        raise DojoError(f"{path} is no CSV file: download the table as CSV, not as Excel.")
    text, encoding = _decoded(data)
    separator = _separator(text)
    rows = _rows(path, text, separator)
    line_end = "\r\n" if "\r\n" in text else "\n"
    return Template(rows, encoding, separator, line_end, decimal or _decimal(rows))


def _decoded(data: bytes) -> tuple[str, str]:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:  # as Excel writes in western Europe
        return data.decode("cp1252", errors="surrogateescape"), "cp1252"


def _separator(text: str) -> str:
    """What separates the names of the columns most often."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    return max(_SEPARATORS, key=first.count)


def _rows(path: Path, text: str, separator: str) -> tuple[tuple[str, ...], ...]:
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise DojoError(f"{path} is no CSV file ({error}): download it again.") from error
    rows = [row for row in read if any(map(str.strip, row))]
    if len(rows) < 2 or len(rows[0]) < 2:
        raise DojoError(f"{path} holds no table of students: download it again, with all of them.")
    width = max(map(len, rows))
    return tuple(tuple(row + [""] * (width - len(row))) for row in rows)


def _decimal(rows: Sequence[Sequence[str]]) -> Decimal:
    cells = [cell.strip() for row in rows[1:] for cell in row if _NUMBER.fullmatch(cell.strip())]
    commas = sum("," in cell for cell in cells)
    return "comma" if commas > sum("." in cell for cell in cells) else "point"


def _text(cell: str) -> str:
    if cell == _NO_GRADE or _NUMBER.fullmatch(cell.strip()):
        return cell
    safe = str(csv_text(cell))
    return safe if safe.startswith("'") and not cell.startswith("'") else cell
