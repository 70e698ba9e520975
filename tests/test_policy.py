"""A course's rules: what is given for what was earned, in words, and that nothing is lost."""

import csv
import json
import subprocess
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from small_collection import COMMAND, SPLIT, grade, hand_in, small_collection

from torchdojo.catalog import Collection
from torchdojo.classroom.course_marks import Applied, apply_course
from torchdojo.classroom.journal import Change, append_changes, login_name
from torchdojo.classroom.ledger import Ledger
from torchdojo.classroom.policy.giving import Earned, Given, give, long
from torchdojo.classroom.policy.marking import mark_class
from torchdojo.classroom.policy.reading import read_course
from torchdojo.classroom.policy.rules import (
    Course,
    Deadline,
    Extension,
    HandedIn,
    Late,
    Override,
    Rules,
    Scope,
)
from torchdojo.classroom.policy.totals import Marked, total, totals
from torchdojo.classroom.standing import Standing
from torchdojo.errors import DojoError

COLLECTION = Collection(ROOT)
DUE = datetime(2026, 11, 20, 23, 59, tzinfo=UTC)
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
PER_DAY = Late(DAY, "day", 0.1, cap=0.5, grace=15 * MINUTE, cut_off=9 * DAY)
PER_HOUR = Late(HOUR, "hour", 0.02, of="maximum")
ILL = Extension("ada", Scope(), "ill", until=DUE + 2 * DAY)


def _give(late: timedelta | None, rule: Late | None = PER_DAY, **more: object) -> Given:
    when = None if late is None else DUE + late
    rules = Rules(deadline=DUE, late=rule, **more)  # type: ignore[arg-type]
    return give(Earned(7.0, 10.0, when), rules)


TABLE: dict[str, tuple[Given, float, str]] = {
    "in time": (_give(-HOUR), 7, "7 of 10 earned"),
    "to the second": (_give(timedelta()), 7, "7 of 10 earned"),
    "grace": (
        _give(15 * MINUTE), 7,
        "7 of 10 earned; handed in 15 minutes late, within the grace period",
    ),
    "just after": (
        _give(16 * MINUTE), 6.3,
        "7 of 10 earned; handed in 16 minutes late: 1 day at 10 %: 6.3",
    ),
    "26 hours": (
        _give(26 * HOUR), 5.6,
        "7 of 10 earned; handed in 26 hours late: 2 days at 10 %: 5.6",
    ),
    "cap": (
        _give(8 * DAY), 3.5,
        "7 of 10 earned; handed in 8 days late: 8 days at 10 %, at most 50 %: 3.5",
    ),
    "cut-off": (_give(10 * DAY), 0, "7 of 10 earned; handed in 10 days late, after the cut-off: 0"),
    "by the hour": (
        _give(90 * MINUTE, PER_HOUR), 6.6,
        "7 of 10 earned; handed in 2 hours late: 2 hours at 2 % of the maximum: 6.6",
    ),
    "never below nothing": (
        _give(50 * HOUR, PER_HOUR), 0,
        "7 of 10 earned; handed in 50 hours late: 50 hours at 2 % of the maximum: 0",
    ),
    "no penalty": (_give(DAY, None), 7, "7 of 10 earned; handed in 24 hours late: no penalty"),
    "no date": (_give(None), 7, "7 of 10 earned"),
    "extended": (_give(DAY, extension=ILL), 7, "7 of 10 earned; in time by the extension (ill)"),
    "not needed": (_give(-DAY, extension=ILL), 7, "7 of 10 earned"),
    "after it": (
        _give(2 * DAY + HOUR, extension=ILL), 6.3,
        "7 of 10 earned; handed in 1 hour late after the extension (ill): 1 day at 10 %: 6.3",
    ),
    "by hand": (
        _give(10 * DAY, override=Override("ada", SPLIT, 8, "shown in class")), 8,
        "7 of 10 earned; 8 given by hand: shown in class",
    ),
    "told by hand": (
        _give(None, handed_in=HandedIn("ada", Scope(), DUE + DAY, "by mail")), 6.3,
        "7 of 10 earned; handed in 24 hours late: 1 day at 10 %: 6.3",
    ),
    "only flagged": (
        give(Earned(7, 10, None, flagged=True), Rules(DUE, late=PER_DAY)), 7,
        "7 of 10 earned; handed in late, by how much is not known: no penalty",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_the_rule_is_told_in_words(name: str) -> None:
    """The mark, and the way to it from the points earned."""
    found, points, rule = TABLE[name]
    assert (found.points, found.rule) == (points, rule)


def test_what_is_open_stays_open_but_for_an_override() -> None:
    """A fault of the grader is nobody's zero, however late the work is."""
    open_ = Earned(None, 10.0, DUE + 30 * DAY)
    assert give(open_, Rules(DUE, late=PER_DAY)) == Given(None, "The grader left it open")
    by_hand = give(open_, Rules(DUE, late=PER_DAY, override=Override("a", SPLIT, 4, "by hand")))
    assert by_hand.points == 4


def test_time_is_that_of_the_moment_not_of_the_clock() -> None:
    """A date in another time zone is compared as the moment that it is."""
    tokyo = (DUE - MINUTE).astimezone(timezone(9 * HOUR))
    assert give(Earned(7, 10, tokyo), Rules(DUE, late=PER_DAY)).points == 7
    assert [long(t * MINUTE) for t in (1, 59, 60, 61, 4319, 4320, 4321)] == [
        "1 minute", "59 minutes", "1 hour", "2 hours", "72 hours", "3 days", "4 days",
    ]  # fmt: skip


_LATES = st.builds(
    Late,
    st.sampled_from([DAY, HOUR]),
    st.just("unit"),
    st.floats(0, 1),
    st.sampled_from(["earned", "maximum"]),
    st.floats(0, 1),
    st.timedeltas(timedelta(), DAY),
    st.none() | st.timedeltas(MINUTE, 30 * DAY),
)
_DELAYS = st.timedeltas(-5 * DAY, 60 * DAY)
_POINTS = st.floats(0, 10)


@settings(max_examples=100, deadline=None)
@given(late=_LATES, delays=st.tuples(_DELAYS, _DELAYS), points=_POINTS, more=_DELAYS)
def test_later_is_never_better(
    late: Late, delays: tuple[timedelta, timedelta], points: float, more: timedelta
) -> None:
    """Nor is less earned, nor a shorter extension; and no mark is above what was earned."""
    first, second = sorted(delays)
    rules = Rules(DUE, late=late)
    early, tardy = (give(Earned(points, 10, DUE + d), rules).points for d in (first, second))
    assert early is not None and tardy is not None
    assert 0 <= tardy <= early <= points + 1e-6
    less = give(Earned(points / 2, 10, DUE + first), rules).points
    assert less is not None and less <= early + 1e-6
    extended = Rules(DUE, Extension("a", Scope(), "r", more=abs(more)), late)
    kind = give(Earned(points, 10, DUE + first), extended).points
    assert kind is not None and kind >= early


@settings(max_examples=50, deadline=None)
@given(late=_LATES, delay=_DELAYS, points=st.none() | _POINTS, by_hand=st.floats(0, 20))
def test_an_override_wins(
    late: Late, delay: timedelta, points: float | None, by_hand: float
) -> None:
    """Whatever was earned, and whenever."""
    rules = Rules(DUE, late=late, override=Override("a", SPLIT, by_hand, "r"))
    assert give(Earned(points, 10, DUE + delay), rules).points == round(by_hand, 6)


_MARKS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.floats(0, 1),
        st.integers(1, 20),
        st.just(0.0) | st.floats(0.01, 5),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=100, deadline=None)
@given(told=_MARKS, drops=st.dictionaries(st.sampled_from("abc"), st.integers(1, 5)))
def test_dropping_never_lowers_a_mark(
    told: list[tuple[str, float, int, float]], drops: dict[str, int]
) -> None:
    """Neither that of a track nor that of the course, whatever the weights are."""
    marks = [Marked(f"{t}/{n}", share * most, most) for n, (t, share, most, _) in enumerate(told)]
    weights = {Scope(mark.exercise): w for mark, (*_, w) in zip(marks, told, strict=True)}
    before = totals(Course(weights=weights), marks)
    after = totals(Course(weights=weights, drops=drops), marks)
    for one, other in zip(before, after, strict=True):
        assert (other.share or 0) >= (one.share or 0) - 1e-9
    assert (total(after) or 0) >= (total(before) or 0) - 1e-9


def test_weights_and_drops_make_totals() -> None:
    """Without any, the total is the points; one that is open leaves it open."""
    marks = [Marked("a/1", 10, 10), Marked("a/2", 0, 5), Marked("b/1", 3, 4), Marked("b/2", 0, 0)]
    plain = totals(Course(), marks)
    assert total(plain) == pytest.approx(13 / 19)
    assert [track.share for track in plain] == [pytest.approx(10 / 15), 0.75]
    course = Course(weights={Scope("a/2"): 10.0, Scope(track="b"): 20.0}, drops={"b": 3})
    weighed = totals(course, marks)
    assert [track.share for track in weighed] == [0.5, 0.75]
    assert total(weighed) == pytest.approx((0.5 * 20 + 0.75 * 20) / 40)
    (dropped,) = totals(Course(drops={"a": 1}), marks[:2])
    assert dropped.share == 1 and dropped.dropped == ("a/2",)
    assert total(totals(Course(), [*marks, Marked("a/3", None, 5)])) is None


def test_the_narrowest_deadline_and_the_latest_extension_count() -> None:
    """An exercise's own deadline is about it more than its track's."""
    course = Course(
        deadlines=[
            Deadline(Scope(SPLIT), DUE + DAY),
            Deadline(Scope(track="01_tensors"), DUE),
            Deadline(Scope(), DUE - DAY),
        ],
        extensions=[
            Extension("ada", Scope(), "a day", more=DAY),
            Extension("ada", Scope(SPLIT), "until then", until=DUE + 3 * DAY),
            Extension("ada", Scope(track="02_autograd"), "not here", more=90 * DAY),
        ],
    )
    rules = course.rules("ada", SPLIT)
    assert rules.deadline == DUE + DAY
    assert rules.extension is not None and rules.extension.reason == "until then"
    assert course.rules("bert", "01_tensors/11_join") == Rules(DUE)
    assert course.rules("bert", "02_autograd/01_x").deadline == DUE - DAY


# --- course.toml ----------------------------------------------------------------------------------

WHOLE = """
timezone = "Europe/Berlin"
roster = "roster.csv"

[late]
per = "day"
fraction = 0.1
cap = 0.5
grace_minutes = 15
cut_off_hours = 240

[[deadline]]
track = "01_tensors"
at = 2026-11-20T23:59:00

[[deadline]]
exercise = "split_and_chunk"
at = 2026-11-21T23:59:00+01:00

[[extension]]
student = "ada"
exercise = "split_and_chunk"
hours = 48
reason = "ill"

[[weight]]
track = "01_tensors"
weight = 2

[[drop]]
track = "01_tensors"
lowest = 1

[[override]]
student = "bert"
exercise = "split_and_chunk"
points = 8.5
reason = "shown in class"

[[comment]]
student = "ada"
text = "Come and see me."

[[handed_in]]
student = "cleo"
at = 2026-11-23T10:00:00
reason = "by mail"
"""


def _read(tmp_path: Path, text: str) -> Course:
    path = tmp_path / "course.toml"
    path.write_text(text, "utf-8")
    return read_course(path, COLLECTION)


def test_a_course_is_read(tmp_path: Path) -> None:
    """Names become ids, local dates moments, paths those beside the file."""
    course = _read(tmp_path, WHOLE)
    assert course.roster == tmp_path / "roster.csv"
    assert course.deadlines[0].at == datetime(2026, 11, 20, 22, 59, tzinfo=UTC)
    assert course.rules("ada", SPLIT).deadline == datetime(2026, 11, 21, 22, 59, tzinfo=UTC)
    assert course.overrides == [Override("bert", SPLIT, 8.5, "shown in class")]
    assert course.weights == {Scope(track="01_tensors"): 2} and course.drops == {"01_tensors": 1}
    assert course.remarks("ada") == ("Come and see me.",)
    assert course.students == {"ada", "bert", "cleo"}
    assert course.late == Late(DAY, "day", 0.1, "earned", 0.5, 15 * MINUTE, 240 * HOUR)
    assert _read(tmp_path, "") == Course(
        deadlines=[], extensions=[], overrides=[], comments=[], handed_in=[]
    )


def test_the_example_in_the_docs_is_read(tmp_path: Path) -> None:
    """As it stands there, with every setting."""
    text = (ROOT / "docs/marks.md").read_text("utf-8")
    example = text.partition("```toml\n")[2].partition("```")[0]
    assert all(f"[[{key}]]" in example for key in ("deadline", "handed_in", "comment", "drop"))
    assert _read(tmp_path, example).rules("bert", SPLIT).override is not None


FAULTS = {
    "late = 3": "`late` is no table: begin it with a line `[late]`",
    "[late]\nfraction = 1.5": "`late.fraction` should be less than or equal to 1, not 1.5",
    "[late]\nfraction = '0.1'": "`late.fraction` should be a valid number, not '0.1'",
    "[late]\nfraction = nan": "`late.fraction` should be",
    "[late]\nfraction = true": "`late.fraction` should be a valid number",
    "[late]\nper = 'week'\nfraction = 0.1": "`late.per` should be 'day' or 'hour', not 'week'",
    "[late]": "`late.fraction` is missing",
    "[late]\nfracton = 0.1\nfraction = 1": "`late.fracton` is no setting: did you mean `fraction`?",
    "deadlines = []": "`deadlines` is no setting: did you mean `deadline`?",
    "[deadline]\nat = 1": "`deadline` is no list of tables: begin each with a line `[[deadline]]`",
    "[[deadline]]\nat = 2026-11-20": "`deadline[1].at` is no date with a time",
    "[[deadline]]\nat = '2026-11-20 10:00'": "`deadline[1].at` is no date with a time",
    "[[deadline]]\nat = 2026-02-30T10:00:00": "is no TOML: ",
    "[[deadline]]\nat = 2026-11-20T10:00:00": "`deadline[1].at` has no time zone",
    "timezone = 'Europe/Brelin'": "`timezone` cannot be 'Europe/Brelin'",
    "timezone = '/etc/passwd'": "`timezone` cannot be",
    "timezone='Europe/Berlin'\n[[deadline]]\nat = 2026-03-29T02:30:00": "is skipped by the clocks",
    "[[deadline]]\nat = 9999-12-31T23:59:00Z": "is in the year 9999",
    "[[deadline]]\ntrack = 'x'\nat = 2026-11-20T10:00:00Z": (
        "`deadline[1].track` cannot be `x`: choose"
    ),
    "[[deadline]]\nexercise = 'split_and_chank'\nat = 2026-11-20T10:00:00Z": (
        "`deadline[1].exercise` cannot be: `split_and_chank` is no exercise: did you mean"
    ),
    "[[deadline]]\nexercise='softmax'\ntrack='01_tensors'\nat=2026-11-20T10:00:00Z": (
        "`deadline[1]` cannot be: name an exercise or a track, not both"
    ),
    "[[override]]\nstudent='a'\nexercise='softmax'\npoints=-1\nreason='x'": "`override[1].points`",
    "[[override]]\nstudent='a'\nexercise='softmax'\npoints=1": "`override[1].reason` is missing",
    "[[override]]\nstudent='a'\nexercise='softmax'\npoints=1\nreason=''": "`override[1].reason`",
    "[[override]]\nstudent='a'\nexercise='softmax'\npoints=1\nreason='x'\n" * 2: (
        "`override[2]` is about the same as one above it"
    ),
    "[[extension]]\nstudent='a'\nreason='x'": "give either `until` or `hours`",
    "[[weight]]\nweight=1": "name an exercise or a track",
    "[[drop]]\ntrack='01_tensors'\nlowest=0": (
        "`drop[1].lowest` should be greater than or equal to 1"
    ),
    "[[drop]]\ntrack='01_tensors'\nlowest=1.5": "`drop[1].lowest`",
    "[[": "is no TOML: ",
}  # fmt: skip


@pytest.mark.parametrize("text", FAULTS)
def test_what_is_wrong_in_a_course_is_one_sentence(tmp_path: Path, text: str) -> None:
    """With the path of the key, and no word of pydantic's machinery."""
    with pytest.raises(DojoError) as raised:
        _read(tmp_path, text)
    said = str(raised.value)
    assert FAULTS[text] in said and said.startswith(str(tmp_path)), said
    assert "\n" not in said and "pydantic" not in said and said.endswith((".", "?")), said


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Missing, or no text."""
    with pytest.raises(DojoError, match="cannot be read"):
        read_course(tmp_path / "nowhere.toml", COLLECTION)
    (tmp_path / "course.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(DojoError, match="not UTF-8"):
        read_course(tmp_path / "course.toml", COLLECTION)


# --- the journal ----------------------------------------------------------------------------------


def test_the_journal_only_grows_and_mends_a_line_that_was_cut_off(tmp_path: Path) -> None:
    """A crash in the middle of a line costs that line, not the next."""
    append_changes(tmp_path, [])
    assert not (tmp_path / "changes.jsonl").exists()
    append_changes(
        tmp_path, [Change("ada", SPLIT, {"score": 1.0, "x": 2.0}, {"score": 3.0, "x": 2.0})]
    )
    with (tmp_path / "changes.jsonl").open("a") as file:
        file.write('{"cut')
    append_changes(tmp_path, [Change("bert", SPLIT, {}, {"override": "5: kind"})])
    first, cut, last = (tmp_path / "changes.jsonl").read_text().splitlines()
    told = json.loads(first)
    assert told.pop("when").endswith("+00:00") and cut == '{"cut'
    assert told == {
        "by": login_name(), "student": "ada", "exercise": SPLIT, "what": ["score"],
        "score": [1.0, 3.0],
    }  # fmt: skip
    assert json.loads(last)["override"] == [None, "5: kind"]


def _standing(student: str, late: bool, when: datetime | None = None) -> Standing:
    return Standing(student, "", SPLIT, student, when, late, 7.0, 10.0, "partial")


def test_a_deadline_without_dates_is_told() -> None:
    """Nobody's, if there are none at all; where a platform marks the late, only theirs."""
    course = Course(late=PER_DAY, deadlines=[Deadline(Scope(), DUE)])

    def undated(*standings: Standing) -> int:
        return Applied(tuple(mark_class(standings, course)), 0, (), (), ()).undated

    assert undated(_standing("ada", False), _standing("bert", False)) == 2
    assert undated(_standing("ada", False), _standing("bert", True)) == 1
    assert undated(_standing("ada", False, DUE), _standing("bert", True, DUE)) == 0


def test_marks_that_go_are_in_the_journal_as_well(tmp_path: Path) -> None:
    """Whoever is no longer among the hand-ins leaves a line; one whose result is open no mark."""
    row = "INSERT INTO standing VALUES (?, ?, 'no result', '', '', 0, 10.0)"
    course = Course(overrides=[Override("ada", SPLIT, 5.0, "oral")])
    with closing(Ledger(tmp_path, 1)) as ledger, ledger.writing() as db:
        db.executemany(row, [("ada", SPLIT), ("bert", SPLIT)])
    assert apply_course(tmp_path, course).changed == 1
    rows = _rows(tmp_path / "marks.csv")
    assert (rows["ada"]["given"], rows["bert"]["given"]) == ("5.0", "")
    assert _rows(tmp_path / "totals.csv")["bert"]["total_percent"] == ""
    assert apply_course(tmp_path, course).changed == 0
    with closing(Ledger(tmp_path, 1)) as ledger, ledger.writing() as db:
        db.execute("DELETE FROM standing WHERE student = 'ada'")
    gone = apply_course(tmp_path, course)
    assert gone.changed == 1 and gone.unknown == ("ada",)
    assert _journal(tmp_path)[-1]["given"] == [5.0, None]


def test_what_others_were_graded_on_and_a_student_has_not_counts_nothing(tmp_path: Path) -> None:
    """A student who handed in less never has the higher total; each has a row for each exercise."""
    row = "INSERT INTO standing VALUES (?, ?, ?, 'Name', '', 0, ?)"
    mark = "INSERT INTO marks (label, score, max_score, status, made) VALUES (?, ?, 10.0, '', '[]')"
    other = "01_tensors/11_join"
    with closing(Ledger(tmp_path, 1)) as ledger, ledger.writing() as db:
        db.executemany(mark, [("a", 10.0), ("b", 10.0), ("c", 4.0)])
        db.executemany(
            row, [("ada", SPLIT, "a", 10.0), ("bert", SPLIT, "b", 10.0), ("bert", other, "c", 10.0)]
        )
    apply_course(tmp_path, Course())
    shares = {n: r["total_percent"] for n, r in _rows(tmp_path / "totals.csv").items()}
    assert shares == {"ada": "50.0", "bert": "70.0"}
    (ada, bert) = (
        {r["exercise"]: r for r in _table(tmp_path / "marks.csv") if r["student"] == name}
        for name in ("ada", "bert")
    )
    assert list(ada) == list(bert) == [SPLIT, other]
    missing = ada[other]
    assert (missing["earned"], missing["given"], missing["max_score"]) == ("missing", "0.0", "10.0")
    assert missing["rule"] == "missing: no result, where others have one; 0 of 10"
    assert missing["rule"] in (tmp_path / "ada.html").read_text() and missing["name"] == "Name"
    assert bert[other]["rule"] == "4 of 10 earned"
    late = Course(late=PER_DAY, deadlines=[Deadline(Scope(), DUE)])
    by_hand = Course(overrides=[Override("ada", other, 5.0, "oral")])
    assert apply_course(tmp_path, late).undated == 3
    assert apply_course(tmp_path, by_hand).unknown == ()
    assert _rows(tmp_path / "totals.csv")["ada"]["total_percent"] == "75.0"


# --- the commands ---------------------------------------------------------------------------------


def _rows(path: Path, key: str = "student") -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _journal(reports: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (reports / "changes.jsonl").read_text().splitlines()]


def test_marks_are_given_and_survive_a_regrade(tmp_path: Path) -> None:
    """Through the front door: nbgrader's dates, a course, `torchdojo marks`, and graded again."""
    root = small_collection(tmp_path / "collection")
    right = (ROOT / f"solutions/{SPLIT}.py").read_text("utf-8")
    stub = (ROOT / f"exercises/{SPLIT}.py").read_text("utf-8")
    days = {"ada": "20 12:00:00", "bert": "22 01:00:00", "cleo": "22 01:00:00"}
    for name, when in days.items():
        hand_in(tmp_path / "class" / name / "week1", SPLIT, stub if name == "cleo" else right)
        stamp = tmp_path / "class" / name / "week1/timestamp.txt"
        stamp.write_text(f"2026-11-{when}.000000 UTC")
    (tmp_path / "roster.csv").write_text(
        "id,name\nada,Ada L\nbert,Bert B\ncleo,Cleo C\ndan,Dan D\n"
    )
    course = tmp_path / "course.toml"
    course.write_text(
        'roster = "roster.csv"\n[late]\nfraction = 0.1\n[[deadline]]\nat = 2026-11-20T23:00:00Z\n'
    )
    reports = tmp_path / "reports"

    def marks(*options: str) -> "subprocess.CompletedProcess[str]":
        command = [COMMAND, "marks", str(reports), "--course", str(course), *options]
        return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)

    assert "holds no results" in marks().stderr
    done = grade(root, tmp_path / "class", reports, "--seed", "1", "--course", str(course))
    assert done.returncode == 0, done.stdout + done.stderr
    rows = _rows(reports / "marks.csv")
    assert [row["given"] for row in rows.values()] == ["10.0", "8.0", "0.0", "0.0"]
    assert rows["bert"]["earned"] == "10.0" and rows["dan"]["name"] == "Dan D"
    rule = "10 of 10 earned; handed in 26 hours late: 2 days at 10 %: 8"
    assert rows["bert"]["rule"] == rule and rule in (reports / "bert.html").read_text()
    assert _rows(reports / "totals.csv")["bert"]["total_percent"] == "80.0"
    assert [line["student"] for line in _journal(reports)] == ["bert"]

    with course.open("a") as file:
        file.write(
            f'[[override]]\nstudent = "cleo"\nexercise = "{SPLIT}"\npoints = 6\nreason = "oral"\n'
        )
        file.write('[[comment]]\nstudent = "cleo"\ntext = "Well <told>."\n')
        file.write('[[extension]]\nstudent = "zoe"\nhours = 3\nreason = "?"\n')
    done = marks()
    assert done.returncode == 1 and "students without results: zoe" in done.stderr
    assert "1 of them new or changed" in done.stdout and "Traceback" not in done.stderr
    page = (reports / "cleo.html").read_text()
    assert "6 given by hand: oral" in page and "Well &lt;told&gt;." in page
    last = _journal(reports)[-1]
    assert (
        last["student"] == "cleo"
        and "override" in str(last["what"])
        and last["given"] == [0.0, 6.0]
    )
    again = marks()
    assert "0 of them new or changed" in again.stdout and len(_journal(reports)) == 2

    hand_in(tmp_path / "class/cleo/week1", SPLIT, right)
    done = grade(root, tmp_path / "class", reports, "--course", str(course))
    assert _rows(reports / "marks.csv")["cleo"]["given"] == "6.0"
    assert _rows(reports / "marks.csv")["cleo"]["earned"] == "10.0"
    what = [line["what"] for line in _journal(reports)[2:]]
    assert what == [["score"], ["earned", "rule"]]
    (reports / "marks.csv").write_text("mine")
    kept = marks()
    assert kept.returncode == 1 and (reports / "marks.csv").read_text() == "mine"
    assert "marks.csv differs" in kept.stderr
    assert marks("--overwrite").returncode == 1 and len(_rows(reports / "marks.csv")) == 4
    course.write_text("[late]\nfraction = 2\n")
    assert "`late.fraction` should be" in marks().stderr
