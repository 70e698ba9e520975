"""Between a notebook and the referee: what there is to grade, and the outputs that say the result.

nbgrader reads a mark from a test cell's outputs: an error is 0, a number is that many points, and
nothing of either kind is all of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nbformat.v4 import new_markdown_cell, new_output

from torchdojo.catalog import code_of_cells
from torchdojo.catalog.checks import Check, plain_name
from torchdojo.catalog.submission import is_test_cell, need_short
from torchdojo.errors import GraderError
from torchdojo.jupyter.batch import Line, Work
from torchdojo.jupyter.ids import checks_by_id
from torchdojo.referee.results import REQUIRED, counted, is_missed, told_to_student


def work_of(notebook: Any, exercise: str, checks: Sequence[Check]) -> Work:
    """What a restored notebook gives to grade; raises `Unreadable` if it is too much."""
    cells = list(_running(notebook, checks_by_id(exercise, checks)))
    need_short(cell.source for cell in cells)
    graded = [
        (cell.source, tuple(map(str, cell.metadata.get("tags", ()))))
        for cell in cells
        if not is_test_cell(cell)
    ]
    code = code_of_cells(graded, f"{exercise.rpartition('/')[2]}.ipynb")
    return Work(exercise, code, tuple(cell.source for cell in cells))


def _running(notebook: Any, ours: Mapping[str, Check]) -> Iterator[Any]:
    """The cells that are run: all code but the calls of our own checks."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and not (is_test_cell(cell) and _id(cell) in ours):
            yield cell


def _id(cell: Any) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def fill(notebook: Any, checks: Sequence[Check], line: Line) -> None:
    """Write the referee's result into the outputs; raises `GraderError` if a score is open."""
    if line["scored"]["score"] is None:
        wrong = next(c for c in line["scored"]["checks"] if c["score"] is None)
        raise GraderError(f"{line['exercise']}: {wrong['name']}: {wrong['feedback']}")
    ours = checks_by_id(line["exercise"], checks)
    shown = iter(line["shown"])
    for cell in _running(notebook, ours):
        cell.outputs = list(_outputs(next(shown, None), tested=is_test_cell(cell)))
    for cell in notebook.cells:
        if is_test_cell(cell) and (check := ours.get(_id(cell))) is not None:
            said = [c for c in line["scored"]["checks"] if plain_name(c["name"]) == check.name]
            cell.outputs = list(_result(check, said))


def fill_unreadable(notebook: Any, exercise: str, checks: Sequence[Check], sentence: str) -> None:
    """Let every test cell say why nothing could be graded, and the page begin with it."""
    ours = checks_by_id(exercise, checks)
    for cell in notebook.cells:
        if is_test_cell(cell) and _id(cell) in ours:
            cell.outputs = [_error("NotGradable", sentence)]
    notebook.cells.insert(0, new_markdown_cell(f"**Not graded.** {sentence}"))


def _outputs(shown: dict[str, Any] | None, *, tested: bool) -> Iterator[Any]:
    """What a cell of the notebook shows; an instructor's own test that never ran has failed."""
    if shown is None:
        if tested:
            yield _error("NotRun", "Not run: a cell above ended the program.")
        return
    if shown["printed"]:
        yield new_output("stream", name="stdout", text=shown["printed"])
    for image in shown["images"]:
        yield new_output("display_data", data={"image/png": image})
    if shown["value"] is not None:
        yield new_output("execute_result", data={"text/plain": shown["value"]})
    if shown["error"] is not None:
        yield _error(shown["error"].split(":")[0][:80], shown["error"])


def _result(check: Check, said: Sequence[dict[str, Any]]) -> Iterator[Any]:
    ran = counted(said)
    missed = [one for one in ran if is_missed(one)]
    if not missed:
        yield new_output("stream", name="stdout", text=f"Passed: {check.requirement}\n")
        return
    text = "\n".join(dict.fromkeys(_told(one) for one in missed))
    score = sum(one["score"] for one in ran)
    if score > 0:
        yield new_output("stream", name="stdout", text=text + "\n")
        yield new_output("execute_result", data={"text/plain": f"{score:g}"})
    else:
        yield _error("NotPassed", text)


def _told(said: dict[str, Any]) -> str:
    """The requirement and the feedback; of a hidden check nothing that the program chose."""
    return f"{REQUIRED}{said['requirement']}\n{told_to_student(said)}"


def _error(name: str, text: str) -> Any:
    first = text.split("\n")[0]
    return new_output("error", ename=name, evalue=first, traceback=text.split("\n"))
