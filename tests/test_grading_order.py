"""In which order a class is graded, when pages are written, and what remains in memory."""

import json
import time
from collections.abc import Generator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT
from small_collection import SPLIT, hand_in

from torchdojo.catalog import Collection, judged
from torchdojo.catalog.judged import judged_fingerprint
from torchdojo.classroom.grading import Progress, batches
from torchdojo.classroom.names import file_names
from torchdojo.classroom.run import ClassRun
from torchdojo.classroom.students import find_students
from torchdojo.classroom.works import Plan
from torchdojo.cli.progress import Pace
from torchdojo.errors import DojoError
from torchdojo.proving.apart import Fault, settle
from torchdojo.proving.streaming import Died, Result
from torchdojo.referee.programs import Program

COLLECTION = Collection(ROOT)
IDS = (SPLIT, "01_tensors/01_copy_or_share", "04_modules/05_repair_iris")


def _scored(outcome: str = "passed") -> dict[str, object]:
    check = {"name": "a", "requirement": "It is so", "visible": True, "points": 1.0, "score": 1.0}
    check |= {"outcome": outcome, "feedback": "", "told": "", "seconds": 0.0}
    return {"score": 1.0, "max_score": 1.0, "status": "passed", "checks": [check]}


def _result(program: Program) -> Result:
    line = {"label": program.label, "scored": _scored(), "isolation": None, "device": "cpu"}
    return Result(program.label, line)


def _plan(place: Path, students: int) -> ClassRun:
    ids = list(COLLECTION.exercises)[:3]
    for number in range(students):
        for id in ids:
            hand_in(place / "class" / f"s{number:03}", id, f"# {number}\n")
    found = find_students(place / "class", COLLECTION, place)
    plan = Plan(COLLECTION, [COLLECTION.exercises[id] for id in ids], ())
    return ClassRun(plan, found, place / "reports", 1)


def test_pages_of_the_first_are_there_before_the_last_are_begun(tmp_path: Path) -> None:
    """Students come in groups, and in a group exercise by exercise, which shares answers."""
    run = _plan(tmp_path, 230)
    asked: list[str] = []

    def pages() -> int:
        return len(list((tmp_path / "reports").glob("*.html")))

    def runner(programs: Sequence[Program]) -> Generator[Result, None, None]:
        for program in programs:
            asked.append(program.exercise)
            while len(asked) == 689 and pages() < 200:
                time.sleep(0.01)  # for ever, if they are only written at the end
            yield _result(program)

    reports = run.grade(lambda seed: runner, 1, lambda progress: None)
    assert len(asked) == 690 and pages() == 230 and not reports.board.due()
    changes = sum(one != other for one, other in pairwise(asked))
    assert changes == 3 * 3 - 1, "each exercise is graded in one go for each of three groups"


def test_batches_are_even_and_neither_long_nor_heavy(tmp_path: Path) -> None:
    """Each run has its share; a run never holds more text than it should."""
    run = _plan(tmp_path, 90)
    works = list(run.plan.works(run.students))
    lengths = [len(batch) for batch in batches(works, 2)]
    assert sum(lengths) == len(works) and len(lengths) >= 4
    heavy = [replace(work, size=40 * 2**20) for work in works]
    assert max(len(batch) for batch in batches(heavy, 2)) == 2


def test_whoever_ends_every_run_is_found_among_many() -> None:
    """With a hint whose turn it was, and without one: all others have their results."""
    text = COLLECTION.exercises[SPLIT].source.text
    from torchdojo.catalog import code_of_text

    programs = [Program(SPLIT, f"{n}", code_of_text(text, "a.py")) for n in range(50)]
    for hinted in (True, False):
        runs = 0

        def runner(
            given: Sequence[Program], hinted: bool = hinted
        ) -> Generator[Result | Died, None, None]:
            nonlocal runs
            runs += 1
            bad = {"7", "23", "24"} & {program.label for program in given}
            if bad and not hinted:
                yield Died("nobody knows", "")
                return
            for program in given:
                if program.label in bad:
                    yield Died("it fell over", program.label)
                    return
                yield _result(program)

        said = list(settle(runner, programs, lambda result: False))
        assert {one.label for one in said if isinstance(one, Fault)} == {"7", "23", "24"}
        assert {one.label for one in said} == {program.label for program in programs}
        assert len(said) == 50 and runs <= (8 if hinted else 40)


def test_where_the_grader_failed_it_is_asked_once_more(tmp_path: Path) -> None:
    """In another run: what was killed beside the referee is not there twice."""
    run, runs = _plan(tmp_path, 2), 0

    def runner(programs: Sequence[Program]) -> Generator[Result, None, None]:
        nonlocal runs
        runs += 1
        for program in programs:
            line = _result(program).line
            if runs == 1 or program.exercise == run.plan.exercises[0].id:
                line |= {"scored": _scored("grader_error") | {"score": None, "status": "error"}}
            yield Result(program.label, line)

    reports = run.grade(lambda seed: runner, 1, lambda progress: None)
    assert runs == 2 and {work.exercise.id for work, _ in reports.board.open()} == {
        run.plan.exercises[0].id
    }
    report = json.loads((tmp_path / "reports/s001.json").read_text())
    assert report["score"] is None and len(report["exercises"]) == 3


def test_what_reads_as_one_name_is_two_files() -> None:
    """No two students share a file, on any file system, and no name leads out of the folder."""
    names = ["ada", "Ada", "ada ", "..", ".", "", "con", "CON.txt", "a/b", "a\\b", "a\0b", "a:b"]
    names += ["\u0065\u0301", "\u00e9", "x" * 300, "x" * 301, "same", "same", "\ud800", "né", "ok"]
    found = file_names(names)
    assert len({name.casefold() for name in found}) == len(names)
    for name in found:
        assert name.encode() and len(name.encode()) < 150
        assert not set(name) & set("/\\:\0") and name.strip(" .") == name
    assert dict(zip(names, found, strict=True))["ok"] == "ok"
    assert file_names(names) == found


def test_versions_and_the_banks_of_others_are_judged_by_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another engine, another torch, another mistake in the bank that a test's checks use."""
    judging = COLLECTION.exercises["09_write_the_test/01_judge_softmax"]
    other = COLLECTION.exercises["06_activations/02_softmax"]
    own = COLLECTION.exercises[SPLIT]
    before = judged_fingerprint(COLLECTION, judging), judged_fingerprint(COLLECTION, own)
    parts = judged._parts

    def changed(exercise: object) -> list[str]:
        found: list[str] = parts(exercise)  # type: ignore[arg-type]
        return [*found, "a mistake more"] if exercise == other else found

    monkeypatch.setattr(judged, "_parts", changed)
    assert judged_fingerprint(COLLECTION, judging) != before[0]
    assert judged_fingerprint(COLLECTION, own) == before[1]
    for name, value in [("__version__", "0.0.0"), ("torch_version", lambda: "1.0")]:
        monkeypatch.setattr(judged, name, value)
        now = judged_fingerprint(COLLECTION, own)
        assert now not in before
        before = (*before, now)


def test_one_student_s_page_that_cannot_be_written_costs_no_other_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something in the way of a file is a sentence for this student; a refusing disk is for all."""
    run = _plan(tmp_path, 3)
    (tmp_path / "reports/s001.html").mkdir(parents=True)

    def runner(programs: Sequence[Program]) -> Generator[Result, None, None]:
        yield from map(_result, programs)

    reports = run.grade(lambda seed: runner, 1, lambda progress: None)
    assert list(reports.failed) == [1] and "is no regular file" in reports.failed[1]
    assert (tmp_path / "reports/s002.html").is_file()
    assert (tmp_path / "reports/grades.csv").read_text().count("3.0") >= 3
    assert "s001: no report" in (tmp_path / "reports/.torchdojo/grade.log").read_text()

    def full(*_: object) -> None:
        raise DojoError("no") from OSError(28, "No space left on device")

    (tmp_path / "reports/s002.html").unlink()
    monkeypatch.setattr("torchdojo.classroom.reports.Keeper.write", full)
    with pytest.raises(DojoError):
        run.grade(lambda seed: runner, 1, lambda progress: None)


def test_a_result_is_kept_before_anybody_is_told(tmp_path: Path) -> None:
    """Whoever hears of a result finds it in the ledger, as JSON with a mark."""
    run, heard = _plan(tmp_path, 2), []

    def runner(programs: Sequence[Program]) -> Generator[Result, None, None]:
        yield from map(_result, programs)

    def told(progress: Progress) -> None:
        heard.append(progress.programs)

    reports = run.grade(lambda seed: runner, 1, told)
    assert heard == list(range(7))
    report = json.loads((tmp_path / "reports/s000.json").read_text())
    assert report["score"] == 3.0 and set(report["exercises"]) == {e.id for e in run.plan.exercises}
    assert reports.unread == []


def test_the_pace_is_that_of_the_work_and_not_of_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten checks a second after a minute of starting: the rest is told by its checks."""
    clock = [0.0]
    monkeypatch.setattr("torchdojo.cli.progress.time.monotonic", lambda: clock[0])
    pace = Pace()
    pace.note(Progress(0, 100, 0, 1000))
    for second in range(11):
        clock[0] = 60.0 + second
        pace.note(Progress(1 + second, 100, 10 + 10 * second, 1000))
    assert pace.told(Progress(11, 100, 110, 1000)) == "1.0 a second, 89 s left"
