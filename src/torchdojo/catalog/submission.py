"""Reading what a student handed in, without running any of it."""

import ast
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from pathlib import Path
from typing import Any

from torchdojo.catalog.percent import split_cells
from torchdojo.catalog.shows import only_show

MAX_BYTES = 2 * 2**20
"""Of code. A notebook's file may be larger: pictures in its outputs are not counted."""
_MAX_FILE = {".py": MAX_BYTES, ".ipynb": 64 * 2**20}
_SHELL = re.compile(r"^(\s*)([%!?].*|\w+\s*=\s*[%!].*|\S.*\?)$")
_KEPT_MAGICS = ("%%time", "%%capture", "%%timeit")


class Unreadable(Exception):
    """A submission's file that cannot be graded; the message says why and what to do."""


class Missing(Unreadable):
    """A submission has no file for an exercise."""


@dataclass(frozen=True)
class Code:
    """A program as the player takes it: cells of text, with their places in the whole."""

    filename: str
    text: str
    cells: tuple[tuple[int, str], ...]
    keep_going: bool
    """Whether later cells run after one that raised, as in a notebook."""
    folder: str = ""
    """A folder whose other files the code may import and read."""

    def as_data(self) -> dict[str, Any]:
        """The part of an order that holds the program."""
        cells = [list(cell) for cell in self.cells]
        return {"text": self.text, "cells": cells, "keep_going": self.keep_going}

    @cached_property
    def digest(self) -> str:
        """A key for results of running this code."""
        data = json.dumps([self.filename, self.as_data()]).encode()
        return hashlib.sha256(data).hexdigest()


def code_of_text(text: str, filename: str, folder: str = "") -> Code:
    """A module's text as a program of one cell; percent cells that only show are left out."""
    runs = _without_shows(text)
    return Code(filename, text, ((0, runs),), keep_going=False, folder=folder)


def _without_shows(text: str) -> str:
    """`text` with its percent cells that only show something blank; the number of lines stays."""
    lines = text.splitlines(keepends=True)
    cells = [cell for cell in split_cells(text) if cell.kind == "code"]
    shows = only_show([(cell.text, cell.tags) for cell in cells])
    for cell in compress(cells, shows):
        for number in range(cell.line, cell.line + len(cell.text.splitlines())):
            lines[number] = "\n"
    return "".join(lines)


def read_submission(
    folder: Path, id: str, preferred: str, untouched: Callable[[Code], bool]
) -> Code:
    """Read the student's work on exercise `id` in the submission `folder`.

    `preferred` is the suffix that the exercise comes in. Where both a module and a notebook lie
    there, the other one counts if the preferred one is `untouched`.
    Raises `Unreadable`.
    """
    other = {".py": ".ipynb", ".ipynb": ".py"}[preferred]
    first, second = folder / (id + preferred), folder / (id + other)
    if not first.is_file() and not second.is_file():
        raise Missing(f"`{id}{preferred}` is missing in {folder}: put the file back there.")
    if not first.is_file():
        return _read(second, folder)
    code = _read(first, folder)
    if second.is_file() and untouched(code):
        return _read(second, folder)
    return code


def _read(path: Path, folder: Path) -> Code:
    if not path.resolve().is_relative_to(folder.resolve()):
        raise Unreadable(f"`{path.name}` is a link to a place outside the submission.")
    most = _MAX_FILE[path.suffix]
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise Unreadable(f"`{path.name}` cannot be opened ({error.strerror}).") from error
    if len(data) > most:
        how = "clear its outputs" if path.suffix == ".ipynb" else "make it smaller"
        raise Unreadable(f"`{path.name}` is larger than {most // 2**20} MiB: {how}.")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise Unreadable(f"`{path.name}` is not UTF-8 text: save it with that encoding.") from error
    place = str(path.resolve().parent)
    if path.suffix == ".ipynb":
        return code_of_notebook(text, str(path.resolve()), place)
    if "\0" in text:
        raise Unreadable(f"`{path.name}` holds null bytes, so it is no Python text: save it anew.")
    return code_of_text(text, str(path.resolve()), place)


def code_of_notebook(text: str, filename: str, folder: str = "") -> Code:
    """A notebook's JSON as a program of its code cells; raises `Unreadable`."""
    try:
        import nbformat  # a second of its own, and most exercises are modules

        notebook = nbformat.reads(_without_outputs(text), as_version=4)
        sources = [
            (str(cell.source), tuple(cell.metadata.get("tags", ())))
            for cell in notebook.cells
            if cell.cell_type == "code" and not is_test_cell(cell)
        ]
    except Exception as error:
        name = Path(filename).name
        raise Unreadable(
            f"`{name}` is a damaged notebook ({type(error).__name__}): open it in JupyterLab, or "
            "take a fresh copy and paste your cells into it."
        ) from error
    need_short(source for source, _ in sources)
    return code_of_cells(sources, filename, folder)


def need_short(sources: Iterable[str]) -> None:
    """Raise `Unreadable` if a notebook's cells hold more code than is taken."""
    if sum(map(len, sources)) > MAX_BYTES:
        raise Unreadable(f"The notebook holds more than {MAX_BYTES // 2**20} MiB of code.")


def _without_outputs(text: str) -> str:
    """The notebook's JSON without what its cells showed, of which there may be megabytes."""
    data = json.loads(text)
    for cell in data.get("cells", ()):
        if "outputs" in cell:
            cell["outputs"] = []
    return json.dumps(data)


def code_of_cells(
    sources: Sequence[tuple[str, tuple[str, ...]]], filename: str, folder: str = ""
) -> Code:
    """A notebook's code cells, each with its tags, as a program."""
    lines, cells = 0, []
    pythons = [(_python_of(source), tags) for source, tags in sources]
    shows = only_show(pythons)
    texts = [text for (text, _), shown in zip(pythons, shows, strict=True) if not shown]
    for source in texts:
        cells.append((lines, source))
        lines += source.count("\n") + 2
    return Code(filename, "\n\n".join(texts), tuple(cells), keep_going=True, folder=folder)


def is_test_cell(cell: Any) -> bool:
    """Whether a cell only holds an nbgrader check's points and calls that check."""
    told = cell.metadata.get("nbgrader")
    return isinstance(told, dict) and bool(told.get("grade")) and not told.get("solution")


def _python_of(source: str) -> str:
    """A cell without IPython's own commands; the number of lines stays."""
    first = source.lstrip().split("\n")[0]
    if first.startswith("%%"):
        kept = first.split()[0] in _KEPT_MAGICS
        return re.sub(r"%%.*", "", source, count=1) if kept else "\n" * source.count("\n")
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "\n".join(_SHELL.sub(r"\1pass", line) for line in source.split("\n"))
    return source
