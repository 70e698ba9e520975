"""What was found, as tables for a spreadsheet."""

import io
from collections.abc import Iterable

from torchdojo.classroom.analysis.findings import Findings
from torchdojo.classroom.tables import write_table


def tables(found: Findings) -> dict[str, str]:
    """Each table by the name of its file, as CSV."""
    return {
        "checks.csv": _text(_checks(found)),
        "mistakes.csv": _text(_mistakes(found)),
        "students.csv": _text(_students(found)),
        **({"alike.csv": _text(_alike(found))} if found.compared is not None else {}),
    }


def _text(rows: Iterable[Iterable[object]]) -> str:
    file = io.StringIO(newline="")
    write_table(file, rows)
    return file.getvalue()


def _checks(found: Findings) -> Iterable[Iterable[object]]:
    yield (
        *("exercise", "check", "requirement", "visible", "points", "students", "failed"),
        *("share_lost", "discrimination", "median_seconds"),
    )
    for c in found.checks:
        r = None if c.discrimination is None else round(c.discrimination, 4)
        seen = "yes" if c.visible else "no"
        yield (
            *(c.exercise, c.check, c.requirement, seen, c.points, c.students, c.failed),
            *(round(c.lost, 4), r, round(c.seconds, 4)),
        )


def _mistakes(found: Findings) -> Iterable[Iterable[object]]:
    yield "exercise", "mistake", "sentence", "students", "unsure"
    for one in found.mistakes:
        yield one.exercise, one.id, one.sentence, len(one.students), len(one.unsure)


def _students(found: Findings) -> Iterable[Iterable[object]]:
    yield "student", "points", "max_points", "lost", "in_progress", "not_done", "mistakes"
    made = {s.name: 0 for s in found.students}
    for one in found.mistakes:
        for name in one.students:
            made[name] += 1
    for s in found.students:
        yield s.name, s.reached, s.most, s.lost, s.begun, s.untouched, made[s.name]


def _alike(found: Findings) -> Iterable[Iterable[object]]:
    yield (
        "student",
        "other_student",
        "score",
        "shared_fingerprints",
        "in_no_right_program",
        "most_in",
    )
    for pair in found.compared.pairs if found.compared else ():
        first, second = pair.students
        yield first, second, round(pair.score, 4), pair.shared, pair.wrong, pair.exercises[0][0]
