"""Building `exercises/` and its page from `solutions/`, and finding what is out of date."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from torchdojo.authoring.bank_pages import bank_pages
from torchdojo.authoring.catalogue import PAGE, catalogue
from torchdojo.authoring.proof_pages import proof_pages
from torchdojo.authoring.stub import as_module
from torchdojo.catalog import Cell, Collection, Exercise, read_mistakes
from torchdojo.catalog.percent import split_cells
from torchdojo.errors import DojoError, GraderError

Form = Literal["module", "notebook"]
FORMS: tuple[Form, ...] = ("module", "notebook")
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


def wanted(collection: Collection) -> dict[Path, str]:
    """Every generated file of the collection by its path, with its text."""
    folder = collection.root / "exercises"
    builds = [render(exercise) for exercise in collection.exercises.values()]
    files = {folder / build.path: build.text for build in builds}
    pages = {PAGE: catalogue(collection), **bank_pages(collection), **proof_pages(collection)}
    return files | {collection.root / path: text for path, text in pages.items()}


def out_of_date(collection: Collection) -> list[Path]:
    """Generated files that differ from what `solutions/` generates, or do not belong."""
    files = wanted(collection)
    stale = [path for path, text in files.items() if not _holds(path, text)]
    found = {
        *collection.root.glob("exercises/*/*.py"),
        *collection.root.glob("exercises/*/*.ipynb"),
    }
    return sorted([*stale, *(found - files.keys())])


def write(collection: Collection) -> list[Path]:
    """Bring generated files up to date; return the files that changed. Nothing is deleted."""
    changed = [(path, text) for path, text in wanted(collection).items() if not _holds(path, text)]
    for path, text in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [path for path, _ in changed]


def write_as(exercises: Iterable[Exercise], form: Form, folder: Path) -> list[Path]:
    """Write the stubs of `exercises` in `form` into `folder`; nothing there is overwritten.

    Raises `DojoError` if a file of that name is there already.
    """
    written = []
    for exercise in exercises:
        build = render(exercise, form)
        path = folder / build.path
        if path.exists():
            raise DojoError(
                f"{path} is there already: move it away, or name another folder by --to."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(build.text, encoding="utf-8")
        written.append(path)
    return written


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text
