"""Several attempts at an exercise: all of them graded, the best one kept."""

from collections.abc import Callable, Iterator, Sequence

from torchdojo.classroom.board import Board
from torchdojo.classroom.grading import Grading, Progress, Staff
from torchdojo.classroom.ledger import Ledger
from torchdojo.classroom.marks import Mark
from torchdojo.classroom.works import Work


def best_of(
    works: Sequence[Work],
    earlier: Sequence[Work],
    ledger: Ledger,
    staff: Staff,
    told: Callable[[Progress], None],
) -> list[Work]:
    """`works` with an earlier attempt in the place of a last one that earned less.

    Where a fault of the grader leaves one attempt open, that is the one that is tried again: until
    then nobody knows which is best.
    """
    tried = [work for work in works if work.exercise.id in work.student.earlier]
    tried += earlier
    board = Board([work.student for work in tried], [tried[0].exercise], tried)
    board.recall(ledger)
    for _ in Grading(ledger, board, staff).run(told):
        pass
    attempts: dict[tuple[str, str], list[tuple[Work, Mark | None]]] = {}
    for work, mark in zip(tried, board.marks, strict=True):
        attempts.setdefault(_key(work), []).append((work, mark))
    return [*_chosen(works, attempts)]


def _chosen(
    works: Sequence[Work], attempts: dict[tuple[str, str], list[tuple[Work, Mark | None]]]
) -> Iterator[Work]:
    for work in works:
        several = attempts.get(_key(work))
        yield work if several is None else max(several, key=_worth)[0]


def _worth(attempt: tuple[Work, Mark | None]) -> tuple[float, bool, int]:
    """Of equally good attempts the last one counts, which has the number 0."""
    work, mark = attempt
    score = float("inf") if mark is None or mark.score is None else mark.score
    return (score, work.attempt == 0, work.attempt)


def _key(work: Work) -> tuple[str, str]:
    return work.student.name, work.exercise.id
