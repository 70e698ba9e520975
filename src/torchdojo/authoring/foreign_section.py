"""What is said in the table of strength of answers by strangers."""

from collections import Counter
from collections.abc import Iterator

from torchdojo.catalog import Collection, Exercise, read_foreign
from torchdojo.catalog.proof import FOREIGN_STRENGTH, foreign_fingerprint, read_proof

_WORDS = """\
## On answers that nobody here wrote

All of the above was made with the graders in view. These answers were written by others, who had
the exercise and nothing else: no solution, no grader, no bank. They stand in `foreign/` beside the
checks, each with what became of it when it was first graded, before anything was mended; *now* is
after the checks and the bank had learned from them, and so proves less than *at first*. An answer
is *caught* if it fails a check, and *named* if a recorded mistake was recognised in it. Whoever
wrote those of a later round wrote for graders that had learned from the rounds before: what was
true of them at first is what to expect of the next stranger.
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
Rows = dict[Exercise, dict[str, Counter[str]]]
"""By exercise and round."""


def foreign_section(collection: Collection) -> str:
    """The section, of exercises whose results are those of today's files; empty without any."""
    known = read_proof(collection, FOREIGN_STRENGTH)
    rows: Rows = {
        exercise: {r: Counter(c) for r, c in known[exercise.id].get("rounds", {}).items()}
        for exercise in collection.exercises.values()
        if known.get(exercise.id, {}).get("fingerprint") == foreign_fingerprint(exercise)
    }
    rows = {exercise: rounds for exercise, rounds in rows.items() if rounds}
    if not rows:
        return ""
    rounds = sorted({round for counts in rows.values() for round in counts}, key=int)
    parts = [_WORDS]
    for round in rounds:
        total = sum((counts.get(round, Counter()) for counts in rows.values()), Counter[str]())
        table = _table([(f"round {round}", "answers", "at first", "now"), *_sums(total)])
        parts.append(table)
    sums = {exercise: sum(counts.values(), Counter[str]()) for exercise, counts in rows.items()}
    each = [(f"`{e.id}`", *(str(counts[key]) for key in _KEYS)) for e, counts in sums.items()]
    parts.append(_table([_COLUMNS, *each]))
    if still := "\n".join(_still(rows)):
        parts.append(f"Wrong, and with full marks to this day:\n\n{still}\n")
    return "\n".join(parts) + "\n"


def _sums(total: "Counter[str]") -> Iterator[tuple[str, ...]]:
    for words, of, *when in _SUMS:
        made = total[of]
        counts = (total[key] for key in when)
        shares = (f"{count} ({100 * count / max(made, 1):.1f} %)" for count in counts)
        yield (words, str(made), *shares)


def _still(rows: Rows) -> Iterator[str]:
    for exercise in rows:
        for variant in read_foreign(exercise.graders, exercise.source.text):
            if variant.open:
                yield f"- `{exercise.id}`: {variant.sentence} {variant.open}"


def _table(rows: list[tuple[str, ...]]) -> str:
    head, *others = rows
    lines = [head, ("---",) * len(head), *others]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
