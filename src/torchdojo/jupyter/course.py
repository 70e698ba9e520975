"""An nbgrader course made from exercises, and brought up to date without losing changes.

A course folder holds nbgrader's settings, the source notebooks, the data that they read, and
``torchdojo_course.json``: where the collection is, which assignment has which exercises, and what
was written here, so that what an instructor changed can be told from what only grew old.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from torchdojo.catalog import Collection, Exercise
from torchdojo.errors import DojoError, GraderError
from torchdojo.keeping import Changes, Keeper, write_whole

COURSE_FILE = "torchdojo_course.json"
_NAME = re.compile(r"[A-Za-z0-9][\w-]*")
_DATA = re.compile(r'"datasets" / "(\w+)"')
_SETTINGS = '''\
"""nbgrader's settings for this course, made by `torchdojo course init`; yours to change."""

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    IgnorePattern,
    LimitOutput,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)

from torchdojo.jupyter.autograder import Grade, Restore
from torchdojo.jupyter.pages import FeedbackPage
from torchdojo.jupyter.receiving import HandIn

c = get_config()
c.CourseDirectory.course_id = "{course_id}"
c.ClearSolutions.code_stub = {{"python": "# YOUR CODE HERE\\nraise NotImplementedError"}}

# Students' code runs in sandboxed players, not in a kernel beside the gradebook. `HandIn` reads
# notebooks within limits; `Restore` puts locked cells back as they were given out.
c.Autograde.exporter_class = HandIn
c.Autograde.sanitize_preprocessors = [
    ClearOutput,
    Restore,
    DeduplicateIds,
    OverwriteKernelspec,
    OverwriteCells,
    CheckCellMetadata,
]
c.Autograde.autograde_preprocessors = [
    Grade,
    IgnorePattern,
    ClearMetadataPreprocessor,
    LimitOutput,
    SaveAutoGrades,
    AssignLatePenalties,
    CheckCellMetadata,
]

# Nothing of a student's runs in a browser: Markdown is rendered without scripts, in feedback and in
# formgrader; cells show text and pictures; no page is handed on that nbgrader has not made.
c.HTMLExporter.filters = {{"markdown2html": "torchdojo.jupyter.harmless.markdown"}}
c.HTMLExporter.sanitize_html = True
c.WidgetsDataTypeFilter.display_data_priority = ["image/png", "image/jpeg", "text/plain"]
c.GenerateFeedback.exporter_class = FeedbackPage
_PAGES = ["*.[hH][tT][mM]*", "*.[xXsS][hHmM]*", "*.[sS][vV][gG]*", "*.[mM][hH][tT]*"]
_IGNORED = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", *_PAGES]
c.GenerateFeedbackApp.CourseDirectory.ignore = _IGNORED
c.FormgradeExtension.CourseDirectory.ignore = _IGNORED

# c.Grade.require_isolation = "full"  # refuse to grade where players are shut in less well
'''


@dataclass
class Course:
    """What ``torchdojo_course.json`` says."""

    collection: str
    """The folder of the collection, with its graders."""
    assignments: dict[str, list[str]] = field(default_factory=dict)
    """Exercise ids by assignment."""
    written: dict[str, str] = field(default_factory=dict)
    """The digest of each file as it was last written here, by its path in the course."""

    @classmethod
    def read(cls, folder: Path) -> "Course":
        """Read the course in `folder`; raises `DojoError` if its file is damaged."""
        path = folder / COURSE_FILE
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            return cls(**data)
        except (ValueError, TypeError) as error:
            raise DojoError(
                f"{path} is damaged ({error}): take it from a backup, or remove it and run "
                "`torchdojo course init` again; it will ask before it overwrites anything."
            ) from error

    def exercise(self, assignment: str, notebook: str) -> str | None:
        """The exercise that a notebook of an assignment is made of, if it is one."""
        ids = self.assignments.get(assignment, [])
        return next((id for id in ids if id.rpartition("/")[2] == notebook), None)


def course_around(place: Path) -> Path | None:
    """The folder of the course that holds `place`."""
    places = (place.resolve(), *place.resolve().parents)
    return next((folder for folder in places if (folder / COURSE_FILE).is_file()), None)


def collection_around(place: Path) -> Collection:
    """The collection that the course or the clone around `place` uses; raises `DojoError`."""
    folder = course_around(place)
    if folder is None:
        return Collection.around(place)
    return Collection.around(Path(Course.read(folder).collection))


def course_of(place: Path, student: str, assignment: str) -> Path:
    """The course that `place`, its ``autograded/STUDENT/ASSIGNMENT``, belongs to.

    It is counted, not searched for: what a student handed in lies in there too, perhaps with a
    course file that leads to graders of the student's own. Raises `GraderError`.
    """
    folder = place.resolve().parents[2]
    given = (student, assignment)
    if place.resolve().parts[-2:] != given or not (folder / COURSE_FILE).is_file():
        raise GraderError(
            f"{folder} is no course of torchdojo, or keeps its notebooks in other folders than "
            "nbgrader does by itself: run `torchdojo course init` there."
        )
    return folder


def write_course(
    folder: Path,
    collection: Collection,
    wanted: Mapping[str, Sequence[Exercise]],
    may_overwrite: Callable[[str], bool],
) -> Changes:
    """Make the course in `folder`, or bring it up to date and add the assignments in `wanted`.

    Args:
        folder: a new folder, an existing course, or a course of nbgrader's own.
        collection: where the exercises and their graders are.
        wanted: exercises by assignment; with those that the course has already.
        may_overwrite: asked about each file that somebody else has changed; False keeps it, True
            replaces it after a copy was put aside.

    Returns what was done. Raises `DojoError` for an impossible name or two exercises of one name.
    """
    collection.need_solutions()
    known = (folder / COURSE_FILE).is_file()
    course = Course.read(folder) if known else Course(str(collection.root))
    course.collection = str(collection.root)
    course.assignments |= {name: [e.id for e in exercises] for name, exercises in wanted.items()}
    keeper = Keeper(folder, manifest=None, known=course.written)
    changes = keeper.write(dict(_files(folder, collection, course)), may_overwrite)
    course.written = dict(sorted(keeper.written.items()))
    write_whole(folder / COURSE_FILE, (json.dumps(asdict(course), indent=2) + "\n").encode())
    keeper.save()
    return changes


def _files(folder: Path, collection: Collection, course: Course) -> Iterator[tuple[str, bytes]]:
    from torchdojo.jupyter.assignment import as_assignment

    course_id = re.sub(r"\W+", "-", folder.resolve().name)
    yield "nbgrader_config.py", _SETTINGS.format(course_id=course_id).encode()
    for name, ids in course.assignments.items():
        _check_assignment(name, ids)
        for exercise in map(collection.find, ids):
            yield f"source/{name}/{exercise.name}.ipynb", as_assignment(exercise).encode()
            for data in data_of(exercise, collection):
                for path in sorted((collection.root / "datasets" / data).rglob("*")):
                    if path.is_file():
                        inside = path.relative_to(collection.root).as_posix()
                        yield f"source/{name}/{inside}", path.read_bytes()


def data_of(exercise: Exercise, collection: Collection) -> list[str]:
    """The folders of ``datasets/`` that an exercise's notebook reads, as its text names them.

    Those that a user has downloaded are not handed on: they have no checksums of ours.
    """
    named = sorted(set(_DATA.findall(exercise.source.text)))
    datasets = collection.root / "datasets"
    return [name for name in named if (datasets / name / "SHA256SUMS").is_file()]


def _check_assignment(name: str, ids: Sequence[str]) -> None:
    if _NAME.fullmatch(name) is None:
        raise DojoError(f"`{name}` cannot name an assignment: use letters, digits, `_` and `-`.")
    names = [id.rpartition("/")[2] for id in ids]
    if len(set(names)) < len(names):
        raise DojoError(f"Assignment `{name}` has two exercises of one name: put one elsewhere.")
