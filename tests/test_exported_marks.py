"""Marks for Canvas and Moodle, tables of checks, JUnit: what comes out is what was graded."""

import csv
import io
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_up_reports import check, exercise, write_reports

from torchdojo.classroom.exports.matching import Person, key, match
from torchdojo.classroom.exports.template import read_template
from torchdojo.cli import main

FIRST, SECOND = "01_tensors/01_create", "01_tensors/02_index"
FORMULA = '=HYPERLINK("http://x","y")'


def _reports(folder: Path, **scores: float | None) -> Path:
    """Reports as `torchdojo grade` writes them: for each student a score of 4 and 1.5 of 6."""
    diagnosis = {"kind": "recognised", "id": "adds-1", "sentence": "It subtracts."}
    second = exercise(check("sums", 1.5, 2), check("ends", 0, 4, diagnosis=diagnosis))
    class_ = {
        name: {FIRST: exercise(check("adds", score, 4)), SECOND: second}
        for name, score in scores.items()
    }
    return write_reports(folder, class_)


def _export(*words: object, expect: int = 0) -> str:
    """`torchdojo export` in this process; returns what it says."""
    done = CliRunner().invoke(main, ["export", *map(str, words)])
    assert done.exit_code == expect, done.output
    return done.output


def _rows(path: Path, separator: str = ",", encoding: str = "utf-8") -> list[list[str]]:
    text = path.read_bytes().decode(encoding)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (4711),Current Score\r\n"
    ",,,,,Manual Posting,(read only)\r\n"
    "    Points Possible,,,,,10.00,(read only)\r\n"
    '"Lovelace, Ada",101,s1,ada@uni.example,A,7,70\r\n'
    "Bert Tal,102,s2,bert,A,,\r\n"
    f'"{FORMULA.replace(chr(34), chr(34) * 2)}",103,s3,eve,A,,\r\n'
    '"Student, Test",104,,x,A,,\r\n'
)


def test_canvas_gets_its_own_table_back_with_marks(tmp_path: Path) -> None:
    """By id, login or name in any order; all other cells stay; whoever is left is named."""
    reports = _reports(tmp_path / "reports", ada_lovelace=4, bert=0, zoe=4)
    table, out = tmp_path / "grades.csv", tmp_path / "out.csv"
    table.write_bytes(CANVAS.encode("utf-8-sig"))
    said = _export("canvas", reports, table, out, "--column", "Homework 1", expect=1)
    before, rows = _rows(table, encoding="utf-8-sig"), _rows(out, encoding="utf-8-sig")
    assert out.read_bytes().startswith(b"\xef\xbb\xbf") and b"\r\n" in out.read_bytes()
    assert rows[3][5] == "5.5" and rows[4][5] == "1.5" and rows[5][5] == ""
    assert rows[5][0] == f"'{FORMULA}"
    cells = [(4 if n < 5 else 6, row) for n, row in enumerate(rows)]
    assert all(row[k] == before[n][k] for n, (k, row) in enumerate(cells))
    assert "nobody in the table is zoe" in said and f"No results for {FORMULA}" in said
    assert "Student, Test" not in said and "2 of 3 students" in said
    assert table.read_bytes() == CANVAS.encode("utf-8-sig")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--column", "Homework"), "choose one of Homework 1 (4711)"),
        (("--column", "Current Score"), "is read-only in Canvas"),
        (("--column", "Homework 1", "--by", "Email"), "`Email` is no column"),
        (("--column", "Homework 1", "--exercise", "99_none"), "no results for 99_none"),
    ],
)
def test_what_cannot_be_filled_in_is_told(
    tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    """A sentence says what to choose instead, and nothing is written."""
    reports = _reports(tmp_path / "reports", bert=4)
    table, out = tmp_path / "grades.csv", tmp_path / "out.csv"
    table.write_text(CANVAS)
    assert sentence in _export("canvas", reports, table, out, *words, expect=1)
    assert not out.exists()


def test_the_table_is_never_overwritten(tmp_path: Path) -> None:
    """Neither the platform's own nor one that somebody edited; a folder without reports is told."""
    reports = _reports(tmp_path / "reports", bert=4)
    table, out = tmp_path / "grades.csv", tmp_path / "out.csv"
    table.write_text(CANVAS)
    words = ("--column", "Homework 1")
    assert "is the table itself" in _export("canvas", reports, table, table, *words, expect=1)
    out.write_text("mine")
    assert "it was kept" in _export("canvas", reports, table, out, *words, expect=1)
    assert out.read_text() == "mine" and table.read_text() == CANVAS.replace("\r\n", "\n")
    assert "holds no reports" in _export("canvas", tmp_path, table, out, *words, expect=1)
    (reports / "bert.json").write_text('{"exercises": 3}')
    assert "is no score report" in _export("canvas", reports, table, out, *words, expect=1)


MOODLE = (
    "ID;Vollständiger Name;E-Mail-Adresse;Status;Bewertung;Bestwertung;"
    "Bewertung kann geändert werden;Feedback als Kommentar\n"
    "Teilnehmer/in 501;Ada Lovelace;ada@uni.example;x;-;100,00;Ja;\n"
    "Teilnehmer/in 502;Bert Tal;bert@uni.example;x;12,50;100,00;Ja;=1+1\n"
    "Teilnehmer/in 503;Bert Tal;tal@uni.example;x;-;100,00;Ja;\n"
    "Teilnehmer/in 504;Cleo Ott;cleo@uni.example;x;-;100,00;Nein;\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_moodle_s_worksheet_keeps_its_language(tmp_path: Path, encoding: str) -> None:
    """Semicolons, decimal commas and the encoding stay; two of one name are never guessed."""
    names = ("Ada Lovelace_501_assignsubmission_file", "Bert Tal", "cleo@uni.example")
    reports = _reports(tmp_path / "reports", **dict.fromkeys(names, 4))
    table, out = tmp_path / "worksheet.csv", tmp_path / "out.csv"
    table.write_bytes(MOODLE.encode(encoding))
    said = _export("moodle", reports, table, out, "--column", "Bewertung", "--scale", expect=1)
    rows = _rows(out, ";", encoding)
    assert [row[4] for row in rows] == ["Bewertung", "55", "12,50", "-", "-"]
    assert rows[2][7] == "'=1+1" and out.read_bytes()[:3] == MOODLE.encode(encoding)[:3]
    assert "Bert Tal may be Bert Tal and Bert Tal" in said
    assert "cleo@uni.example cannot be changed there" in said
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("student,key\nBert Tal,tal@uni.example\n")
    words = ("--column", "Bewertung", "--match", pairs, "--out-of", "3", "--overwrite")
    _export("moodle", reports, table, out, *words, expect=1)
    assert [row[4] for row in _rows(out, ";", encoding)][1:4] == ["1,65", "12,50", "1,65"]


def test_marks_that_are_given_count_for_the_score(tmp_path: Path) -> None:
    """`marks.csv` has what a course's rules made of a score, and settles one that is open."""
    reports = _reports(tmp_path / "reports", bert=4, eve=None)
    table, out = tmp_path / "grades.csv", tmp_path / "out.csv"
    table.write_text(CANVAS)
    words = (table, out, "--column", "Homework 1")
    assert "the score of eve is open" in _export("canvas", reports, *words, expect=1)
    header = "student,exercise,earned,given,rule\n"
    (reports / "marks.csv").write_text(f"{header}bert,{FIRST},4,3.25,late\neve,{FIRST},,2,ill\n")
    assert "given marks of 2 of 2" in _export("canvas", reports, *words, "--overwrite")
    assert [row[5] for row in _rows(out)][4:6] == ["4.75", "3.5"]
    _export("canvas", reports, *words, "--overwrite", "--exercise", FIRST)
    assert [row[5] for row in _rows(out)][4:6] == ["3.25", "2"]
    (reports / "marks.csv").write_text(f"{header}bert,{FIRST},4,,open\n")
    stale = _export("canvas", reports, *words, "--overwrite", expect=1)
    assert "marks.csv is older than the results and does not know eve" in stale
    (reports / "marks.csv").write_text(f"{header}bert,{FIRST},4,,open\neve,{FIRST},,2,ill\n")
    again = _export("canvas", reports, *words, "--overwrite", expect=1)
    assert "the score of bert is open" in again and [row[5] for row in _rows(out)][4] == ""
    (reports / "marks.csv").write_text("student,exercise\nbert,x\n")
    assert "is damaged" in _export("canvas", reports, *words, "--overwrite", expect=1)


def test_a_course_s_total_can_be_exported_and_full_names_help(tmp_path: Path) -> None:
    """Per cent as `totals.csv` has them, scaled to the column's points; names from `marks.csv`."""
    reports = _reports(tmp_path / "reports", u77=4)
    table, out = tmp_path / "grades.csv", tmp_path / "out.csv"
    table.write_text(CANVAS)
    words = ("canvas", reports, table, out, "--column", "Homework 1", "--total")
    assert "There are no totals" in _export(*words, expect=1)
    (reports / "totals.csv").write_text("student,name,total_percent\nu77,Ada Lovelace,87.5\n")
    (reports / "marks.csv").write_text(
        f"student,name,exercise,earned,given\nu77,Ada Lovelace,{FIRST},4,4\n"
    )
    assert "totals of 1 of 1" in _export(*words, "--scale")
    assert _rows(out)[3][5] == "8.75"


def test_reports_are_those_that_the_table_names(tmp_path: Path) -> None:
    """A file that is no report is nobody's; whoever has no report yet is told."""
    reports = _reports(tmp_path / "reports", bert=4, zoe=4)
    (reports / "zoe.json").rename(reports / "notes.json")
    said = _export("checks", reports, tmp_path / "checks.csv")
    assert "No report yet, so left out: zoe" in said and "of 1 students" in said
    (reports / "grades.csv").write_text("name\nbert\n")
    again = _export("checks", reports, tmp_path / "checks.csv", expect=1)
    assert "grades.csv is damaged" in again


@pytest.mark.parametrize(
    ("students", "rows", "unsure"),
    [
        (["101"], {"101": 1}, []),
        (["ADA@uni.example"], {"ADA@uni.example": 1}, []),
        (["lovelace_ada"], {"lovelace_ada": 1}, []),
        (["Ada Lovelace_7_assignsubmission_file"], {"Ada Lovelace_7_assignsubmission_file": 1}, []),
        (["Ada Lovelace_102_assignsubmission_file"],
         {"Ada Lovelace_102_assignsubmission_file": 1}, []),
        (["Bo Ek_103_assignsubmission_file"], {}, []),
        (["Participant 104_104_assignsubmission_file"],
         {"Participant 104_104_assignsubmission_file": 4}, []),
        (["Group A-Sean OBrien_105_assignsubmission_file"],
         {"Group A-Sean OBrien_105_assignsubmission_file": 5}, []),
        (["Ann Lee_103_assignsubmission_file"], {"Ann Lee_103_assignsubmission_file": 3}, []),
        (["ann lee"], {}, ["ann lee"]),
        (["103", "ann lee"], {"103": 3}, ["ann lee"]),
        (["101", "ada@uni.example"], {}, ["101", "ada@uni.example"]),
        (["101", "Ada Lovelace"], {"101": 1}, ["Ada Lovelace"]),
        (["ada"], {}, []),
    ],
)  # fmt: skip
def test_nobody_is_guessed(students: list[str], rows: dict[str, int], unsure: list[str]) -> None:
    """One row that fits one student is a match; two are told, whichever way round."""
    people = [
        Person(1, frozenset({"101", "ada@uni.example"}), "Lovelace, Ada"),
        Person(2, frozenset({"102"}), "Lee, Ann"),
        Person(3, frozenset({"103"}), "Ann Lee"),
        Person(4, frozenset({"104", "participant 104"}), "Participant 104"),
        Person(5, frozenset({"105"}), "O'Brien, Sean"),
    ]
    found = match(students, people, {}, {})
    assert found.rows == rows and list(found.unsure) == unsure
    assert {*found.rows, *found.unsure, *found.unknown} == set(students)
    assert len(found.left) == len(people) - len(rows)
    assert key(" ÅDA ") == "åda"


def test_a_workbook_is_told_to_be_no_csv(tmp_path: Path) -> None:
    """As is a table of nobody; the sentence says what to download."""
    for data, sentence in (
        (b"PK\x03\x04", "as CSV, not as Excel"),
        (b"a,b\n", "no table of students"),
    ):
        (tmp_path / "t.csv").write_bytes(data)
        with pytest.raises(Exception, match=sentence):
            read_template(tmp_path / "t.csv")


def test_checks_and_junit_hold_every_check_of_everybody(tmp_path: Path) -> None:
    """A row, or a test case, for each; open scores are empty; texts are harmless and escaped."""
    reports = _reports(tmp_path / "reports", bert=4, **{FORMULA: None})
    _export("checks", reports, tmp_path / "checks.csv")
    _export("junit", reports, tmp_path / "junit.xml")
    header, *rows = _rows(tmp_path / "checks.csv")
    assert len(rows) == 6 and header[0] == "student" and all(len(row) == 12 for row in rows)
    assert {row[0] for row in rows} == {"bert", "'" + FORMULA}
    cells = [dict(zip(header, row, strict=True)) for row in rows]
    assert {c["student"][:1]: c["points"] for c in cells if c["exercise"] == FIRST} == {
        "'": "",
        "b": "4.0",
    }
    ends = next(c for c in cells if c["check"] == "ends")
    assert (ends["diagnosis_kind"], ends["diagnosis_id"]) == ("recognised", "adds-1")
    assert ends["sentence"] == "It subtracts." and ends["max_points"] == "4.0"
    suites = ET.parse(tmp_path / "junit.xml").getroot().findall("testsuite")
    by_name = {suite.get("name"): suite for suite in suites}
    assert by_name["bert"].get("tests") == "3" and by_name["bert"].get("failures") == "1"
    other = by_name[FORMULA]
    assert other.get("errors") == "1" and other.find("testcase/error") is not None
    points = {
        p.get("name"): p.get("value")
        for p in by_name["bert"].findall("testcase/properties/property")
    }
    assert points["max_points"] == "4" and "requirement" in points
