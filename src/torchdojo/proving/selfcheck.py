"""Selfcheck: the collection's checks, run on programs whose score is known beforehand."""

from collections import Counter
from collections.abc import Collection as Collected
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from torchdojo.authoring import differences
from torchdojo.catalog import Collection, Exercise, read_mistakes
from torchdojo.catalog.checks import plain_name, read_checks
from torchdojo.proving.audit import unaudited
from torchdojo.proving.cases import Case, cases
from torchdojo.proving.leaks import leaks
from torchdojo.proving.running import Scored, grade_programs
from torchdojo.proving.sample import sample
from torchdojo.referee.results import counted

KINDS = ("stub", "solution", "alternative", "mistake", "right", "wrong", "degenerate", "mutant")
_LEAST = {"alternative": 2, "mistake": 4}


@dataclass(frozen=True)
class Finding:
    """Something wrong with a grader, in one sentence."""

    exercise: str
    sentence: str


@dataclass
class Summary:
    """What was proven of one exercise: how many cases of each kind, how many as they should."""

    exercise: str
    made: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    equivalent: int = 0
    strangers: dict[int, Counter[str]] = field(default_factory=dict)
    """Answers by strangers, by the round in which they were written: how many there are (``wrong``,
    ``right``), and of how many what became true: ``caught`` and ``named`` (in which the bank
    recognised a mistake) of the wrong ones, ``passing`` of the right ones, and the same
    ``_at_first``, before anything was mended."""
    findings: list[Finding] = field(default_factory=list)


def selfcheck(
    collection: Collection,
    exercises: Sequence[Exercise],
    *,
    thorough: Collected[str],
    sampled: Collected[str] = (),
    options: Sequence[str] = (),
) -> list[Summary]:
    """Prove the graders of `exercises`; every sentence among the findings is a fault.

    Those whose ids are in `thorough` also meet mutants, degenerate answers and more seeds; of those
    in `sampled`, only some of the programs are run.
    """
    found = {
        e.id: cases(e, frozenset(c.name for c in read_checks(e.graders)), thorough=e.id in thorough)
        for e in exercises
    }
    run = {id: list(sample(all)) if id in sampled else all for id, all in found.items()}
    programs = [case.program for listed in run.values() for case in listed]
    scored = grade_programs(collection, programs, options)
    summaries = [_judged(e, run[e.id], scored) for e in exercises]
    stale = set(differences(collection, exercises).stale)
    for exercise, summary in zip(exercises, summaries, strict=True):
        summary.findings += _findings_without_runs(exercise, found[exercise.id], stale)
    return summaries


def _judged(
    exercise: Exercise,
    listed: list[Case],
    scored: dict[tuple[str, str], Scored],
) -> Summary:
    summary = Summary(exercise.id)
    sentences = [m.sentence for m in read_mistakes(exercise.graders, exercise.source.text)]
    for case in listed:
        faults = list(_faults(case, scored[exercise.id, case.program.label]))
        summary.made[case.kind] += 1
        if case.seen:
            counts = summary.strangers.setdefault(case.round, Counter())
            counts.update(_became(case, scored[exercise.id, case.program.label], sentences))
        if case.equivalent and faults:
            summary.equivalent += 1
        elif faults:
            summary.findings += [_finding(exercise, case, fault) for fault in faults]
        else:
            summary.right[case.kind] += 1
    return summary


def _findings_without_runs(
    exercise: Exercise, listed: list[Case], stale: set[str]
) -> Iterator[Finding]:
    """What is wrong with an exercise that can be seen without running a program."""
    said = (*leaks(exercise), *unaudited(exercise))
    yield from (Finding(exercise.id, sentence) for sentence in said)
    made = Counter(case.kind for case in listed)
    for kind, least in _LEAST.items():
        if made[kind] < least:
            few = f"it has {made[kind]} recorded {kind}s; at least {least} are needed"
            yield Finding(exercise.id, few)
    if f"exercises/{exercise.file}" in stale:
        yield Finding(exercise.id, "its stub is out of date: `torchdojo build`")


def _finding(exercise: Exercise, case: Case, fault: str) -> Finding:
    return Finding(exercise.id, f"{case.program.label}: {fault}")


def _faults(case: Case, scored: Scored) -> Iterator[str]:
    failed = _failed(scored)
    for check in failed:
        if check["outcome"] == "grader_error":
            yield f"`{check['name']}` is a fault of the grader: {check['feedback']}"
    lost = {plain_name(check["name"]) for check in failed}
    if case.status and scored["status"] != case.status:
        yield f"is told to be {scored['status']}, not {case.status}"
    if case.loses is None and not lost and not case.open:
        yield "passes every check"
    if case.open and lost:
        yield f"fails {', '.join(sorted(lost))} now: take `open` away from its record"
    if case.loses is not None and lost != case.loses:
        yield _difference(lost, case.loses, failed)
    for check in failed:
        first = (check["feedback"].splitlines() or [""])[0]
        if case.sentence and plain_name(check["name"]) in (case.loses or ()):
            if case.sentence not in first:
                yield f"`{check['name']}` does not name it but says: {first}"


def _failed(scored: Scored) -> list[Scored]:
    return [check for check in counted(scored["checks"]) if check["outcome"] != "passed"]


def is_named(scored: Scored, sentences: Sequence[str]) -> bool:
    """Whether the first line of a failed check says one of these sentences."""
    firsts = [(check["feedback"].splitlines() or [""])[0] for check in _failed(scored)]
    return any(sentence in first for first in firsts for sentence in sentences)


def _became(case: Case, scored: Scored, sentences: Sequence[str]) -> Iterator[str]:
    """What is true of a stranger's answer, now and at first."""
    yield case.kind
    failed = bool(_failed(scored))
    if case.kind == "right":
        true = {"passing": not failed, "passing_at_first": case.seen != "lost points"}
    else:
        true = {"caught": failed, "named": is_named(scored, sentences)}
        true |= {"caught_at_first": case.seen != "full marks"}
        true |= {"named_at_first": case.seen == "named"}
    yield from (word for word, holds in true.items() if holds)


def _difference(lost: set[str], expected: frozenset[str], failed: list[Scored]) -> str:
    parts = []
    if more := sorted(lost - expected):
        said = next(c["feedback"] for c in failed if plain_name(c["name"]) == more[0])
        parts.append(f"fails {', '.join(more)}, which it should pass ({said.splitlines()[:2]})")
    if less := sorted(expected - lost):
        parts.append(f"passes {', '.join(less)}, which it should fail")
    return "; ".join(parts)
