"""Reading what a student handed in, without running any of it."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress
from pathlib import Path
from typing import Any

from torchdojo.catalog.files import is_there, module_text, read_file
from torchdojo.catalog.nearby import near_miss
from torchdojo.catalog.notebooks import read_notebook, slim_notebook
from torchdojo.catalog.oddities import need_module
from torchdojo.catalog.percent import split_cells
from torchdojo.catalog.shows import is_short_code, only_show
from torchdojo.catalog.unreadable import Missing, Unreadable

MAX_BYTES = 2 * 2**20
"""Of code. A notebook's file may be larger: pictures in its outputs are not counted."""
MAX_PACKED = 6 * 2**20
"""Of a program as it is sent, where a letter that is not English takes six characters or more."""
_CHECK = re.compile(r'^check\("([\w/]+)"\)', re.MULTILINE)


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
    prose: tuple[tuple[str, str], ...] = ()
    """Kind and text of the notebook's other cells, in which somebody may have put code."""
    passed_over: str = ""
    """The name of a second file for the same exercise that is not graded."""

    made_for: str = ""
    """The exercise that a notebook's own `check` cell names, if it has one."""

    @property
    def name(self) -> str:
        """The name of the file that is graded."""
        return Path(self.filename).name

    def as_data(self) -> dict[str, Any]:
        """The part of an order that holds the program."""
        return {
            "text": self.text,
            "cells": [list(cell) for cell in self.cells],
            "keep_going": self.keep_going,
            "prose": [list(one) for one in self.prose],
        }

    @cached_property
    def digest(self) -> str:
        """A key for results of running this code."""
        return hashlib.sha256(self._packed).hexdigest()

    @property
    def is_long(self) -> bool:
        """Whether it is too long to be sent to a player, as text that is written in ASCII."""
        return len(self._packed) > MAX_PACKED

    @cached_property
    def _packed(self) -> bytes:
        return json.dumps([self.filename, self.as_data()]).encode()


def code_of_text(text: str, filename: str, folder: str = "") -> Code:
    """A module's text as a program of one cell; percent cells that only show are left out."""
    runs = _without_shows(text)
    return Code(filename, text, ((0, runs),), keep_going=False, folder=folder)


def _without_shows(text: str) -> str:
    """`text` with its percent cells that only show something blank; the number of lines stays."""
    lines = text.split("\n")
    cells = [cell for cell in split_cells(text) if cell.kind == "code"]
    shows = only_show([(cell.text, cell.tags) for cell in cells])
    for cell in compress(cells, shows):
        for number in range(cell.line, cell.line + cell.text.count("\n") + 1):
            lines[number] = ""
    return "\n".join(lines)


def read_submission(
    folder: Path, id: str, preferred: str, untouched: Callable[[Code], bool]
) -> Code:
    """Read the student's work on exercise `id` in the submission `folder`.

    `preferred` is the suffix that the exercise comes in. Where both a module and a notebook lie
    there, the other one counts if the preferred one is `untouched`; the code names the one that
    does not count.
    Raises `Unreadable`.
    """
    other = {".py": ".ipynb", ".ipynb": ".py"}[preferred]
    paths = [path for suffix in (preferred, other) if is_there(path := folder / (id + suffix))]
    if not paths:
        why = f"`{id}{preferred}` is missing in {folder}: put the file back there."
        raise Missing(why, near_miss(folder, id, preferred))
    code = _read(paths[0], folder)
    if len(paths) == 1:
        return code
    if untouched(code):
        return replace(_read(paths[1], folder), passed_over=paths[0].name)
    return replace(code, passed_over=paths[1].name)


def _read(path: Path, folder: Path) -> Code:
    real = path.resolve()
    if path.suffix == ".ipynb":
        return _code_of(read_notebook(path, folder), str(real), str(real.parent))
    data = read_file(path, folder, MAX_BYTES, "make it smaller")
    text = module_text(data, path.name)
    need_module(text, path.name)
    return code_of_text(text, str(real), str(real.parent))


def code_of_notebook(text: str, filename: str, folder: str = "") -> Code:
    """A notebook's JSON as a program of its code cells; raises `Unreadable`."""
    return _code_of(slim_notebook(text.encode(), Path(filename).name), filename, folder)


def _code_of(notebook: dict[str, Any], filename: str, folder: str) -> Code:
    sources = [
        (cell["source"], tuple(cell["metadata"].get("tags", ())))
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and not is_test_cell(cell)
    ]
    need_short(source for source, _ in sources)
    named = [_CHECK.search(source) for source, tags in sources if "check" in tags]
    made_for = next((found[1] for found in named if found), "")
    prose = [
        (cell["cell_type"], cell["source"])
        for cell in notebook["cells"]
        if cell["cell_type"] != "code" and is_short_code(cell["source"])
    ]
    return replace(code_of_cells(sources, filename, folder, prose), made_for=made_for)


def need_short(sources: Iterable[str]) -> None:
    """Raise `Unreadable` if a notebook's cells hold more code than is taken."""
    if sum(map(len, sources)) > MAX_BYTES:
        raise Unreadable(f"The notebook holds more than {MAX_BYTES // 2**20} MiB of code.")


def code_of_cells(
    sources: Sequence[tuple[str, tuple[str, ...]]],
    filename: str,
    folder: str = "",
    prose: Sequence[tuple[str, str]] = (),
) -> Code:
    """A notebook's code cells, each with its tags, as a program; IPython's commands stay in it."""
    lines, cells = 0, []
    shows = only_show(sources)
    texts = [text for (text, _), shown in zip(sources, shows, strict=True) if not shown]
    for source in texts:
        cells.append((lines, source))
        lines += source.count("\n") + 2
    text = "\n\n".join(texts)
    return Code(filename, text, tuple(cells), True, folder, tuple(prose))


def is_test_cell(cell: Any) -> bool:
    """Whether a cell only holds an nbgrader check's points and calls that check."""
    told = cell["metadata"].get("nbgrader")
    return isinstance(told, dict) and bool(told.get("grade")) and not told.get("solution")
