"""`torchdojo analyse`: figures that were worked out by hand, and a page in which nothing runs."""

import csv
import random
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner
from conftest import ROOT
from made_up_reports import check, exercise, write_reports
from small_collection import SPLIT, hand_in

from torchdojo.classroom.analysis.figures import (
    CheckFigures,
    check_figures,
    correlation,
    exercise_figures,
    student_figures,
)
from torchdojo.classroom.analysis.findings import Compared, Findings
from torchdojo.classroom.analysis.fingerprints import (
    RUN,
    WINDOW,
    all_runs,
    fingerprints,
    tokens,
    winnow,
)
from torchdojo.classroom.analysis.mistakes import Together, mistakes, together
from torchdojo.classroom.analysis.page import page
from torchdojo.classroom.analysis.similar import Sample, alike
from torchdojo.classroom.reading import StudentResult, read_class
from torchdojo.cli import main

SUMS, ENDS = "01_tensors/01_sums", "02_autograd/02_ends"
HOSTILE = "<script>alert(1)</script>'\"=1"


def _made(*ids: str, sentence: str = "It subtracts.") -> dict[str, Any]:
    told = {"kind": "recognised", "id": "+".join(ids), "sentence": sentence}
    return {"diagnosis": told}


@pytest.fixture
def class_(tmp_path: Path) -> list[StudentResult]:
    """Six students: five began sums, of whom one made no mistake; dan began nothing."""
    untouched = exercise(check("adds", 0, 2), check("ends", 0, 2), status="not_started")
    gone = exercise(
        check("adds", 0, 2, outcome="not_gradable"), check("ends", 0, 2, outcome="not_gradable")
    )
    students = {
        "ada": {SUMS: exercise(check("adds", 2, 2), check("ends", 2, 2), status="passed")},
        "bert": {SUMS: exercise(check("adds", 2, 2), check("ends", 0, 2))},
        "cleo": {SUMS: exercise(check("adds", 0, 2), check("ends", 0, 2))},
        "eve": {SUMS: exercise(check("adds", 0, 2), check("ends", 0, 2))},
        "fay": {SUMS: exercise(check("adds", 0, 2), check("ends", 2, 2))},
        "dan": {SUMS: untouched},
    }
    for name, one in students.items():
        one[ENDS] = gone if name == "dan" else exercise(check("last", 1, 1), status="passed")
    return read_class(write_reports(tmp_path / "reports", students))


def test_a_correlation_is_what_the_hand_works_out() -> None:
    """Two who pass have 4 and 3 points beside, two who fail 2 and 1: r is 2 / sqrt(5)."""
    assert correlation([1, 1, 0, 0], [4, 3, 2, 1]) == pytest.approx(2 / 5**0.5)
    assert correlation([0, 0, 1, 1], [4, 3, 2, 1]) == pytest.approx(-2 / 5**0.5)
    assert correlation([1, 1, 1], [4, 3, 2]) is None and correlation([1, 0], [2, 2]) is None


def test_checks_are_judged_by_those_who_began(class_: list[StudentResult]) -> None:
    """Three of five lost `adds`; the rest of their scores are 3, 1, 1, 1 and 3 points."""
    figures = {(c.exercise, c.check): c for c in check_figures(class_)}
    adds, last = figures[SUMS, "adds"], figures[ENDS, "last"]
    assert (adds.students, adds.failed, adds.lost) == (5, 3, pytest.approx(0.6))
    assert adds.discrimination == pytest.approx(correlation([1, 1, 0, 0, 0], [3, 1, 1, 1, 3]))
    assert adds.seconds == 0.25
    assert (last.students, last.failed, last.discrimination) == (5, 0, None)
    assert len(check_figures(class_[:4])) == 3
    assert all(c.discrimination is None for c in check_figures(class_[:4])), "four are too few"


def test_exercises_and_students_are_counted_by_how_far_they_are(
    class_: list[StudentResult],
) -> None:
    """What is not handed in is not the same as what is not started."""
    sums, ends = exercise_figures(class_)
    assert (sums.done, sums.begun, sums.untouched, sums.missing) == (1, 4, 1, 0)
    assert (ends.done, ends.untouched, ends.missing) == (5, 0, 1)
    first, *_, last = student_figures(class_)
    assert (first.name, first.untouched, first.lost) == ("dan", 2, 8)
    assert (last.name, last.lost, last.reached) == ("ada", 0, 5)
    assert [s.name for s in Findings(class_).in_need] == ["dan", "cleo", "eve"]


def test_mistakes_are_counted_by_students_and_pairs_by_phi(tmp_path: Path) -> None:
    """Of seven, three made a and b, one a, one b, two neither: phi is (3 * 2 - 1) / 12."""
    first = dict.fromkeys("pqr", ("a", "b")) | {"s": ("a",), "t": ("b",), "u": (), "v": ()}
    students = {
        name: {SUMS: exercise(*(check(id, 0, 1, **_made(id)) for id in ids), check("c", 1, 1))}
        for name, ids in first.items()
    }
    class_ = read_class(write_reports(tmp_path / "reports", students))
    made = mistakes(class_)
    assert [(m.id, sorted(m.students), len(m.unsure)) for m in made] == [
        ("a", ["p", "q", "r", "s"], 0),
        ("b", ["p", "q", "r", "t"], 0),
    ]
    (pair,) = together(class_, made)
    assert (pair.both, pair.only_first, pair.only_second, pair.neither) == (3, 1, 1, 2)
    assert pair.phi == pytest.approx((3 * 2 - 1 * 1) / 12)
    assert Together(*made, 2, 0, 0, 3).phi == 1 and Together(*made, 2, 3, 0, 0).phi is None


def test_mistakes_that_fit_equally_are_no_pair(tmp_path: Path) -> None:
    """Where the referee says `A Or: B`, each is counted with its own words, as unsure."""
    either = check("adds", 0, 1, **_made("a", "b", sentence="It adds. Or: It subtracts."))
    students = {name: {SUMS: exercise(either)} for name in "pqrs"}
    class_ = read_class(write_reports(tmp_path / "reports", students))
    made = mistakes(class_)
    assert [(m.id, m.sentence, len(m.unsure)) for m in made] == [
        ("a", "It adds.", 4),
        ("b", "It subtracts.", 4),
    ]
    assert together(class_, made) == []


def _program(name: str, body: str) -> str:
    return (
        f'"""A lesson."""\nimport torch\n\n\ndef {name}(x, n):\n    """What it does."""\n{body}\n'
    )


BODY = """\
    total = torch.zeros(n)
    for row in range(n):
        part = x[row].exp().sum() / n
        total[row] = part.log() + x[row].max()
    return total - total.mean()
"""
OTHER = """\
    shifted = x - x.amax(dim=1, keepdim=True)
    weights = shifted.exp()
    while weights.isnan().any():
        weights = torch.where(weights.isnan(), n, weights)
    return weights / weights.sum(dim=1, keepdim=True)
"""


def test_names_comments_and_layout_do_not_change_fingerprints() -> None:
    """A program with all of its variables renamed has the same ones; another algorithm has none."""
    first = fingerprints([_program("f", BODY)])
    renamed = BODY.replace("total", "acc").replace("row", "i").replace("part", "p")
    second = fingerprints([_program("f", f"    # mine\n\n{renamed}")])
    assert len(first) >= 4 and first.keys() == second.keys()
    assert not first.keys() & fingerprints([_program("f", OTHER)]).keys()
    assert fingerprints(["def broken("]) == {} and tokens("\0") == []
    assert fingerprints(["-" * 3000 + "x"]) is not None, "deep programs are nobody's crash"


def test_winnowing_keeps_one_hash_of_every_window() -> None:
    """So whatever shares `WINDOW` hashes in a row shares a fingerprint (the paper's guarantee)."""
    drawn = random.Random(3)
    for _ in range(200):
        common = [(drawn.randrange(50), 1) for _ in range(WINDOW)]
        ends = [[(drawn.randrange(50), 1) for _ in range(drawn.randrange(9))] for _ in range(4)]
        first, second = (winnow(a + common + b) for a, b in (ends[:2], ends[2:]))
        assert first.keys() & second.keys()
    assert winnow([]) == {} and winnow([(5, 7)]) == {5: 7}
    assert RUN + WINDOW - 1 == 17


def _samples(**programs: tuple[str, bool]) -> list[Sample]:
    given = all_runs([_program("f", "    raise NotImplementedError")])
    return [
        Sample(
            name,
            SUMS,
            right,
            {m: n for m, n in fingerprints([text]).items() if m not in given},
        )
        for name, (text, right) in programs.items()
    ]


def test_equal_mistakes_weigh_more_than_equal_right_code() -> None:
    """Both pairs share all that they wrote, one of them what is right."""
    others = {f"o{n}": (_program("f", f"    return x.sin() * {n}.0"), False) for n in range(4)}
    wrong, fine = _program("f", BODY), _program("f", OTHER)
    mixed = _program("f", BODY.replace("    return total - total.mean()\n", "") + OTHER)
    pairs = alike(_samples(a=(wrong, False), b=(wrong, False), **others), {})
    assert pairs[0].students == ("a", "b") and pairs[0].score == pytest.approx(1)
    assert pairs[0].shared == pairs[0].wrong >= 4 and pairs[0].exercises[0][0] == SUMS
    samples = _samples(a=(mixed, False), b=(wrong, False), c=(fine, True), **others)
    scores = {p.students: p.score for p in alike(samples, {})}
    assert scores["a", "b"] > scores.get(("a", "c"), 0.0)


def test_what_was_given_out_or_many_have_makes_nobody_alike() -> None:
    """The stub has no fingerprint of anybody's; what seven of a class have is everybody's."""
    stub = _program("f", "    raise NotImplementedError")
    assert all(not sample.marks for sample in _samples(a=(stub, False), b=(stub, False)))
    seven = {f"s{n}": (_program("f", BODY), False) for n in range(7)}
    assert alike(_samples(**seven), {}) == []
    six = {f"s{n}": (_program("f", BODY), False) for n in range(6)}
    assert len(alike(_samples(**six), {})) == 15


class _Page(HTMLParser):
    """Reads a page: its tags, whether they close, its attributes, its text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(text: str) -> _Page:
    read = _Page()
    read.feed(text)
    read.close()
    assert read.open == []
    return read


def _attributes(read: _Page) -> Iterator[str]:
    for _, attributes in read.tags:
        yield from attributes


def test_a_page_needs_nothing_else_and_runs_nothing(tmp_path: Path) -> None:
    """Hostile names, sentences and code are shown as text; there is no script and no address."""
    diagnosis = _made("x", sentence=HOSTILE)
    failed = check("adds", 0, 2, requirement=HOSTILE, **diagnosis)
    students = {HOSTILE: {SUMS: exercise(failed)}, "ada": {SUMS: exercise(failed)}}
    class_ = read_class(write_reports(tmp_path / "reports", students))
    text = page(Findings(class_))
    read = _read(text)
    assert not {tag for tag, _ in read.tags} & {"script", "iframe", "img", "link", "object", "a"}
    assert not [one for one in _attributes(read) if one.startswith("on") or one in ("src", "href")]
    assert "http" not in text.replace("http-equiv", "") and "url(" not in text
    assert read.text.count(HOSTILE) >= 3
    assert "default-src 'none'" in text
    assert _read(page(Findings([], Compared([], [], [])))).text


def test_a_class_is_analysed_from_its_reports_and_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two who wrote the same odd program are named; others are not; every table is there."""
    stub = (ROOT / f"exercises/{SPLIT}.py").read_text("utf-8")
    odd = stub.replace("raise NotImplementedError", BODY.strip(), 1)
    renamed = odd.replace("total", HOSTILE_NAME)
    own = stub.replace("raise NotImplementedError", OTHER.strip(), 1)
    work = {"ada": odd, "bert": renamed, "cleo": own, "dan": stub}
    for name in ("ada", "cleo", "dan"):
        hand_in(tmp_path / "class" / name, SPLIT, work[name])
    cells = [nbformat.v4.new_code_cell(text) for text in ("%matplotlib inline\nx = 1", renamed)]
    notebook = tmp_path / "class/bert" / f"{SPLIT}.ipynb"
    notebook.parent.mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells), notebook)
    failed = {SPLIT: exercise(check("splits", 0, 2))}
    reports = write_reports(tmp_path / "reports", dict.fromkeys(work, failed))
    monkeypatch.chdir(ROOT)
    words = ["analyse", str(reports), "--submissions", str(tmp_path / "class")]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    folder = reports / "analysis"
    names = {"analysis.html", "checks.csv", "mistakes.csv", "students.csv", "alike.csv"}
    assert names <= {path.name for path in folder.iterdir()}
    with (folder / "alike.csv").open(encoding="utf-8", newline="") as file:
        (pair,) = csv.DictReader(file)
    assert (pair["student"], pair["other_student"]) == ("ada", "bert")
    assert 0.8 < float(pair["score"]) < 1, "bert's notebook has a cell of its own"
    shown = _read((folder / "analysis.html").read_text("utf-8"))
    assert "no accusation" in shown.text and f"{HOSTILE_NAME} = torch.zeros(n)" in shown.text
    marked = (folder / "analysis.html").read_text("utf-8").split("<mark>")[1:]
    assert marked and any(HOSTILE_NAME in one.split("</mark>")[0] for one in marked)
    (folder / "analysis.html").write_text("mine")
    again = CliRunner().invoke(main, words)
    assert again.exit_code == 1 and "analysis.html differs" in again.output
    other = CliRunner().invoke(main, [*words, "--format", "moodle"])
    assert other.exit_code == 1 and "nothing as Moodle names it" in other.output
    empty = CliRunner().invoke(main, ["analyse", str(tmp_path / "class")])
    assert empty.exit_code == 1 and "holds no reports" in empty.output


HOSTILE_NAME = "summe_ß"


def test_programs_are_laid_out_for_other_tools(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder for each student, what was given out beside, and a list that names every file."""
    solved = (ROOT / f"solutions/{SPLIT}.py").read_text("utf-8")
    stub = (ROOT / f"exercises/{SPLIT}.py").read_text("utf-8")
    for name, text in {"ada": solved, "a:b": solved, "dan": stub}.items():
        hand_in(tmp_path / "class" / name, SPLIT, text)
    monkeypatch.chdir(ROOT)
    words = ["export", "sources", str(tmp_path / "class"), str(tmp_path / "out"), SPLIT]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0 and "Wrote 2 programs" in done.output, done.output
    folder = tmp_path / "out" / SPLIT.replace("/", ".")
    with (folder / "info.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    given = rows.pop(0)
    assert (given["ignored"], given["filename"]) == ("true", "given/10_split_and_chunk.py")
    assert [row["full_name"] for row in rows] == ["a:b", "ada"]
    listed = {row["filename"] for row in rows if row["ignored"] == "false"}
    there = {path.relative_to(folder).as_posix() for path in folder.glob("submissions/*/*.py")}
    assert listed == there and "submissions/ada/10_split_and_chunk.py" in listed
    assert "NotImplementedError" in (folder / "given/10_split_and_chunk.py").read_text("utf-8")
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name\na01,ada\n", encoding="utf-8")
    words[3] = str(tmp_path / "by-id")
    named = CliRunner().invoke(main, [*words, "--format", "folders", "--roster", str(roster)])
    assert named.exit_code == 0, named.output
    assert (tmp_path / "by-id" / folder.name / "submissions/a01/10_split_and_chunk.py").is_file()
    other = CliRunner().invoke(main, [*words, "--format", "moodle"])
    assert other.exit_code == 1 and "nothing as Moodle names it" in other.output


def test_a_check_that_is_failed_by_the_best_is_pointed_out() -> None:
    """A negative discrimination is said at the top of the page."""
    backwards = CheckFigures(SUMS, "adds", "It adds.", True, 1, 9, 4, 0.4, -0.3, 0.1)
    found = Findings([])
    found.__dict__["checks"] = [backwards]
    text = page(found)
    assert "1 check failed rather by those who do well" in text and "<circle" in text
