"""`torchdojo grade` loses nothing and stops for nobody, whatever ends, hangs or is in the way."""

import csv
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from small_collection import (
    COMMAND,
    SPLIT,
    edit,
    grade,
    hand_in,
    labels,
    processes,
    small_collection,
)

SOLVED = (ROOT / f"solutions/{SPLIT}.py").read_text("utf-8")
STUDENTS = 40
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def _class(place: Path, count: int) -> Path:
    for number in range(count):
        hand_in(place / f"s{number:02}", SPLIT, f"{SOLVED}\n# {number}\n")
    return place


def _scores(reports: Path) -> dict[str, str]:
    with (reports / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student"]: row["score"] for row in csv.DictReader(file)}


class Running:
    """A `torchdojo grade` in the background, all of whose processes can be found."""

    def __init__(self, submissions: Path, reports: Path, mark: Path) -> None:
        self.mark = str(mark)
        mark.mkdir(exist_ok=True)
        command = [COMMAND, "grade", str(submissions), str(reports), "--device", "cpu", "-n", "1"]
        self.process = subprocess.Popen(
            [*command, "--exercise", SPLIT],
            cwd=ROOT,
            env=os.environ | {"TMPDIR": self.mark},
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def referees(self) -> Iterator[int]:
        """The processes that compare."""
        return (pid for pid, said in processes(self.mark) if "torchdojo.resident" in said)

    def await_results(self, reports: Path, size: int) -> None:
        """Wait until results of so many bytes are on their way to the disk."""
        ledger = reports / "graded.db-wal"
        while self.process.poll() is None:
            if ledger.is_file() and ledger.stat().st_size > size:
                return
            time.sleep(0.02)

    def leaves_nobody(self) -> bool:
        """Whether all processes end by themselves, soon."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if not list(processes(self.mark)):
                return True
            time.sleep(0.2)
        return False


@linux
def test_kill_9_costs_no_more_than_what_is_being_graded(tmp_path: Path) -> None:
    """What was known is kept, nobody is left behind, and the next run does the rest, once."""
    submissions, reports = _class(tmp_path / "class", STUDENTS), tmp_path / "reports"
    running = Running(submissions, reports, tmp_path / "mark")
    running.await_results(reports, 100_000)
    running.process.kill()
    running.process.wait()
    assert running.leaves_nobody()
    before = labels(reports)
    assert 0 < len(before) < STUDENTS
    again = grade(ROOT, submissions, reports, "--exercise", SPLIT)
    assert again.returncode == 0, again.stdout + again.stderr
    left = STUDENTS - len(before)
    assert f"0 of {left} graded\n" in again.stdout and f"{left} of {left} graded\n" in again.stdout
    assert len(set(labels(reports))) == len(labels(reports)) == STUDENTS
    assert set(before) <= set(labels(reports))
    assert set(_scores(reports).values()) == {"10.0"} and len(_scores(reports)) == STUDENTS


@linux
def test_a_referee_that_is_killed_is_replaced(tmp_path: Path) -> None:
    """Killed while it grades an honest program, and while it starts: the class is complete."""
    submissions, reports = _class(tmp_path / "class", STUDENTS), tmp_path / "reports"
    running = Running(submissions, reports, tmp_path / "mark")
    for size in (0, 100_000):
        running.await_results(reports, size)
        while running.process.poll() is None and not (found := list(running.referees())):
            time.sleep(0.05)
        os.kill(found[0], signal.SIGKILL)
    said, _ = running.process.communicate(timeout=400)
    assert running.process.returncode == 0, said
    assert len(set(labels(reports))) == STUDENTS and set(_scores(reports).values()) == {"10.0"}
    assert running.leaves_nobody()


def test_a_program_that_ends_or_stops_the_referee_is_set_apart(tmp_path: Path) -> None:
    """Its student is told that the grader failed, by name; all others are graded."""
    root = small_collection(tmp_path / "collection")
    trap = '''

def test_trap(student):
    """Nothing goes wrong in the grader"""
    import os, time
    found = student.call("trap")
    if found == "end":
        os._exit(7)
    if found == "stop":
        time.sleep(1000)
'''
    (checks,) = (root / "graders" / SPLIT).glob("test_*.py")
    checks.write_text(checks.read_text("utf-8") + trap, encoding="utf-8")
    for name, answer in [("ada", ""), ("bob", "end"), ("cleo", ""), ("dan", "stop"), ("eve", "")]:
        text = f"{SOLVED}\n\ndef trap():\n    return {answer!r}\n\n# {name}\n"
        hand_in(tmp_path / "class" / name, SPLIT, text)
    reports = tmp_path / "reports"
    done = grade(root, tmp_path / "class", reports, "--patience", "20")
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"Not graded: bob, {SPLIT}: " in done.stderr and "exit status 7" in done.stderr
    assert (
        f"Not graded: dan, {SPLIT}: " in done.stderr
        and "the referee said nothing for" in done.stderr
    )
    scores = _scores(reports)
    assert {scores[name] for name in ("ada", "cleo", "eve")} == {"11.0"}
    assert scores["bob"] == scores["dan"] == ""
    told = json.loads((reports / "bob.json").read_text("utf-8"))["exercises"][SPLIT]
    assert told["score"] is None and told["status"] == "error"
    assert {check["outcome"] for check in told["checks"]} == {"grader_error"}
    assert "grader error" in (reports / "dan.html").read_text("utf-8")
    assert len(labels(reports)) == 3, "a fault of the grader is tried again"


def test_what_students_send_and_are_called_stops_nobody_s_report(tmp_path: Path) -> None:
    """No lone surrogate, control character or clashing name keeps others from their pages."""
    odd = "class Odd(Exception):\n    pass\n\n\nOdd.__name__ = chr(0xD800) + chr(27)\n\n\n"
    says = "raise Odd(chr(0xDC00) + chr(27) + '[31m')"
    raises = SOLVED.replace("def split_even", f"{odd}def split_even", 1)
    raises = raises.replace("size, larger = divmod(len(t), n)", says, 1)
    assert raises.count("chr(") == 4
    names = ["ada", "Bob", "bob", "con", "c" * 240, "d\x1b[31m", "zoe"]
    for name in names:
        hand_in(tmp_path / "class" / name, SPLIT, f"{SOLVED}\n# {name!r}\n")
    hand_in(tmp_path / "class/ada", SPLIT, raises)
    (tmp_path / "class" / os.fsdecode(b"\xff\xfe") / "01_tensors").mkdir(parents=True)
    reports = tmp_path / "reports"
    done = grade(ROOT, tmp_path / "class", reports, "--exercise", SPLIT)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = {path.stem for path in reports.glob("*.html")}
    assert len(pages) == len(names) + 1 == len(_scores(reports))
    assert {"ada", "zoe"} <= pages and "con" not in pages
    assert len({page.lower() for page in pages}) == len(pages)
    assert max(len(page) for page in pages) < 150
    for path in reports.glob("*.*ml"):
        report = json.loads(path.with_suffix(".json").read_text("utf-8"))
        text = path.read_text("utf-8") + json.dumps(report, ensure_ascii=False)
        assert text.encode() and "\x1b" not in text and "\\u001b" not in text
    assert "\x1b" not in (reports / "grades.csv").read_text("utf-8") + done.stdout
    assert _scores(reports)["zoe"] == "10.0"


def test_words_may_change_and_what_judges_may_not(tmp_path: Path) -> None:
    """Lessons, hints, docstrings and sentences cost no second run; checks and code do."""
    root = small_collection(tmp_path / "collection")
    hand_in(tmp_path / "class/ada", SPLIT, SOLVED)
    solution, graders = root / f"solutions/{SPLIT}.py", root / "graders" / SPLIT
    (checks,) = graders.glob("test_*.py")

    def graded() -> bool:
        done = grade(root, tmp_path / "class", tmp_path / "reports")
        assert done.returncode == 0, done.stdout + done.stderr
        return "1 of 1 graded" in done.stdout

    assert graded() and not graded()
    edit(solution, "A batch is cut into pieces", "A batch may be cut into pieces")
    edit(solution, "Which of `torch.split`", "Which one of `torch.split`")
    edit(graders / "mistakes.py", '@mistake(\n    "', '@mistake(\n    "Look: ')
    edit(checks, '    """', '    """Again: ')
    assert not graded()
    edit(solution, "size, larger = divmod(len(t), n)", "size, larger = divmod(t.shape[0], n)")
    assert graded() and not graded()
    edit(checks, "import", "import math\nimport")
    assert graded()


def test_edited_reports_are_nobody_s_to_overwrite(tmp_path: Path) -> None:
    """A page and a table that the instructor has edited stay; `--overwrite` puts copies aside."""
    submissions, reports = _class(tmp_path / "class", 2), tmp_path / "reports"
    assert grade(ROOT, submissions, reports, "--exercise", SPLIT).returncode == 0
    edit(reports / "s00.html", "points", "points, well done")
    edit(reports / "grades.csv", "10.0", "9.5")
    page, table = (reports / "s00.html").read_bytes(), (reports / "grades.csv").read_bytes()
    hand_in(submissions / "s00", SPLIT, "")
    later = grade(ROOT, submissions, reports, "--exercise", SPLIT)
    assert later.returncode == 1 and "s00.html" in later.stderr and "--overwrite" in later.stderr
    assert (reports / "s00.html").read_bytes() == page
    assert (reports / "grades.csv").read_bytes() == table
    assert json.loads((reports / "s00.json").read_text("utf-8"))["score"] == 0
    last = grade(ROOT, submissions, reports, "--exercise", SPLIT, "--overwrite")
    assert last.returncode == 0 and "0 of 10 points" in (reports / "s00.html").read_text("utf-8")
    assert _scores(reports) == {"s00": "0.0", "s01": "10.0"}
    copies = {path.name: path.read_bytes() for path in reports.glob(".torchdojo/backups/*/*.*")}
    assert copies == {"s00.html": page, "grades.csv": table}


@pytest.mark.parametrize(
    ("reports", "sentence"),
    [
        ("file/reports", "cannot be made or written (Not a directory)"),
        ("/proc/reports", "cannot be made or written (No such file or directory)"),
        ("earlier", "was written by an earlier version"),
        ("damaged", "is damaged (file is not a database)"),
        ("later", "was written by another version of torchdojo"),
    ],
)
def test_a_folder_that_cannot_take_reports_is_refused_before_the_first_check(
    tmp_path: Path, reports: str, sentence: str
) -> None:
    """One sentence, exit status 1, and what is there stays as it is."""
    (tmp_path / "file").write_text("")
    for name in ("earlier", "damaged"):
        (tmp_path / name).mkdir()
    (tmp_path / "earlier/graded.jsonl").write_text('{"seed": 5}\n{"label": "0')
    (tmp_path / "damaged/graded.db").write_text("no database at all\n" * 300)
    submissions = _class(tmp_path / "class", 1)
    if reports == "later":
        assert grade(ROOT, submissions, tmp_path / "later", "--exercise", SPLIT).returncode == 0
        _sql(tmp_path / "later", "UPDATE about SET value = 99 WHERE key = 'format'")
    refused = grade(ROOT, submissions, tmp_path / reports, "--exercise", SPLIT)
    assert refused.returncode == 1 and sentence in refused.stderr, refused.stderr
    assert refused.stderr.count("\n") == 1 and " graded" not in refused.stdout
    assert (tmp_path / "earlier/graded.jsonl").read_text() == '{"seed": 5}\n{"label": "0'


def _sql(reports: Path, statement: str) -> None:
    import sqlite3

    with sqlite3.connect(reports / "graded.db") as ledger:
        ledger.execute(statement)
    ledger.close()


def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path) -> None:
    """Where nothing more can be written there is no traceback, and the next run goes on."""
    submissions, reports = _class(tmp_path / "class", 30), tmp_path / "reports"

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    command = [COMMAND, "grade", str(submissions), str(reports), "--exercise", SPLIT]
    command += ["--device", "cpu"]
    full = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=limit
    )
    assert full.returncode == 1 and "Traceback" not in full.stderr, full.stderr
    assert "cannot be written" in full.stderr and full.stderr.count("\n") == 1
    before = len(labels(reports))
    assert before
    again = grade(ROOT, submissions, reports, "--exercise", SPLIT)
    assert again.returncode == 0 and f"0 of {30 - before} graded" in again.stdout


@linux
def test_one_class_is_graded_by_one_at_a_time(tmp_path: Path) -> None:
    """A second run into the same folder is refused; Ctrl-C ends the first and keeps its results."""
    many = 8 * STUDENTS  # or the first has ended before the second has begun
    submissions, reports = _class(tmp_path / "class", many), tmp_path / "reports"
    running = Running(submissions, reports, tmp_path / "mark")
    running.await_results(reports, 60_000)
    second = grade(ROOT, submissions, reports, "--exercise", SPLIT)
    assert second.returncode == 1 and "Another `torchdojo grade` is writing" in second.stderr
    running.process.send_signal(signal.SIGINT)
    said, _ = running.process.communicate(timeout=60)
    assert running.process.returncode == 130 and "What was graded is kept" in said, said
    assert "Traceback" not in said and running.leaves_nobody()
    assert 0 < len(labels(reports)) < many
