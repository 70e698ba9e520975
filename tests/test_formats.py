"""What learning platforms give out is read, and no archive can do harm."""

import csv
import io
import os
import pwd
import re
import stat
import struct
import tempfile
import warnings
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import ROOT
from small_collection import SPLIT, grade, small_collection

from torchdojo.catalog import Collection, Unreadable
from torchdojo.classroom.archives import unpack
from torchdojo.classroom.collecting import Collected, Wanted, collected
from torchdojo.classroom.formats import FORMATS, HandIn, Who, nbgrader
from torchdojo.classroom.formats.dates import read_date
from torchdojo.classroom.members import Limits
from torchdojo.classroom.naming import Names
from torchdojo.classroom.roster import read_roster
from torchdojo.classroom.staging import Stage
from torchdojo.classroom.survey import Survey
from torchdojo.classroom.workshop import workshop
from torchdojo.errors import DojoError

COLLECTION = Collection(ROOT)
JOIN = "01_tensors/11_join"
FILE, OTHER = "10_split_and_chunk.py", "11_join.py"
METADATA = """\
submission_101:
  :submitters:
  - :name: Ada Lovelace
    :sid: 'a01'
    :email: ada@example.org
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2026-11-20 09:00:00.123456789 Z
    zone: !ruby/object:ActiveSupport::TimeZone
      name: Etc/UTC
  :score: 3.0
submission_102:
  :submitters:
  - :name: Bert Broom
    :sid: 'b02'
    :email: bert@example.org
  - :name: Cleo Crane
    :sid: 'c03'
    :email: cleo@example.org
  :created_at: 2026-11-21 10:30:00.000000000 +01:00
"""
LAYOUTS: dict[str, dict[str, str]] = {
    "canvas": {
        f"lovelaceada_123_4567_{FILE}": "ada",
        "lovelaceada_123_4568_join.py": "ada",
        f"broombert_LATE_124_4570_{FILE}": "old",
        "broombert_LATE_124_4599_10_split_and_chunk-1.py": "bert",
        f"anon_aB3dE_LATE_4601_{FILE}": "nobody knows",
        "broombert_LATE_124_4571_helper.py": "help",
    },
    "moodle": {
        f"Ada Lovelace_123456_assignsubmission_file_/{FILE}": "ada",
        "Ada Lovelace_123456_assignsubmission_file_/11_join (1).py": "ada",
        "Bert Broom_123457_assignsubmission_file_/work/01_tensors/" + FILE: "bert",
        "Bert Broom_123457_assignsubmission_onlinetext_/onlinetext.html": "<p>here it is</p>",
        f"Participant 77_123458_assignsubmission_file_{FILE}": "flat",
    },
    "gradescope": {
        "submission_metadata.yml": METADATA,
        f"submission_101/{FILE}": "ada",
        f"submission_102/src/exercises/01_tensors/{FILE}": "bert and cleo",
        "submission_999/x.py": "whose?",
    },
    "github": {
        f"week-1-ada/exercises/01_tensors/{FILE}": "ada",
        "week-1-ada/.git/config": "[core]\n\tfsmonitor = touch /tmp/owned",
        "week-1-ada/graders/conftest.py": "",
        f"week-1-bert-b/exercises/01_tensors/{FILE}": "bert",
        "week-1-bert-b/.git/HEAD": "ref: refs/heads/main",
    },
    "nbgrader": {
        "ada/week1/10_split_and_chunk.ipynb": "{}",
        "ada/week1/timestamp.txt": "2026-11-20 10:00:00.000000 UTC",
        "bert/week1/11_join.ipynb": "{}",
        "bert/week1/timestamp.txt": "2026-11-21 10:00:00.000000 UTC\n",
    },
    "folders": {
        f"ada/01_tensors/{FILE}": "ada",
        f"bert/torchdojo/exercises/01_tensors/{FILE}": "b",
    },
}
STUDENTS = {
    "canvas": ["anon_aB3dE", "broombert_124", "lovelaceada_123"],
    "moodle": ["Ada Lovelace_123456", "Bert Broom_123457", "Participant 77_123458"],
    "gradescope": ["a01", "b02", "c03"],
    "github": ["ada", "bert-b"],
    "nbgrader": ["ada", "bert"],
    "folders": ["ada", "bert"],
}


def _put(place: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    return place


def _zip(place: Path, files: Mapping[str, "str | bytes"]) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return place


def _zipped(files: Mapping[str, "str | bytes"]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def _works(found: Collected, id: str = SPLIT) -> dict[str, str]:
    """What each student's work on an exercise says, for those who have any."""
    said = {}
    for student in found.students:
        for suffix in (".py", ".ipynb"):
            if student.folder and (place := student.folder / f"{id}{suffix}").is_file():
                said[student.name] = place.read_text()
    return said


def _fates(found: Collected) -> dict[str, tuple[str, str]]:
    return {one.source: (one.fate, one.why) for one in found.seen}


# --- platforms ------------------------------------------------------------------------------------


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", LAYOUTS)
def test_a_format_is_recognised_and_read(tmp_path: Path, name: str, packed: bool) -> None:
    """As a folder, as an archive, and as an archive with one folder around all."""
    if packed:
        place = _zip(tmp_path / "submissions.zip", LAYOUTS[name])
    else:
        place = _put(tmp_path / "class", LAYOUTS[name])
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert found.format is FORMATS[name]
        assert sorted(student.name for student in found.students) == STUDENTS[name]
    _zip(tmp_path / "downloads/week.zip", LAYOUTS[name])
    with collected(tmp_path / "downloads", COLLECTION, tmp_path / "reports") as found:
        assert found.format is FORMATS[name]
        if name != "folders":
            assert sorted(student.name for student in found.students) == STUDENTS[name]
    around = _zip(tmp_path / "week.zip", {f"week/{k}": v for k, v in LAYOUTS[name].items()})
    with collected(around, COLLECTION, tmp_path / "reports") as found:
        assert found.format is FORMATS[name]
        assert sorted(student.name for student in found.students) == STUDENTS[name]


def test_canvas_names_say_all(tmp_path: Path) -> None:
    """Who, whether late, which attempt: the last one is laid out, and helpers lie beside it."""
    place = _put(tmp_path / "class", LAYOUTS["canvas"])
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert _works(found)["broombert_124"] == "bert"
        assert _works(found)["lovelaceada_123"] == _works(found, JOIN)["lovelaceada_123"] == "ada"
        (bert,) = [one for one in found.students if one.name == "broombert_124"]
        assert bert.folder is not None
        assert (bert.folder / "01_tensors/helper.py").read_text() == "help"
        fates = _fates(found)
        late = {one.source for one in found.seen if one.late}
    assert fates[f"broombert_LATE_124_4570_{FILE}"] == ("superseded", "A later attempt is taken.")
    assert fates["broombert_LATE_124_4599_10_split_and_chunk-1.py"][0] == "taken"
    assert fates["broombert_LATE_124_4571_helper.py"][0] == "not recognised"
    assert len(late) == 3 and all("LATE" in source for source in late)
    assert not any("lovelaceada" in source for source in late)


def test_the_marks_of_canvas_may_be_the_students_own_number(tmp_path: Path) -> None:
    """One number less than usual: the exercise's own is not taken for that of a file."""
    name = "lovelaceada_LATE_123_10_split_and_chunk-1.py"
    place = _put(tmp_path / "class", {name: "ada"})
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert _works(found) == {"lovelaceada_123": "ada"}


def test_moodle_folders_and_flat_files_are_read(tmp_path: Path) -> None:
    """Loose files and folders in the upload's folder; a typed text is told."""
    place = _put(tmp_path / "class", LAYOUTS["moodle"])
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert sorted(_works(found).values()) == ["ada", "bert", "flat"]
        assert _works(found, JOIN) == {"Ada Lovelace_123456": "ada"}
        assert found.students[0].full_name == "Ada Lovelace"
    (typed,) = [one for one in found.apart if "onlinetext" in one.source]
    assert "typed into Moodle" in typed.why


def test_a_group_of_gradescope_shares_its_work(tmp_path: Path) -> None:
    """With the date that its metadata tell, whatever Ruby wrote it as."""
    place = _put(tmp_path / "class", LAYOUTS["gradescope"])
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert _works(found) == {"a01": "ada", "b02": "bert and cleo", "c03": "bert and cleo"}
        when = {one.student: one.when for one in found.seen if one.fate == "taken"}
    assert when["a01"] == datetime(2026, 11, 20, 9, 0, 0, 123456, UTC)
    assert when["b02"] == datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    assert [one.source for one in found.apart] == ["submission_999"]


@pytest.mark.parametrize("text", ["a: [", "- a\n", "\t", "!!python/object/apply:os.system [id]"])
def test_damaged_metadata_of_gradescope_end_in_a_sentence(tmp_path: Path, text: str) -> None:
    """No traceback, and nothing that YAML could make is made."""
    files = LAYOUTS["gradescope"] | {"submission_metadata.yml": text}
    place = _put(tmp_path / "class", files)
    with pytest.raises(DojoError, match="anew"), collected(place, COLLECTION, tmp_path / "r"):
        pass


def test_clones_are_graded_where_they_are(tmp_path: Path) -> None:
    """Nothing of git's is looked into, and nothing is copied."""
    place = _put(tmp_path / "class", LAYOUTS["github"])
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert [one.folder for one in found.students] == [
            place / "week-1-ada/exercises",
            place / "week-1-bert-b/exercises",
        ]
    fates = _fates(found)
    assert fates["week-1-ada/.git"][0] == fates["week-1-ada/graders"][0] == "left out"
    assert not any(".git/" in source for source in fates)


def test_attempts_of_nbgraders_exchange_are_told_apart(tmp_path: Path) -> None:
    """By their time stamps; an assignment of another week is not superseded."""
    files = {
        "ada+week1+2026-11-20 10:00:00.000000 UTC+aB3/10_split_and_chunk.ipynb": "old",
        "ada+week1+2026-11-21 10:00:00.000000 UTC+xY9/10_split_and_chunk.ipynb": "new",
        "ada+week2+2026-11-19 10:00:00.000000 UTC/11_join.ipynb": "other week",
    }
    place = _put(tmp_path / "inbound", files)
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert _works(found) == {"ada": "new"} and _works(found, JOIN) == {"ada": "other week"}
    wanted = Wanted(best=True)
    with collected(place, COLLECTION, tmp_path / "reports", wanted) as found:
        (ada,) = found.students
        (first,) = ada.earlier[SPLIT]
        assert (first / f"{SPLIT}.ipynb").read_text() == "old"
        assert (first / f"{JOIN}.ipynb").read_text() == "other week"
        assert JOIN not in ada.earlier


INBOUND = {
    f"{name}+week1+2026-11-20 10:00:0{second}.000000 UTC/10_split_and_chunk.ipynb": name
    for second, name in enumerate(("ada", "bert", "bert", "cleo"))
}


def _owned(monkeypatch: pytest.MonkeyPatch, *owners: str) -> None:
    """Have the attempts in `INBOUND` belong to these accounts, in turn."""
    by_name = {name.partition("/")[0]: one for name, one in zip(INBOUND, owners, strict=True)}
    monkeypatch.setattr(nbgrader, "_owner", lambda entry: by_name[entry.name])


def test_a_hand_in_of_another_account_is_nobodys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any account can write into the exchange's inbound, under any student's name."""
    place = _put(tmp_path / "inbound", INBOUND)
    _owned(monkeypatch, "ada", "bert", "ada", "ada")
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert _works(found) == {"ada": "ada", "bert": "bert"} and not found.notes
    fates = [one for one in found.seen if "account `ada`" in one.why]
    assert [one.fate for one in fates] == ["left out"] * 2
    assert [one.source[:4] for one in fates] == ["bert", "cleo"] and len(found.apart) == 2


def test_a_foreign_hand_in_does_not_take_away_one_that_is_shown_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long names are cut where they are shown, and another account may choose such a name."""
    names = [f"ada+{'w' * 90}+2026-11-20 10:00:0{n}.0 UTC" for n in range(2)]
    place = _put(tmp_path / "inbound", {f"{n}/10_split_and_chunk.ipynb": n for n in names})
    monkeypatch.setattr(nbgrader, "_owner", lambda e: "ada" if e.name == names[0] else "eve")
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert _works(found) == {"ada": names[0]} and len(found.apart) == 1


def test_where_nobody_owns_what_is_called_after_them_the_command_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it may be on another machine: the sentence says how to have the names believed."""
    place = _put(tmp_path / "inbound", INBOUND)
    _owned(monkeypatch, "root", "daemon", "1005", "1006")
    with pytest.raises(DojoError, match="copy the folder"):
        collected(place, COLLECTION, tmp_path / "reports").__enter__()


def test_a_copy_of_the_inbound_is_taken_and_that_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One account owns all that is in it, so there is nothing to compare."""
    place = _put(tmp_path / "inbound", INBOUND)
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert sorted(_works(found)) == ["ada", "bert", "cleo"] and not found.apart
        (note,) = found.notes
    assert "one account" in note
    _owned(monkeypatch, "ada", "bert", "bert", "cleo")
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert sorted(_works(found)) == ["ada", "bert", "cleo"] and not found.notes


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_the_owner_is_that_of_the_folder(tmp_path: Path) -> None:
    """A student's account wrote one hand-in for itself and one for somebody else."""
    place = tmp_path / "inbound"
    for name in ("nobody", "ada"):
        _put(place, {f"{name}+week1+2026-11-20 10:00:00.0 UTC/{FILE}": name})
    for folder in place.iterdir():
        os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
    _put(place, {f"ada+week1+2026-11-19 10:00:00.0 UTC/{FILE}": "of root"})
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert _works(found) == {"nobody": "nobody"}


def test_of_many_attempts_the_last_ten_are_graded(tmp_path: Path) -> None:
    """A student chooses how many there are: each would cost as much as another student."""
    names = (f"ada+week1+2026-11-20 10:00:{n:02}.0 UTC/10_split_and_chunk.ipynb" for n in range(14))
    place = _put(tmp_path / "inbound", {name: str(n) for n, name in enumerate(names)})
    with collected(place, COLLECTION, tmp_path / "reports", Wanted(best=True)) as found:
        (ada,) = found.students
        kept = [(one / f"{SPLIT}.ipynb").read_text() for one in ada.earlier[SPLIT]]
        assert kept == [str(n) for n in range(4, 13)] and _works(found) == {"ada": "13"}
    left = [one for one in found.seen if one.fate == "left out"]
    assert len(left) == 4 and all("the last 10" in one.why for one in left)


def test_hidden_names_are_told_unless_a_system_wrote_them(tmp_path: Path) -> None:
    """A student or a teacher may have chosen them."""
    files = {f"{name}/01_tensors/{FILE}": name for name in ("ada", ".bert", "__cleo")}
    place = _put(tmp_path / "class", files | {".DS_Store": "", "__MACOSX/ada/._x": "", "._ada": ""})
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert _works(found) == {"ada": "ada"}
    assert [one.source for one in found.apart] == [".bert", "__cleo"]
    assert _fates(found)["__cleo"][0] == "left out" and "rename it" in _fates(found)["__cleo"][1]


@pytest.mark.parametrize("swapped", ["ada", "ada/01_tensors"])
def test_a_folder_that_became_a_link_meanwhile_is_not_followed(
    tmp_path: Path, swapped: str
) -> None:
    """It may lead to the work of somebody else, which only this command may read."""
    place = _put(tmp_path / "class", {f"{n}/01_tensors/{FILE}": n for n in ("ada", "bert")})
    survey = Survey(Names(list(COLLECTION.exercises.values())), tmp_path / "room", loose=False)
    (piece,) = survey.pieces(HandIn(Who("ada"), place / "ada", "ada"))
    (place / swapped).rename(tmp_path / "away")
    (place / swapped).symlink_to(place / swapped.replace("ada", "bert"))
    stage = Stage(tmp_path / "stage", {"01_tensors"})
    with pytest.raises(Unreadable, match="is no longer where it lay"):
        stage.put(piece, COLLECTION.find(SPLIT))
    assert not (tmp_path / f"stage/{SPLIT}.py").exists()


def test_a_format_can_be_named(tmp_path: Path) -> None:
    """What is in another one ends in a sentence; an unknown name does too."""
    place = _put(tmp_path / "class", LAYOUTS["canvas"])
    for name, sentence in {
        "moodle": "holds nothing as Moodle names it",
        "ilias": "choose one of",
    }.items():
        with pytest.raises(DojoError, match=sentence):
            collected(place, COLLECTION, tmp_path / "r", Wanted(name)).__enter__()


def test_dates_know_their_time_zone() -> None:
    """An abbreviation that several countries use is no date."""
    assert read_date("2026-11-20 10:00:00.1234567 +0530") == datetime(
        2026, 11, 20, 4, 30, 0, 123456, UTC
    )
    assert read_date("2026-11-20 10:00:00 UTC") == read_date("2026-11-20T10:00:00Z")
    assert read_date("2026-11-20 10:00:00") == datetime(2026, 11, 20, 10, tzinfo=UTC)
    berlin = ZoneInfo("Europe/Berlin")
    moodle = "Friday, 20 November 2026, 12:05 PM"
    assert read_date(moodle, berlin) == datetime(2026, 11, 20, 11, 5, tzinfo=UTC)
    assert read_date("Friday, 20 November 2026, 00:05", berlin) == datetime(
        2026, 11, 19, 23, 5, tzinfo=UTC
    )
    assert read_date(moodle) is read_date("Friday, 31 November 2026, 12:05 PM", berlin) is None
    assert read_date("2026-11-20 10:00:00 IST") is read_date("yesterday") is None


# --- which file is meant --------------------------------------------------------------------------

MEANT = {
    ("split_and_chunk.py",): SPLIT,
    ("10_split_and_chunk (1).py",): SPLIT,
    ("10_Split_And_Chunk.py.txt",): SPLIT,
    ("10_split_and_chunk.txt",): None,
    ("notes.py",): None,
    ("a/10_split_and_chunk (1).py", "a/10_split_and_chunk (2).py"): None,
    ("a/10_split_and_chunk.py", "b/10_split_and_chunk.py"): None,
    ("a/10_split_and_chunk.py", "10_split_and_chunk (2).py"): "a/10_split_and_chunk.py",
}


@pytest.mark.parametrize("files", MEANT)
def test_only_what_is_unmistakable_is_taken(tmp_path: Path, files: tuple[str, ...]) -> None:
    """A copy by itself is; two copies are told, and neither is graded."""
    moodle = {f"Ada L_1_assignsubmission_file_/{name}": name for name in files}
    place = _put(tmp_path / "class", moodle | {"Bert B_2_assignsubmission_file_/x.py": ""})
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        works = _works(found)
        expected = MEANT[files]
        assert bool(works) == (expected is not None)
        if expected in files:
            assert works == {"Ada L_1": expected}
    for name in files:
        assert any(source.endswith(f"_/{name}") for source in _fates(found)), name


def test_in_plain_folders_a_wrong_name_is_told_and_not_taken(tmp_path: Path) -> None:
    """There the student chose name and place."""
    place = _put(
        tmp_path / "class",
        {"ada/01_tensors/10_split_and_chunk (1).py": "", f"bert/01_tensors/{FILE}": ""},
    )
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert _works(found) == {"bert": ""}
    fate, why = _fates(found)["ada/01_tensors/10_split_and_chunk (1).py"]
    assert fate == "not recognised" and f"move it to `{SPLIT}.py`" in why


def test_what_no_program_finds_is_not_said_to_be_beside_it(tmp_path: Path) -> None:
    """A folder is graded where it lies, and a program sees no more than the folder of its track."""
    work = {f"ada/01_tensors/{FILE}": "", "ada/01_tensors/a.py": "", "ada/01_tensors/sub/b.py": ""}
    apart = {"ada/tools.py": "", "ada/03_pipelines/tools.py": ""}
    place = _put(tmp_path / "class", work | apart)
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        fates = _fates(found)
    for name in apart:
        assert "no program finds it where it lies" in fates[name][1]
    for name in ("a.py", "sub/b.py"):
        assert "lies beside the work" in fates[f"ada/01_tensors/{name}"][1]


# --- archives -------------------------------------------------------------------------------------


def test_archives_in_the_hand_ins_are_opened(tmp_path: Path) -> None:
    """For a student, in a folder, and in another archive; beside work they are told."""
    inner = _zipped({f"deep/{FILE}": "bert"})
    place = _put(tmp_path / "class", {f"dan/01_tensors/{FILE}": "dan", "dan/x.py": ""})
    _zip(place / "ada.zip", {f"mine/01_tensors/{FILE}": "ada", "__MACOSX/._x": "junk"})
    _zip(place / "bert/all.zip", {"inner.ZIP": inner})
    _zip(place / "dan/old.zip", {FILE: "old"})
    _zip(place / "dan.zip", {FILE: "other"})
    (place / "cleo.rar").write_bytes(b"Rar!")
    before = sorted(place.rglob("*"))
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert _works(found) == {"ada": "ada", "bert": "bert", "dan": "dan"}
        assert [one.name for one in found.students] == ["ada", "bert", "dan"]
    assert sorted(place.rglob("*")) == before
    fates = _fates(found)
    assert fates[f"bert/all.zip/inner.ZIP/deep/{FILE}"][0] == "taken"
    assert "not opened" in fates["dan/old.zip"][1] and fates["dan.zip"][0] == "left out"
    assert fates["cleo.rar"][0] == "left out"


def test_what_was_unpacked_is_gone_at_the_end(tmp_path: Path) -> None:
    """It is in a folder of its own that nobody else can enter."""
    place = _zip(tmp_path / "submissions.zip", LAYOUTS["canvas"])
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        folders = [one.folder for one in found.students if one.folder]
        root = folders[0].parents[1]
        assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert folders and not root.exists()


def test_what_a_killed_command_left_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But not what another one is at work in, nor what is no folder of ours."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, other = (tmp_path / f"torchdojo-hand-ins-{name}" for name in ("left", "other"))
    _put(left, {".lock": "", "class/work.py": ""})
    other.symlink_to(_put(tmp_path / "mine", {".lock": ""}))
    with workshop() as busy:
        assert not left.exists()
        with workshop() as mine:
            assert busy.is_dir() and mine.is_dir()
    assert not busy.exists() and (tmp_path / "mine/.lock").exists()


def test_the_same_work_has_the_same_time_of_change(tmp_path: Path) -> None:
    """By it work is known again; a platform dates all files by the download."""
    times = []
    for number, day in enumerate(((2026, 11, 20, 0, 0, 0), (2026, 11, 21, 0, 0, 0))):
        place = tmp_path / f"{number}.zip"
        with zipfile.ZipFile(place, "w") as archive:
            archive.writestr(zipfile.ZipInfo(f"lovelaceada_1_2_{FILE}", day), "same")
        with collected(place, COLLECTION, tmp_path / "reports") as found:
            (student,) = found.students
            assert student.folder is not None
            times.append((student.folder / f"{SPLIT}.py").stat().st_mtime_ns)
    assert times[0] == times[1]


def _info(name: str, mode: int = 0, system: int = 3) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = system, mode << 16
    return info


def _raw(*members: "tuple[zipfile.ZipInfo, bytes]", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(held, "w", method) as archive:
        warnings.simplefilter("ignore")  # of two members of one name
        for info, data in members:
            info.compress_type = method
            archive.writestr(info, data)
    return held.getvalue()


def _patched(data: bytes, *, flags: int) -> bytes:
    """With general purpose flags set in every header."""
    found = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for place in (one.start() for one in re.finditer(re.escape(mark), data)):
            (old,) = struct.unpack_from("<H", found, place + offset)
            struct.pack_into("<H", found, place + offset, old | flags)
    return bytes(found)


def _lying(size: int, count: int = 1) -> bytes:
    """An archive whose list says that its members are of another size."""
    data = bytearray(_raw(*((_info(f"{n}.py"), b"x" * 100_000) for n in range(count))))
    for found in re.finditer(b"PK\x01\x02", data):
        struct.pack_into("<L", data, found.start() + 24, size)
    return bytes(data)


def _nested(depth: int) -> bytes:
    data = _zipped({FILE: ""})
    for _ in range(depth):
        data = _zipped({"inner.zip": data})
    return data


LINK = stat.S_IFLNK | 0o777
BAD: dict[str, tuple[bytes, str]] = {
    "not a zip": (b"hello", "damaged or no ZIP archive"),
    "cut off": (_zipped({FILE: os.urandom(5000)})[:-400], "damaged or no ZIP archive"),
    "empty": (b"", "damaged or no ZIP archive"),
    "absolute": (_raw((_info("/etc/passwd"), b"")), "leads out of the archive"),
    "parent": (_raw((_info("a/../../b.py"), b"")), "leads out of the archive"),
    "windows parent": (_raw((_info("a\\..\\..\\b.py", system=0), b"")), "leads out of the archive"),
    "drive": (_raw((_info("C:\\b.py", system=0), b"")), "leads out of the archive"),
    "deep": (_raw((_info("d/" * 40 + "b.py"), b"")), "more than 32 deep"),
    "many": (_zipped({f"{n}": "" for n in range(10_001)}), "more than 10000 files"),
    "a long list": (_zipped({f"{n:050000}": "" for n in range(90)}), "lists too many files"),
    "bomb": (_zipped({"a.csv": b"\0" * (20 * 2**20)}), "times its size"),
    "large": (_lying(9 * 2**20, 30), "more than 256 MiB"),
    "encrypted": (_patched(_zipped({FILE: "x"}), flags=1), "without a password"),
    "twice": (_raw((_info("a.py"), b"1"), (_info("a.py"), b"2")), "twice"),
    "case": (_raw((_info("a.py"), b"1"), (_info("A.PY"), b"2")), "upper and lower case"),
    "a file as a folder": (_raw((_info("a"), b"1"), (_info("a/b"), b"2")), "a file and a folder"),
    "no UTF-8": (
        _patched(_zipped({"aXb.py": "x"}).replace(b"aXb.py", b"a\xffb.py"), flags=0x800),
        "not UTF-8",
    ),
    "too long a name": (_zipped({"a" * 300: ""}), "cannot be unpacked"),
    "bzip2": (_raw((_info("a.py"), b""), method=zipfile.ZIP_BZIP2), "unusual way"),
    "lzma": (_raw((_info("a.py"), b""), method=zipfile.ZIP_LZMA), "unusual way"),
    "more than it says": (_lying(5), "damaged"),
    "less than it says": (_lying(500_000), "damaged"),
    "archives without end": (_nested(6), "Too many archives"),
}  # fmt: skip


@pytest.fixture(scope="module")
def bad_class(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class in which everybody but two handed in a bad archive."""
    place = tmp_path_factory.mktemp("bad") / "class"
    for number, (data, _) in enumerate(BAD.values()):
        (place / f"s{number:02}").mkdir(parents=True)
        (place / f"s{number:02}/work.zip").write_bytes(data)
    _zip(place / "zoe.zip", {FILE: "zoe"})
    links = [(_info("l.py", LINK), b"/etc/passwd"), (_info("p", stat.S_IFIFO | 0o666), b"")]
    (place / "links").mkdir()
    (place / "links/work.zip").write_bytes(_raw(*links, (_info(FILE, 0o100755), b"good")))
    return place


def test_a_bad_archive_costs_its_own_student_one_sentence(bad_class: Path, tmp_path: Path) -> None:
    """Everybody else is read, and nothing is written anywhere else."""
    with collected(bad_class, COLLECTION, tmp_path / "reports") as found:
        students = {student.name: student for student in found.students}
        assert _works(found) == {"links": "good", "zoe": "zoe"}
        assert not list((students["links"].folder or tmp_path).rglob("l.py"))
        said = {name: students[f"s{n:02}"].why for n, name in enumerate(BAD)}
    for name, (_, sentence) in BAD.items():
        assert sentence in said[name], (name, said[name])
        assert said[name].count(". ") < 2 and "\n" not in said[name]
    fates = _fates(found)
    assert fates["s00/work.zip"][0] == "not opened"
    assert "link or device" in fates["links/work.zip/l.py"][1]


def test_one_students_file_does_not_cost_the_class_its_archive(tmp_path: Path) -> None:
    """The platform packs what anybody hands in, under names that anybody chooses."""
    place = tmp_path / "submissions.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"lovelaceada_1_2_{FILE}", "ada")
        archive.writestr("evileve_2_3_zeros.csv", b"\0" * (20 * 2**20))
        archive.writestr("evilevi_3_4_..\\..\\..\\x.py", "out")
        archive.writestr("evilevo_4_5_" + "x" * 300, "long")
        archive.writestr("evilevu_5_6_x.py", "broken and broken")
        archive.writestr(f"lovelaceada_1_2_{FILE.upper()}", "again")
    place.write_bytes(_broken(place.read_bytes(), b"evilevu_5_6_x.py"))
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert _works(found) == {"lovelaceada_1": "ada"}
        assert [student.name for student in found.students] == ["lovelaceada_1"]
    whys = " ".join(one.why for one in found.apart)
    assert len(found.apart) == 5 and len(_fates(found)) == 6
    for why in ("times its size", "leads out", "cannot be unpacked", "damaged", "upper and lower"):
        assert why in whys


def _broken(data: bytes, name: bytes) -> bytes:
    """With another byte right after the member's first header."""
    place = data.index(name) + len(name) + 3
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


@pytest.mark.parametrize("name", ["not a zip", "cut off", "encrypted"])
def test_a_bad_outermost_archive_ends_the_command(tmp_path: Path, name: str) -> None:
    """In one sentence that names it."""
    place = tmp_path / "submissions.zip"
    place.write_bytes(BAD[name][0])
    with pytest.raises(DojoError, match=BAD[name][1]):
        collected(place, COLLECTION, tmp_path).__enter__()
    (tmp_path / "class.txt").write_text("")
    with pytest.raises(DojoError, match="no folder and no ZIP archive"):
        collected(tmp_path / "class.txt", COLLECTION, tmp_path).__enter__()


def test_what_failed_leaves_nothing_behind(tmp_path: Path) -> None:
    """An archive that turns out to be damaged halfway takes no room."""
    place = tmp_path / "a.zip"
    place.write_bytes(_lying(500_000))
    with pytest.raises(Unreadable, match="damaged"):
        unpack(place, tmp_path / "into")
    assert not (tmp_path / "into").exists()
    with pytest.raises(Unreadable, match="more than 0 files"):
        unpack(_zip(tmp_path / "b.zip", {"a": ""}), tmp_path / "into", Limits(files=0))


def test_names_that_are_utf_8_without_saying_so_are_read(tmp_path: Path) -> None:
    """macOS packs them like that; those of old Windows stay legible or at least harmless."""
    data = _zipped({"aXXb.txt": ""}).replace(b"aXXb.txt", "aüb.txt".encode())
    (tmp_path / "a.zip").write_bytes(data)
    unpack(tmp_path / "a.zip", tmp_path / "into")
    assert [path.name for path in (tmp_path / "into").iterdir()] == ["aüb.txt"]


# --- rosters --------------------------------------------------------------------------------------

ROSTERS = {
    "canvas": "Student,ID,SIS User ID,SIS Login ID,Section,Week 1 (99)\n"
    '    Points Possible,,,,,10\n"Lovelace, Ada",123,u1,ada,Mon,\n"Broom, Bert",124,u2,bert,Tue,\n'
    '"Crane, Cleo",125,u3,cleo,Tue,\n"Student, Test",126,,,Mon,\n',
    "moodle": "\ufeffFirst name;Last name;Username;Email address;Groups\n"
    "Ada;Lovelace;ada;ada@example.org;Mon\nBert;Broom;bert;bert@example.org;Tue\n"
    "Cleo;Crane;cleo;c@example.org;Tue\n",
    "gradescope": "First Name,Last Name,SID,Email,Sections\nAda,Lovelace,a01,ada@example.org,Mon\n"
    "Bert,Broom,b02,bert@example.org,\nCleo,Crane,c03,,\nDora,Dahl,d04,,\n",
    "github": "identifier,github_username,github_id,name\nada@x,Ada,1,\n"
    "bert@x,bert-b,2,Bert Broom\ncleo@x,,,Cleo Crane\n",
    "nbgrader": "id,name\nada,Ada Lovelace\nbert,Bert Broom\ncleo,Cleo Crane\n",
    "folders": "id,name,email,section\nada,Ada Lovelace,,\nbert,Bert Broom,,\ncleo,Cleo Crane,,\n",
}
IN_ROSTER = {
    "canvas": ["ada", "bert", "cleo"],
    "moodle": ["ada", "bert", "cleo"],
    "gradescope": ["a01", "b02", "c03", "d04"],
    "github": ["ada@x", "bert@x", "cleo@x"],
    "nbgrader": ["ada", "bert", "cleo"],
    "folders": ["ada", "bert", "cleo"],
}


@pytest.mark.parametrize("name", ROSTERS)
def test_a_roster_gives_names_and_those_who_handed_in_nothing(tmp_path: Path, name: str) -> None:
    """Each platform's own table fits what it gives out; whoever is not in it is told."""
    (tmp_path / "roster.csv").write_text(ROSTERS[name], "utf-8")
    place = _put(tmp_path / "class", LAYOUTS[name])
    wanted = Wanted(roster=read_roster(tmp_path / "roster.csv"))
    with collected(place, COLLECTION, tmp_path / "reports", wanted) as found:
        names = [student.name for student in found.students]
        last = found.students[len(IN_ROSTER[name]) - 1]
        works = _works(found)
    assert names[: len(IN_ROSTER[name])] == IN_ROSTER[name]
    assert names[len(IN_ROSTER[name]) :] == found.strangers
    strangers = {"canvas": ["anon_aB3dE"], "moodle": ["Participant 77_123458"]}
    assert found.strangers == strangers.get(name, [])
    assert last.absent and last.folder is None and last.full_name in ("Cleo Crane", "Dora Dahl")
    if name != "nbgrader":
        assert set(IN_ROSTER[name][:2]) <= set(works)


def test_a_folder_may_bear_the_students_full_name(tmp_path: Path) -> None:
    """Teachers call folders like that; the reports are called by the id."""
    (tmp_path / "roster.csv").write_text("id,name\na01,Ada Lovelace\nb02,Bert Broom\n")
    place = _put(tmp_path / "class", {f"{n}/01_tensors/{FILE}": n for n in ("Ada Lovelace", "b02")})
    wanted = Wanted(roster=read_roster(tmp_path / "roster.csv"))
    with collected(place, COLLECTION, tmp_path / "reports", wanted) as found:
        assert _works(found) == {"a01": "Ada Lovelace", "b02": "b02"} and not found.strangers


def test_a_date_of_no_time_zone_is_left_out(tmp_path: Path) -> None:
    """Whoever wrote `handed_in` by hand meant local time; which one is in the course's rules."""
    path = tmp_path / "roster.csv"
    dates = ("2026-11-20 23:59", "2026-11-20 23:59 +0100", "2026-11-20T22:59Z", "")
    path.write_text("id,handed_in\n" + "".join(f"s{n},{date}\n" for n, date in enumerate(dates)))
    moment = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)
    roster = read_roster(path)
    assert [one.when for one in roster.people] == [None, moment, moment, None]
    assert roster.unzoned == 1
    roster = read_roster(path, ZoneInfo("Europe/Berlin"))
    assert [one.when for one in roster.people] == [moment, moment, moment, None]
    assert roster.unzoned == 0
    path.write_text("identifier,github_username,submission_timestamp\na,a,2026-11-20 22:59:00\n")
    assert [one.when for one in read_roster(path).people] == [moment]


def test_a_number_is_not_believed_against_a_name(tmp_path: Path) -> None:
    """Platforms number people on their own, and so do universities."""
    (tmp_path / "roster.csv").write_text("id,name\n123,Zoe Zane\n9,Ada Lovelace\n")
    roster = read_roster(tmp_path / "roster.csv")
    ada = roster.person(Who("lovelaceada_123", number="123", name="lovelaceada"))
    assert ada is not None and ada.name == "Ada Lovelace"
    assert roster.person(Who("smithjo_123", number="123", name="smithjo")) is None
    zoe = roster.person(Who("zanezoe_123", number="123", name="zanezoe"))
    assert zoe is not None and zoe.id == "123"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        ("who,what\na,b\n", "none of the columns"),
        ("id,name\n", "names no students"),
        ("id,name\na,A\n,B\n", "Line 3 of .* has no `id`"),
        ("id,name\na,A\na,B\n", "has `a` twice, again in line 3"),
        ("\udcff,id\n", "not UTF-8"),
        ('id\n"' + "a" * 200_000 + '"\n', "is no CSV"),
    ],
)
def test_a_bad_roster_ends_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    """With the line where that helps."""
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(DojoError, match=sentence):
        read_roster(path)
    with pytest.raises(DojoError, match="cannot be read"):
        read_roster(tmp_path / "nowhere.csv")


# --- the command ----------------------------------------------------------------------------------


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_grade_accounts_for_every_file_and_keeps_the_best_attempt(tmp_path: Path) -> None:
    """Through the front door: an archive of Canvas's, a roster, then `--attempt best`."""
    root = small_collection(tmp_path / "collection")
    right = (ROOT / f"solutions/{SPLIT}.py").read_text("utf-8")
    stub = (ROOT / f"exercises/{SPLIT}.py").read_text("utf-8")
    files = {
        f"lovelaceada_123_1_{FILE}": right,
        "lovelaceada_123_2_10_split_and_chunk-1.py": stub,
        "broombert_LATE_124_3_work.zip": _zipped({f"x/{FILE}": right, "x/readme.txt": "hi"}),
        "cranecleo_125_4_work.zip": b"no archive",
        "stray.pdf": "who am I?",
    }
    place = _zip(tmp_path / "submissions.zip", files)
    (tmp_path / "roster.csv").write_text(
        "id,name,section,handed_in\nada,Ada Lovelace,Mon,2026-11-20 23:59\n"
        "bert,Bert Broom,,2026-11-20 23:59\ncleo,Cleo Crane,,\ndora,Dora Dahl,Tue,\n"
    )
    options = ("--roster", str(tmp_path / "roster.csv"), "--seed", "1")
    done = grade(root, place, tmp_path / "reports", *options)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = {row["student"]: row for row in _table(tmp_path / "reports/grades.csv")}
    assert {name: row["score"] for name, row in rows.items()} == {
        "ada": "0.0", "bert": "10.0", "cleo": "0.0", "dora": "0.0",
    }  # fmt: skip
    assert (rows["dora"]["name"], rows["dora"]["section"]) == ("Dora Dahl", "Tue")
    table = {row["file"]: row for row in _table(tmp_path / "reports/hand-ins.csv")}
    assert table[f"lovelaceada_123_1_{FILE}"]["status"] == "superseded"
    assert table["lovelaceada_123_2_10_split_and_chunk-1.py"]["status"] == "graded"
    bert = table[f"broombert_LATE_124_3_work.zip/x/{FILE}"]
    assert (bert["status"], bert["late"], bert["name"]) == ("graded", "yes", "Bert Broom")
    assert table["broombert_LATE_124_3_work.zip/x/readme.txt"]["status"] == "not recognised"
    assert table["cranecleo_125_4_work.zip"]["status"] == "not opened"
    assert table["stray.pdf"]["student"] == "" and len(table) == 6
    assert "4 students from Canvas" in done.stdout and "stray.pdf" in done.stdout
    assert "Ada Lovelace" in (tmp_path / "reports/ada.html").read_text()
    assert "Nothing was handed in" in (tmp_path / "reports/dora.html").read_text()
    assert "dora:" not in done.stdout
    assert done.stderr.count("no time zone") == 1 and not any(
        r["handed_in"] for r in table.values()
    )

    again = grade(root, place, tmp_path / "reports", *options, "--attempt", "best")
    assert again.returncode == 0, again.stdout + again.stderr
    rows = {row["student"]: row for row in _table(tmp_path / "reports/grades.csv")}
    assert rows["ada"]["score"] == "10.0" and rows["bert"]["score"] == "10.0"
    table = {row["file"]: row for row in _table(tmp_path / "reports/hand-ins.csv")}
    assert table[f"lovelaceada_123_1_{FILE}"]["status"] == "graded"
    assert table["lovelaceada_123_2_10_split_and_chunk-1.py"]["status"] == "superseded"


def test_two_accounts_of_one_name_are_not_one_student(tmp_path: Path) -> None:
    """The roster knows one of them; who that is, nobody can tell."""
    place = tmp_path / "class"
    for number in (11, 99):
        _put(place / f"Ada Lovelace_{number}_assignsubmission_file_", {FILE: f"of {number}"})
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name\na01,Ada Lovelace\nb02,Bert Broom\n", encoding="utf-8")
    wanted = Wanted(roster=read_roster(roster))
    with collected(place, COLLECTION, tmp_path / "reports", wanted) as found:
        assert sorted(_works(found).values()) == ["of 11", "of 99"]
        assert len(found.strangers) == 2


@pytest.mark.parametrize("backup", [f"{FILE}.bak", "10_split_and_chunk (1).py"])
def test_a_backup_is_not_taken_for_the_file_beside_it(tmp_path: Path, backup: str) -> None:
    """Whichever of the flat files comes later."""
    for first, second in ((4567, 4568), (4568, 4567)):
        place = tmp_path / str(first)
        _put(
            place,
            {
                f"lovelaceada_123_{first}_{FILE}": "work",
                f"lovelaceada_123_{second}_{backup}": "old",
                f"broombert_124_4570_{FILE}": "bert",
            },
        )
        with collected(place, COLLECTION, tmp_path / "reports") as found:
            assert _works(found)["lovelaceada_123"] == "work"


def test_a_name_of_many_words_is_read_in_no_time(tmp_path: Path) -> None:
    """Its words could be parted in more ways than there is time for."""
    place = _put(tmp_path / "class", {f"broombert_124_4570_{FILE}": "bert"})
    _put(place, {f"lovelaceada_123_4567_{'new ' * 40}x.py": "ada"})
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert {student.name for student in found.students} == {"lovelaceada_123", "broombert_124"}


def test_a_date_that_cannot_be_one_is_none() -> None:
    """Some of them exist in one time zone only."""
    assert read_date("0001-01-01 00:00:00 +14:00") is None
    assert read_date("9999-12-31 23:59:59 -12:00") is None


def test_what_fails_for_one_student_is_a_sentence_for_that_one(tmp_path: Path) -> None:
    """An archive that puts a folder where another has a file."""
    place = tmp_path / "class"
    _put(place / "bert", {f"01_tensors/{FILE}": "bert"})
    (place / "ada").mkdir()
    _zip(place / "ada/a.zip", {f"01_tensors/{FILE}": "work"})
    _zip(place / "ada/b.zip", {f"01_tensors/{FILE}/x.txt": "no file"})
    with collected(place, COLLECTION, tmp_path / "reports") as found:
        assert {student.name for student in found.students} == {"ada", "bert"}
        assert _works(found)["bert"] == "bert"
