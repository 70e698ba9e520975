"""What is said in the table of strength of answers by strangers."""

from collections.abc import Iterator
from typing import Any

from torchdojo.catalog import Collection, Exercise, read_foreign
from torchdojo.catalog.proof import FOREIGN_STRENGTH, foreign_fingerprint, read_proof

_WORDS = """\
## On answers that nobody here wrote

All of the above was made with the graders in view. These answers were written by others, who had
the exercise and nothing else: no solution, no grader, no bank. They stand in `foreign/` beside the
checks, each with what became of it when it was first graded, before anything was mended; *now* is
after the checks and the bank had learned from them, and so proves less than *at first*. An answer
is *caught* if it fails a check, and *named* if a recorded mistake was recognised in it.
"""
_SUMS = (
    ("wrong ones caught", "wrong", "caught_at_first", "caught"),
    ("wrong ones named", "wrong", "named_at_first", "named"),
    ("right ones with full marks", "right", "passing_at_first", "passing"),
)
_COLUMNS = (
    *("exercise", "wrong", "caught at first", "named at first", "caught now", "named now"),
    *("right", "full marks at first", "now"),
)
_KEYS = (
    *("wrong", "caught_at_first", "named_at_first", "caught", "named"),
    *("right", "passing_at_first", "passing"),
)
Rows = dict[Exercise, dict[str, Any]]


def foreign_section(collection: Collection) -> str:
    """The section, of exercises whose results are those of today's files; empty without any."""
    known = read_proof(collection, FOREIGN_STRENGTH)
    rows = {
        exercise: known[exercise.id]
        for exercise in collection.exercises.values()
        if known.get(exercise.id, {}).get("fingerprint") == foreign_fingerprint(exercise)
    }
    rows = {exercise: result for exercise, result in rows.items() if result["wrong"]}
    if not rows:
        return ""
    each = [(f"`{e.id}`", *(str(result[key]) for key in _KEYS)) for e, result in rows.items()]
    parts = [_WORDS, _table([("", "answers", "at first", "now"), *_sums(rows)])]
    parts.append(_table([_COLUMNS, *each]))
    if still := "\n".join(_still(rows)):
        parts.append(f"Wrong, and with full marks to this day:\n\n{still}\n")
    return "\n".join(parts) + "\n"


def _sums(rows: Rows) -> Iterator[tuple[str, ...]]:
    for words, of, *when in _SUMS:
        made, *counts = (sum(result[key] for result in rows.values()) for key in (of, *when))
        yield (words, str(made), *(f"{count} ({100 * count / made:.1f} %)" for count in counts))


def _still(rows: Rows) -> Iterator[str]:
    for exercise in rows:
        for variant in read_foreign(exercise.graders, exercise.source.text):
            if variant.open:
                yield f"- `{exercise.id}`: {variant.sentence} {variant.open}"


def _table(rows: list[tuple[str, ...]]) -> str:
    head, *others = rows
    lines = [head, ("---",) * len(head), *others]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
