"""Attacks by names and archives: on whoever opens a table, unpacks a hand-in or fills in marks."""

import csv
import io
import struct
import zipfile
from pathlib import Path

import pytest
from attacks.run import ROOT

from torchdojo.catalog import Collection, Unreadable
from torchdojo.classroom.archives import unpack
from torchdojo.classroom.collecting import Collected, Wanted, collected
from torchdojo.classroom.formats import nbgrader
from torchdojo.classroom.journal import login_name
from torchdojo.classroom.roster import read_roster
from torchdojo.classroom.tables import csv_text, plain_text, write_table

COLLECTION = Collection(ROOT)
SPLIT = "01_tensors/10_split_and_chunk"
FILE = "10_split_and_chunk.py"


def _class(place: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, "utf-8")
    return place


def _works(found: Collected) -> dict[str, str]:
    """What is graded, by student: the text in the file."""
    return {
        student.name: path.read_text("utf-8")
        for student in found.students
        if student.folder is not None
        for path in student.folder.glob(f"{SPLIT}.*")
    }


@pytest.mark.parametrize(
    "name", ["x;=1+1;y", "x; =1+1", 'x;"=1+1', "x;@SUM(1)", ";-1+1", "=1;+1", "x;'=1", "a;\uff1d1"]
)
def test_a_semicolon_in_a_name_opens_no_cell_with_a_formula(name: str) -> None:
    """Editions of Excel for languages with decimal commas end cells there, whatever the file is."""
    file = io.StringIO(newline="")
    write_table(file, [["ada", name, 3]])
    line = file.getvalue().removesuffix("\r\n")
    for cell in line.split(";")[1:]:
        assert cell.startswith(("'", "y")), line
    (row,) = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert plain_text(row[1]) == name


@pytest.mark.parametrize("name", ["x;y", "Doe; John", "x;'y", "a;b=c", "'", ";", ""])
def test_other_semicolons_stay_as_they_are(name: str) -> None:
    """Only what would be a formula is marked."""
    assert csv_text(name) == name == plain_text(name)


@pytest.mark.parametrize("place", [2**63, 2**64 - 1])
def test_a_member_beyond_the_end_of_any_file_is_a_damaged_archive(
    tmp_path: Path, place: int
) -> None:
    """A header of 64 bits may name a place that no number of the system's holds."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.py", "x = 1\n")
    data = (tmp_path / "a.zip").read_bytes()
    start, end = data.rfind(b"PK\x01\x02"), data.rfind(b"PK\x05\x06")
    listed, last = bytearray(data[start:end]), bytearray(data[end:])
    more = struct.pack("<HHQ", 1, 8, place)
    struct.pack_into("<L", listed, 42, 0xFFFFFFFF)
    struct.pack_into("<H", listed, 30, len(more))
    struct.pack_into("<L", last, 12, len(listed) + len(more))
    (tmp_path / "a.zip").write_bytes(data[:start] + listed + more + last)
    with pytest.raises(Unreadable, match="damaged"):
        unpack(tmp_path / "a.zip", tmp_path / "into")


def test_an_account_called_by_a_fellow_students_number_is_not_that_student(tmp_path: Path) -> None:
    """Whoever opens an account on GitHub chooses its name, and its owner may not be known yet."""
    (tmp_path / "roster.csv").write_text(
        "identifier,github_username,github_id,name\ns1001,ada,1,Ada\ns1002,bert,77,Bert\ns1003,,,Eve\n"
    )
    names = ("ada", "bert", "s1001", "77")
    files = {f"week-{name}/exercises/01_tensors/{FILE}": name for name in names}
    place = _class(tmp_path / "class", files | {f"week-{name}/.git/HEAD": "" for name in names})
    wanted = Wanted(roster=read_roster(tmp_path / "roster.csv"))
    with collected(place, COLLECTION, tmp_path / "reports", wanted) as found:
        works = _works(found)
        assert sorted(found.strangers) == ["77", "s1001"]
    assert (works["s1001"], works["s1002"]) == ("ada", "bert")


def test_whoever_hands_in_first_hands_in_for_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All attempts of one account are a copy only if that account is none of the students'."""
    files = {f"{name}+w+2026-11-20 10:00:00.0 UTC/{FILE}": name for name in ("ada", "eve")}
    place = _class(tmp_path / "inbound", files)
    monkeypatch.setattr(nbgrader, "_owner", lambda entry: "eve")
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert _works(found) == {"eve": "eve"} and len(found.apart) == 1 and not found.notes


def test_a_copy_by_a_grader_who_tried_the_exercise_is_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The grader's own account may be among those that handed in."""
    me = login_name()
    files = {f"{name}+w+2026-11-20 10:00:00.0 UTC/{FILE}": name for name in ("ada", me)}
    place = _class(tmp_path / "inbound", files)
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert sorted(_works(found)) == sorted(["ada", me]) and len(found.notes) == 1
