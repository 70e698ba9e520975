"""Tables for spreadsheets: no name is a formula, and every number is a number."""

import csv
import io

import pytest

from torchdojo.classroom.tables import csv_text, write_table

FORMULAS = (
    '=HYPERLINK("http:x","y")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1,2)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    '"=1+1',
    "'=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(1)",
    "\u22121",
    "\x00=1",
)


@pytest.mark.parametrize("name", FORMULAS)
def test_what_could_be_a_formula_is_a_text(name: str) -> None:
    """Also after blanks, quotes and marks without width, and in full-width signs."""
    text = csv_text(name)
    assert isinstance(text, str) and text.startswith("'")
    assert not any(sign in text for sign in "\t\r\n\0")


@pytest.mark.parametrize("value", ["ada", "O'Hara", "Müller-Lüdenscheid", "a=b", "", 0, -1.5, None])
def test_honest_cells_stay_as_they_are(value: object) -> None:
    """Names with signs inside, negative numbers, and cells that are empty."""
    assert csv_text(value) == value


def test_every_cell_of_a_table_is_looked_at() -> None:
    """A name cannot end its cell early either: it is read back whole."""
    file = io.StringIO(newline="")
    write_table(file, [["student", "score"], ['x,"\r\n=1+1', -2.5]])
    rows = list(csv.reader(io.StringIO(file.getvalue(), newline="")))
    assert rows == [["student", "score"], ['x,"  =1+1', "-2.5"]]
