"""nbgrader's autograde with the referee in place of a kernel: two preprocessors for its settings.

`Restore` belongs into ``c.Autograde.sanitize_preprocessors``, `Grade` in place of nbgrader's
`Execute` into ``c.Autograde.autograde_preprocessors``, `receiving.HandIn` into
``c.Autograde.exporter_class``; `torchdojo course init` writes them. No
student's code runs in nbgrader's process; the test cells' outputs are filled with what the referee
found, and nbgrader's own `SaveAutoGrades` turns them into marks.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Enum

from torchdojo.catalog import Collection, Unreadable
from torchdojo.catalog.checks import Check, read_checks
from torchdojo.errors import GraderError
from torchdojo.jupyter import filling
from torchdojo.jupyter.batch import Referee, Work
from torchdojo.jupyter.course import Course, course_of
from torchdojo.jupyter.receiving import need_readable, slim_node
from torchdojo.jupyter.restoring import given_cells, restore


class Restore(NbGraderPreprocessor):
    """Puts the cells that nbgrader knows back as they were given out; see `restoring`."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Restore `nb` in place."""
        told = resources["nbgrader"]
        with Gradebook(told["db_url"]) as gradebook:
            known = gradebook.find_notebook(told["notebook"], told["assignment"])
            restore(nb, given_cells(known))
        return nb, resources


class Grade(NbGraderPreprocessor):
    """Fills the outputs of a notebook's cells with what the referee finds."""

    require_isolation = Enum(
        ("full", "confined", "process"),
        default_value="process",
        help="Refuse to grade where players are shut in less well than this.",
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Grade `nb`; raises `GraderError` where a fault of the grader leaves a score open."""
        told = resources["nbgrader"]
        place = Path(resources["metadata"]["path"])
        folder = course_of(place, told["student"], told["assignment"])
        course = Course.read(folder)
        root = Collection.around(Path(course.collection)).root
        exercise = course.exercise(told["assignment"], told["notebook"])
        if exercise is None:
            raise GraderError(
                f"`{told['notebook']}` of `{told['assignment']}` is none of this course's "
                "exercises: grade notebooks of your own in a course of their own."
            )
        checks = _checks(root / "graders" / exercise)
        try:
            need_readable(nb)
            work = filling.work_of(nb, exercise, checks)
        except Unreadable as error:
            filling.fill_unreadable(nb, exercise, checks, str(error))
            return nb, resources
        queue = _Queue(folder, course, root, self.config, told, self.log)
        referee = _referee(root, ("--require-isolation", self.require_isolation))
        line = referee.result(work, queue.following)
        filling.fill(nb, checks, line)
        return nb, resources


@cache
def _referee(root: Path, options: tuple[str, ...]) -> Referee:
    """One for the whole process, so that its runs outlive the preprocessor of one notebook."""
    return Referee(root, options)


class _Queue:
    """The notebooks that nbgrader will most likely ask for after this one."""

    def __init__(
        self, folder: Path, course: Course, root: Path, config: Any, told: Any, log: Any
    ) -> None:
        self.course, self.root, self.told, self.log = course, root, told, log
        self.submitted = folder / config.CourseDirectory.get("submitted_directory", "submitted")
        self.done = folder / config.CourseDirectory.get("autograded_directory", "autograded")
        only = config.CourseDirectory.get("student_id")
        self.only = only if isinstance(only, str) and only != "*" else None
        forced = (config.Autograde.get("force"), config.BaseConverter.get("force"))
        self.again = any(value is True for value in forced)

    @property
    def following(self) -> Iterator[Work]:
        """Their work, in the order in which nbgrader comes to them.

        Those that it came to before and could not grade are looked at as well, to say why.
        """
        assignment = self.told["assignment"]
        here = (self.told["student"], self.told["notebook"])
        with Gradebook(self.told["db_url"]) as gradebook:
            for path in sorted(self.submitted.glob(f"*/{assignment}/*.ipynb")):
                place = (path.parts[-3], path.stem)
                if place == here or not self._is_due(path, earlier=place < here):
                    continue
                work = self._work(path, gradebook)
                if work is not None and place > here:
                    yield work

    def _is_due(self, path: Path, *, earlier: bool) -> bool:
        student = path.parts[-3]
        if self.only is not None and student != self.only:
            return False
        done = (self.done / student / self.told["assignment"] / path.name).is_file()
        return not done or (not earlier and (self.again or student == self.told["student"]))

    def _work(self, path: Path, gradebook: Gradebook) -> Work | None:
        assignment = self.told["assignment"]
        exercise = self.course.exercise(assignment, path.stem)
        if exercise is None:
            self.log.warning(
                "%s is no notebook of `%s`: its name must be as it was given out.", path, assignment
            )
            return None
        checks = _checks(self.root / "graders" / exercise)
        try:
            notebook = slim_node(path)
            restore(notebook, given_cells(gradebook.find_notebook(path.stem, assignment)))
            return filling.work_of(notebook, exercise, checks)
        except (MissingEntry, Unreadable):
            return None  # which is told when its turn comes


@cache
def _checks(graders: Path) -> list[Check]:
    return read_checks(graders)
