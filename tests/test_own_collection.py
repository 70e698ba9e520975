"""A collection of one's own, with the engine installed from a wheel: no checkout is read."""

import csv
import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT

from torchdojo.authoring.starting import template
from torchdojo.classroom.engine import engine_wheel

ID = "01_basics/02_centre"
SOLVED = "    return x - x.mean(dim=0)\n"


@dataclass(frozen=True)
class Elsewhere:
    """An environment with the engine as a wheel, and a folder to work in."""

    place: Path
    bin: Path

    def run(self, folder: str, *words: str) -> "subprocess.CompletedProcess[str]":
        """A command of the environment, in a folder."""
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        program, *arguments = words
        path = str(self.bin / program)
        command = [path] if program == "torchdojo" else [str(self.bin / "python"), "-m", program]
        return subprocess.run(
            [*command, *arguments],
            cwd=self.place / folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def well(self, folder: str, *words: str) -> str:
        """What a command prints that goes well."""
        done = self.run(folder, *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def badly(self, folder: str, *words: str) -> str:
        """The one sentence of a command that fails."""
        done = self.run(folder, *words)
        assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
        assert done.stderr.startswith("Error: ") and len(done.stderr.strip().splitlines()) == 1
        return done.stderr


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    """torch and the other packages are those of this environment; the engine is not."""
    place = tmp_path_factory.mktemp("elsewhere")
    name, data = engine_wheel()
    (place / name).write_bytes(data)
    venv.create(place / "env", symlinks=True)
    python = str(place / "env/bin/python")
    command = [sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps"]
    subprocess.run([*command, str(place / name)], check=True, capture_output=True)
    packages = dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib"))
    (own,) = (place / "env/lib").glob("python*/site-packages")
    (own / "others.pth").write_text("\n".join(packages) + "\n")
    found = Elsewhere(place, place / "env/bin")
    said = subprocess.run(
        [python, "-c", "import torchdojo; print(torchdojo.__file__)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.startswith(str(place))
    assert "wrote" not in found.well(".", "torchdojo", "new", "collection", "mine")
    assert f"wrote solutions/{ID}.py" in found.well("mine", "torchdojo", "new", "exercise", ID)
    return found


def test_a_new_exercise_is_proven_at_once(elsewhere: Elsewhere) -> None:
    """The pattern passes everything that is asked of graders, and the generated files are there."""
    assert "Every grader does what it says." in elsewhere.well("mine", "torchdojo", "selfcheck")
    assert "up to date" in elsewhere.well("mine", "torchdojo", "build", "--check")
    said = elsewhere.well("mine", "pytest", "graders/", "--submission", "solutions")
    assert "Total 4 of 4 points" in said
    assert "Each column" in elsewhere.well("mine", "torchdojo", "hint", "centre")


def test_a_class_goes_round(elsewhere: Elsewhere) -> None:
    """Released, worked on, packed, handed in, graded; then the release is brought up to date."""
    elsewhere.well("mine", "torchdojo", "release", "../handout", "--zip")
    stub = elsewhere.place / f"handout/exercises/{ID}.py"
    nothing = elsewhere.badly("handout", "torchdojo", "pack")
    assert "No exercise in" in nothing and "was begun" in nothing
    work = stub.read_text("utf-8").replace("    raise NotImplementedError\n", SOLVED)
    assert SOLVED in work
    stub.write_text(work.replace("import torch\n", "import torch\nimport tools\n", 1))
    stub.with_name("tools.py").write_text("DATA = 'table.csv'\n")
    stub.with_name("table.csv").write_text("1,2\n")
    stub.with_name("model.pt").write_bytes(os.urandom(9000))
    stub.with_name("link.txt").symlink_to("/etc/hostname")
    assert "3/3" in elsewhere.well("handout", "pytest", "graders/")

    said = elsewhere.well("handout", "torchdojo", "pack", "--to", "../ada.zip")
    assert "left out  01_basics/model.pt: no program names it" in said
    assert "left out  01_basics/link.txt: a link" in said and "with 1 exercise" in said
    with zipfile.ZipFile(elsewhere.place / "ada.zip") as archive:
        beside = ["02_centre.py", "table.csv", "tools.py"]
        paths = [f"ada/01_basics/{name}" for name in beside]
        assert sorted(archive.namelist()) == [*paths, "ada/torchdojo_handin.json"]
        told = json.loads(archive.read("ada/torchdojo_handin.json"))
        archive.extractall(elsewhere.place / "class/ada")
    assert told["exercises"] == [ID] and told["torchdojo"] and told["torch"]
    before = (elsewhere.place / "ada.zip").read_bytes()
    elsewhere.well("handout", "torchdojo", "pack", "--to", "../ada.zip")
    assert (elsewhere.place / "ada.zip").read_bytes() == before
    (elsewhere.place / "ada.zip").write_bytes(b"another file")
    assert "--overwrite" in elsewhere.badly("handout", "torchdojo", "pack", "--to", "../ada.zip")
    assert "let it end in `.zip`" in elsewhere.badly("handout", "torchdojo", "pack", "--to", "a.7z")

    elsewhere.well("mine", "torchdojo", "grade", "../class", "../reports")
    with (elsewhere.place / "reports/grades.csv").open(encoding="utf-8", newline="") as file:
        assert [row["score"] for row in csv.DictReader(file)] == ["4.0"]

    elsewhere.well("mine", "torchdojo", "new", "exercise", "01_basics/03_scale")
    said = elsewhere.well(
        "mine", "torchdojo", "release", "../handout", "--update", "--exercise", "scale"
    )
    assert "new      01_basics/03_scale\n" in said and "changed  torchdojo_release.json\n" in said
    assert f"kept exercises/{ID}.py: it was edited" in said and "engine/" not in said
    assert SOLVED in stub.read_text("utf-8")
    said = elsewhere.well("mine", "torchdojo", "release", "../handout", "--update")
    assert "Nothing has changed" in said


def test_a_course_is_made_of_it(elsewhere: Elsewhere) -> None:
    """nbgrader's notebooks come from the collection's own solutions."""
    elsewhere.well("mine", "torchdojo", "course", "init", "../course")
    assert (elsewhere.place / "course/source/01_basics/02_centre.ipynb").is_file()


def test_names_that_are_no_good_get_one_sentence(elsewhere: Elsewhere) -> None:
    """Nothing is written for a name that is taken, or that no exercise can have."""
    assert "is not empty" in elsewhere.badly(".", "torchdojo", "new", "collection", "mine")
    (elsewhere.place / "file").write_text("")
    assert "is a file" in elsewhere.badly(".", "torchdojo", "new", "collection", "file")
    for name in ("centre", "01_basics/centre", "../01_a/02_b", "01_basics/02_Ü", "01_a/02_b/03_c"):
        said = elsewhere.badly("mine", "torchdojo", "new", "exercise", name)
        assert "cannot name an exercise" in said and "TRACK/NN_name" in said
    assert "there already" in elsewhere.badly("mine", "torchdojo", "new", "exercise", ID)
    same = elsewhere.badly("mine", "torchdojo", "new", "exercise", "02_more/02_centre")
    assert "has the same name" in same
    assert "new collection DIR" in elsewhere.badly(".", "torchdojo", "new", "exercise", ID)
    elsewhere.well(".", "torchdojo", "new", "collection", "empty")
    said = elsewhere.badly("empty", "torchdojo", "hint", "softmax")
    assert "holds no exercise" in said and "torchdojo new exercise TRACK/NN_name" in said
    assert not list((elsewhere.place / "mine/solutions").glob("02_*"))


def test_this_collection_begins_as_others_do() -> None:
    """Its settings for graders are those that a new collection gets."""
    assert template("conftest.py") == (ROOT / "graders/conftest.py").read_text("utf-8")


def test_the_wheel_of_a_release_is_the_engine(tmp_path: Path) -> None:
    """It is the same file each time, and holds what pip needs and nothing of a collection."""
    name, data = engine_wheel()
    assert (name, data) == engine_wheel()
    (tmp_path / name).write_bytes(data)
    with zipfile.ZipFile(tmp_path / name) as wheel:
        names = wheel.namelist()
        assert "torchdojo/py.typed" in names and "torchdojo/players/player.py" in names
        assert any(one.endswith("dist-info/entry_points.txt") for one in names)
        assert any(one.endswith("dist-info/licenses/LICENSE") for one in names)
        assert {one.split("/")[0].split("-")[0] for one in names} == {"torchdojo"}
