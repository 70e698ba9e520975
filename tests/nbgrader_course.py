"""Courses for tests: made, handed in to and graded with the real commands."""

import ast
import copy
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from torchdojo.authoring.stub import without_marks

ROOT = Path(__file__).parents[1]
_BIN = Path(sys.executable).parent
Edit = Callable[[Any], None]


def stops_outside_functions(code: str) -> bool:
    """Whether `code` raises an error where it defines a class or a function, as no stub may."""
    tree = ast.parse(code)
    bodies = [tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]
    return any(isinstance(node, ast.Raise) for body in bodies for node in body)


@dataclass(frozen=True)
class Course:
    """A course in `folder`, with the assignment that its students hand in."""

    folder: Path
    assignment: str = "week1"

    def run(self, *words: str, fails: bool = False) -> str:
        """A command in the course's folder, as a user would type it; returns what it says."""
        path = f"{_BIN}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            [str(_BIN / words[0]), *words[1:]],
            cwd=self.folder if self.folder.is_dir() else ROOT,
            capture_output=True,
            text=True,
            env=os.environ | {"PATH": path},
            check=False,
        )
        said = done.stdout + done.stderr
        assert (done.returncode != 0) == fails, said
        return said

    def init(self, *options: str) -> str:
        """`torchdojo course init`, from the root of the collection."""
        words = ("course", "init", str(self.folder), "--collection", str(ROOT), *options)
        return self.run("torchdojo", *words)

    def released(self, name: str) -> Any:
        """A notebook as students receive it."""
        path = self.folder / "release" / self.assignment / f"{name}.ipynb"
        return nbformat.read(path, as_version=4)

    def solved(self, name: str) -> Any:
        """A notebook as handed in by a student who gets everything right."""
        notebook = self.released(name)
        source = nbformat.read(
            self.folder / "source" / self.assignment / f"{name}.ipynb", as_version=4
        )
        for cell, right in zip(notebook.cells, source.cells, strict=True):
            if cell.cell_type == "code":
                cell.source = without_marks(right.source)
        return notebook

    def hand_in(self, student: str, name: str, notebook: Any) -> Path:
        """Put a notebook (or a damaged text) where nbgrader collects what students submit."""
        place = self.folder / "submitted" / student / self.assignment / f"{name}.ipynb"
        place.parent.mkdir(parents=True, exist_ok=True)
        text = notebook if isinstance(notebook, str) else nbformat.writes(notebook)
        place.write_text(text, encoding="utf-8")
        return place

    def marks(self, student: str, name: str) -> dict[str, float]:
        """The marks by grade id that nbgrader's gradebook holds."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.folder}/gradebook.db") as gradebook:
            found = gradebook.find_submission_notebook(name, self.assignment, student)
            return {grade.name: grade.auto_score for grade in found.grades}


def edited(notebook: Any, *edits: tuple[str, str]) -> Any:
    """A copy with each first text replaced by the second, wherever code holds it."""
    made = copy.deepcopy(notebook)
    for old, new in edits:
        cells = [c for c in made.cells if c.cell_type == "code" and old in c.source]
        assert cells, f"no cell holds {old!r}"
        for cell in cells:
            cell.source = cell.source.replace(old, new)
    return made
