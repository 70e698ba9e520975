"""An exercise as the source notebook of an nbgrader assignment.

Every cell that nbgrader has to know bears a stable grade id: ``lesson``, ``hints``, ``given-N`` and
``solution-N`` by their order, and that of `ids` for the cell that a check's points belong to.
"""

import re
from collections.abc import Iterator
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from torchdojo.authoring import start_cells
from torchdojo.authoring.notebook import KERNEL, beginning, folded, parted
from torchdojo.catalog import Cell, Exercise
from torchdojo.catalog.checks import Check
from torchdojo.catalog.gates import checks_of
from torchdojo.jupyter.ids import grade_id

_SCHEMA = 3
_MARK = "### BEGIN SOLUTION"
_SEAM = re.compile(r"^ *### END SOLUTION\n(\s*)^ *### BEGIN SOLUTION\n", re.MULTILINE)
"""Between a body and the helpers below it: nbgrader puts a reminder in place of each region."""
_CALL = 'from torchdojo.jupyter import grade\n\ngrade("{id}", "{name}")'


def as_assignment(exercise: Exercise) -> str:
    """The source notebook: locked lesson, the work with its solution, a cell for each check."""
    source = exercise.source
    cells = [
        _known(new_markdown_cell(source.lesson), "lesson", locked=True),
        beginning(),
        *_work(exercise),
        new_markdown_cell(_EXPLAINED),
        *(_test(exercise.id, check) for check in checks_of(exercise)),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number:02}"
    metadata = {"kernelspec": KERNEL, "torchdojo": {"exercise": exercise.id}}
    notebook = new_notebook(cells=cells, metadata=metadata)
    notebook.nbformat_minor = 5
    return str(nbformat.writes(notebook)) + "\n"


_EXPLAINED = """## Checks

Each cell below is worth the points of one requirement. Save the notebook before you run them: they
look at the file. Requirements marked as hidden are checked after you have handed in."""


def _work(exercise: Exercise) -> Iterator[Any]:
    """The work, with solutions between nbgrader's marks or a buggy start as it is; hints below."""
    buggy = exercise.source.start == "buggy"
    cells = start_cells(exercise) if buggy else exercise.source.cells
    made = [_work_cell(cell, number, repairs=buggy) for number, cell in enumerate(cells, 1)]
    end = len(parted(cells)[0])
    hints = new_markdown_cell(folded(exercise.source.hints))
    yield from (*made[:end], _known(hints, "hints", locked=True), *made[end:])


def _work_cell(cell: Cell, number: int, *, repairs: bool) -> Any:
    if cell.kind == "markdown":
        return new_markdown_cell(cell.text)
    made = new_code_cell(
        _SEAM.sub(r"\1", cell.text), metadata={"tags": list(cell.tags)} if cell.tags else {}
    )
    if _MARK in cell.text:
        return _known(made, f"solution-{number}", solution=True)
    if cell.explores or repairs:
        return made
    return _known(made, f"given-{number}", locked=True)


def _test(exercise: str, check: Check) -> Any:
    """The cell that holds a check's points: nothing but a call with the check's name."""
    kind = "Hidden requirement" if check.hidden else "Requirement"
    told = f"# {kind}: {check.requirement}\n" if not check.hidden else f"# {kind}.\n"
    id = grade_id(exercise, check)
    made = new_code_cell(told + _CALL.format(id=exercise, name=id))
    return _known(made, id, locked=True, points=check.points)


def _known(
    cell: Any,
    grade_id: str,
    *,
    locked: bool = False,
    solution: bool = False,
    points: float | None = None,
) -> Any:
    cell.metadata["nbgrader"] = {
        "grade": points is not None,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": _SCHEMA,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        cell.metadata["nbgrader"]["points"] = points
    return cell
