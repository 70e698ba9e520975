"""Putting a submitted notebook's locked cells, ids and points back as they were given out.

A student may have edited, deleted, copied or reordered anything. What the gradebook knows of the
given notebook is the truth; of the submission only what the student wrote is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell

_GIVEN = ("deletable", "editable")


@dataclass(frozen=True)
class Given:
    """A cell that nbgrader knows, as it was given out."""

    grade_id: str
    cell_type: str
    source: str
    checksum: str | None
    locked: bool
    solution: bool
    task: bool
    points: float | None
    """None for a cell that is worth nothing."""

    @property
    def metadata(self) -> dict[str, Any]:
        """nbgrader's metadata for the cell."""
        points = {} if self.points is None else {"points": self.points}
        return points | {
            "grade": self.points is not None and not self.task,
            "grade_id": self.grade_id,
            "locked": self.locked,
            "schema_version": 3,
            "solution": self.solution,
            "task": self.task,
            "cell_type": self.cell_type,
            "checksum": self.checksum,
        }


def given_cells(notebook: Any) -> list[Given]:
    """What nbgrader's database knows of a notebook's cells, in their order."""
    points = {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}
    solutions = {cell.name for cell in notebook.solution_cells}
    tasks = {cell.name for cell in notebook.task_cells}
    return [
        Given(
            grade_id=cell.name,
            cell_type=cell.cell_type,
            source=cell.source or "",
            checksum=cell.checksum,
            locked=bool(cell.locked),
            solution=cell.name in solutions,
            task=cell.name in tasks,
            points=points.get(cell.name),
        )
        for cell in notebook.source_cells
    ]


def restore(notebook: Any, given: Sequence[Given]) -> None:
    """Change `notebook` so that nbgrader finds every given cell once, as it was given out."""
    known = {cell.grade_id: cell for cell in given}
    places = _places(notebook.cells, known)
    for number, cell in enumerate(notebook.cells):
        id = _grade_id(cell)
        cell.metadata.pop("nbgrader", None)
        if id in known and places[id] == number:
            notebook.cells[number] = _as_given(cell, known[id])
    _put_back_missing(notebook, given)


def _grade_id(cell: Any) -> str:
    found = cell.metadata.get("nbgrader")
    id = found.get("grade_id") if isinstance(found, dict) else None
    return id if isinstance(id, str) else ""


def _places(cells: Sequence[Any], known: dict[str, Given]) -> dict[str, int]:
    """Where each known cell is: of copies the first, but the last that a student wrote.

    Of two definitions of one function the last is in force when all cells have run.
    """
    places: dict[str, int] = {}
    for number, cell in enumerate(cells):
        id = _grade_id(cell)
        if id in known and (id not in places or not known[id].locked):
            places[id] = number
    return places


def _as_given(cell: Any, given: Given) -> Any:
    source = given.source if given.locked else cell.source
    made = cell
    if cell.cell_type != given.cell_type:
        made = _new(given, source)
    made.source = source
    made.metadata["nbgrader"] = given.metadata
    return made


def _new(given: Given, source: str) -> Any:
    new = new_code_cell if given.cell_type == "code" else new_markdown_cell
    return new(source, metadata=dict.fromkeys(_GIVEN, False) if given.locked else {})


def _put_back_missing(notebook: Any, given: Sequence[Given]) -> None:
    """Insert each given cell that is missing after the one that came before it."""
    place = 0
    for one in given:
        ids = [_grade_id(cell) for cell in notebook.cells]
        if one.grade_id in ids:
            place = ids.index(one.grade_id) + 1
            continue
        cell = _new(one, one.source)
        cell.metadata["nbgrader"] = one.metadata
        notebook.cells.insert(place, cell)
        place += 1
