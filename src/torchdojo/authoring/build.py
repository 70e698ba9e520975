"""What `solutions/` generates: `exercises/` and the pages of `docs/`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from torchdojo.authoring.bank_pages import bank_pages
from torchdojo.authoring.catalogue import PAGE, catalogue
from torchdojo.authoring.contract_page import CONTRACT_PAGE, contract_page
from torchdojo.authoring.proof_pages import proof_pages
from torchdojo.authoring.stub import as_given, as_module
from torchdojo.catalog import Cell, Collection, Exercise, code_of_cells, read_mistakes
from torchdojo.catalog.percent import split_cells
from torchdojo.errors import GraderError

Form = Literal["module", "notebook"]
FORMS: tuple[Form, ...] = ("module", "notebook")
STUBS = "exercises"
_SUFFIXES = {"module": ".py", "notebook": ".ipynb"}


@dataclass(frozen=True)
class Build:
    """One generated file: its path inside a submission, and its text."""

    path: str
    text: str


def render(exercise: Exercise, form: Form | None = None, *, solved: bool = False) -> Build:
    """Generate one exercise as the student gets it, or with its solution in place."""
    source = exercise.source
    form = form or source.form
    cells = source.cells if solved else start_cells(exercise)
    solved = solved or source.start != "empty"
    if form == "module":
        text = as_module(source, cells, solved=solved)
    else:
        from torchdojo.authoring.notebook import as_notebook  # slow to import, seldom needed

        text = as_notebook(source, cells, exercise.id, solved=solved)
    return Build(exercise.id + _SUFFIXES[form], text)


def given_codes(exercise: Exercise) -> list[str]:
    """The code that a student starts from, without the lesson: as a module, as a notebook.

    They differ where cells that explore define something: a notebook runs it, a module does not.
    """
    source, cells = exercise.source, start_cells(exercise)
    solved = source.start != "empty"
    module = as_module(source, cells, solved=solved).partition(source.lesson_code)[2]
    texts = [(as_given(c.text, solved=solved), c.tags) for c in cells if c.kind == "code"]
    return [module, code_of_cells(texts, exercise.name).text]


def start_cells(exercise: Exercise) -> tuple[Cell, ...]:
    """The cells that a student starts from: in a repair exercise, those of its first mistake."""
    source = exercise.source
    if source.start != "buggy":
        return source.cells
    starts = [m for m in read_mistakes(exercise.graders, source.text) if m.starts]
    if len(starts) != 1:
        raise GraderError(f"{exercise.id}: a buggy start needs one mistake with `start=True`")
    _, _, body = starts[0].text.partition(source.lesson_code)
    return tuple(split_cells(body))


def wanted(collection: Collection) -> dict[str, bytes]:
    """Every generated file of the collection by its path, as it should be."""
    pages = {PAGE: catalogue(collection), CONTRACT_PAGE: contract_page(collection)}
    pages |= {**bank_pages(collection), **proof_pages(collection)}
    return stubs(collection.exercises.values()) | {
        path: text.encode() for path, text in pages.items()
    }


def stubs(exercises: Iterable[Exercise]) -> dict[str, bytes]:
    """What `exercises` generate in the form that each has, by path in the collection."""
    builds = map(render, exercises)
    return {f"{STUBS}/{build.path}": build.text.encode() for build in builds}
