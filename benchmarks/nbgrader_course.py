"""`nbgrader autograde` with a course's own settings beside the stock ones, in one run.

Run from the root of the repository: ``python benchmarks/nbgrader_course.py [STUDENTS ...]``, with
20 and 200 students if nothing is said. Conversion and database writes are included. Stock nbgrader
is run on the smaller number only: its time grows with every notebook, so the larger one is counted
from that.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from nbgrader_course import Course, edited  # noqa: E402

NAME = "10_split_and_chunk"
STOCK = "c = get_config()\nc.CourseDirectory.course_id = 'stock'\n"
NOTHING = """
c.Autograde.autograde_preprocessors = [
    IgnorePattern, ClearMetadataPreprocessor, LimitOutput, SaveAutoGrades, AssignLatePenalties,
    CheckCellMetadata,
]
"""


def course(folder: Path, students: int) -> Course:
    """A course with one exercise, handed in by so many students, each in words of their own."""
    made = Course(folder)
    made.init("--assignment", "week1=split_and_chunk")
    made.run("nbgrader", "generate_assignment", "week1")
    right = made.solved(NAME)
    for number in range(students):
        mine = edited(right, ("import torch", f"import torch\n\nSTUDENT = {number}"))
        made.hand_in(f"student{number:03}", NAME, mine)
    return made


def seconds(made: Course, settings: str | None = None, more: str = "") -> float:
    """How long `nbgrader autograde` takes for all students, from nothing."""
    shutil.rmtree(made.folder / "autograded", ignore_errors=True)
    path = made.folder / "nbgrader_config.py"
    ours = path.read_text(encoding="utf-8")
    path.write_text((ours if settings is None else settings) + more, encoding="utf-8")
    start = time.perf_counter()
    made.run("nbgrader", "autograde", "week1")
    path.write_text(ours, encoding="utf-8")
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    numbers = [int(word) for word in sys.argv[1:]] or [20, 200]
    table = Table(
        "students", "nothing graded", "ours", "of it start-up", "stock", "ratio", box=None
    )
    with tempfile.TemporaryDirectory() as folder:
        start_up = seconds(course(Path(folder) / "one", 1)) - 0.5
        stock_each = 0.0
        for students in numbers:
            made = course(Path(folder) / str(students), students)
            nothing, ours = seconds(made, more=NOTHING), seconds(made)
            measured = stock_each == 0.0
            stock = seconds(made, STOCK) if measured else stock_each * students
            stock_each = stock_each or stock / students
            marked = f"{stock:.1f} s" if measured else f"{stock:.0f} s (counted)"
            row = (f"{nothing:.1f} s", f"{ours:.1f} s", f"{start_up:.1f} s", marked)
            table.add_row(str(students), *row, f"{stock / ours:.1f}")
    Console(width=100, highlight=False).print(table)


if __name__ == "__main__":
    main()
