"""`torchdojo init`: a student's folder out of the installed package, without a clone."""

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT

from torchdojo.catalog import Collection
from torchdojo.catalog.collection import RELEASE_FILE
from torchdojo.classroom.engine import engine_wheel
from torchdojo.classroom.scan import given_away
from torchdojo.cli import main
from torchdojo.starting import beginning
from torchdojo.starting.carried import MARK, carried
from torchdojo.starting.carrying import outdated

SPLIT = "01_tensors/10_split_and_chunk"
MINE = "import torch\n\n\ndef split_even(t, n):\n    return list(t.chunk(n))  # an hour of work\n"
COLLECTION = Collection(ROOT)


def _init(folder: Path) -> Result:
    return CliRunner().invoke(main, ["init", str(folder)])


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that `init` wrote."""
    folder = tmp_path_factory.mktemp("home") / "my-dojo"
    assert "Wrote 73 exercises" in _init(folder).output
    return folder


def test_a_mistake_is_named_at_once(begun: Path) -> None:
    """By `pytest graders/` in the new folder, as in a clone."""
    file = begun / "exercises" / f"{SPLIT}.py"
    stub = file.read_text("utf-8")
    file.write_text(MINE, encoding="utf-8")
    pytest_ = str(Path(sys.executable).parent / "pytest")
    done = subprocess.run(
        [pytest_, "graders/", "--exercise", SPLIT],
        cwd=begun,
        capture_output=True,
        text=True,
        check=False,
    )
    file.write_text(stub, encoding="utf-8")
    assert "`torch.chunk(t, n)` may return fewer than n pieces" in done.stdout, done.stdout


def test_nothing_in_it_gives_a_solution_away(begun: Path) -> None:
    """It is searched for lines of solutions and of hidden checks, as a release is."""
    assert not list(given_away(begun, list(COLLECTION.exercises.values())))
    assert not (begun / "solutions").exists()


def test_init_again_keeps_work_and_brings_back_what_is_missing(begun: Path) -> None:
    """So a newer torchdojo can bring the folder up to date."""
    file, other = begun / "exercises" / f"{SPLIT}.py", begun / "graders" / "conftest.py"
    stub, conftest = file.read_text("utf-8"), other.read_bytes()
    file.write_text(MINE, encoding="utf-8")
    other.unlink()
    done = _init(begun)
    assert done.exit_code == 0 and f"kept exercises/{SPLIT}.py: you edited it" in done.output
    assert file.read_text("utf-8") == MINE and other.read_bytes() == conftest
    file.write_text(stub, encoding="utf-8")


def test_init_again_removes_what_is_handed_out_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exercise that has another number by now is not there twice; one that is edited stays."""
    now = {"graders/a/01_x/test_x.py": b"", "exercises/a/01_x.py": b"x = 1\n"}
    old = {path.replace("01_x", "02_x"): data for path, data in now.items()}
    for files in (old | {"exercises/a/03_y.py": b"y = 1\n"}, now):
        monkeypatch.setattr(beginning, "carried", lambda files=files: {MARK: b""} | files)
        monkeypatch.setattr(beginning, "RELEASE_FILE", "exercises/a/01_x.py")
        if files is now:
            (tmp_path / "dojo/exercises/a/03_y.py").write_text("y = 2\n")
        else:
            monkeypatch.setattr(beginning, "RELEASE_FILE", "exercises/a/02_x.py")
        done = _init(tmp_path / "dojo")
    assert "removed exercises/a/02_x.py: it is handed out no longer" in done.output
    assert "kept exercises/a/03_y.py: you edited it" in done.output
    left = sorted(path.name for path in (tmp_path / "dojo/exercises/a").iterdir())
    assert left == ["01_x.py", "03_y.py"]


def test_an_init_that_was_interrupted_is_finished(tmp_path: Path) -> None:
    """What says that the folder is of `init` is written first."""
    assert next(iter(carried())) == MARK
    place = tmp_path / "dojo" / MARK
    place.parent.mkdir(parents=True)
    place.write_bytes(b"")
    assert "Wrote 73 exercises" in _init(tmp_path / "dojo").output


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    """One sentence; nothing is written."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    for place in (tmp_path, tmp_path / "notes.txt"):
        done = _init(place)
        assert done.exit_code == 1 and "name a new folder" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_release_of_a_class_is_left_alone(tmp_path: Path) -> None:
    """It has answers recorded for a seed of its own."""
    (tmp_path / RELEASE_FILE).write_text("{}", encoding="utf-8")
    done = _init(tmp_path)
    assert done.exit_code == 1 and "a release that somebody gave you" in done.output
    assert [path.name for path in tmp_path.iterdir()] == [RELEASE_FILE]


def test_every_solution_has_full_marks_there(begun: Path) -> None:
    """Its recorded answers are those that today's engine asks for."""
    pytest_ = str(Path(sys.executable).parent / "pytest")
    done = subprocess.run(
        [pytest_, "graders/", "--submission", str(ROOT / "solutions"), "--device", "cpu", "-q"],
        cwd=begun,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_what_is_carried_is_the_collection_of_today() -> None:
    """`torchdojo carry` brings it up to date."""
    assert outdated(COLLECTION) == []


def test_the_engine_of_a_class_carries_no_exercises_but_the_buttons() -> None:
    """An instructor's students have the folder that they were given."""
    _, data = engine_wheel()
    names = zipfile.ZipFile(BytesIO(data)).namelist()
    assert not [name for name in names if name.endswith(".zip")]
    assert any(name.endswith("labextensions/torchdojo/package.json") for name in names)
