"""A release for students: the same scores and sentences, and nothing that gives anything away."""

import gzip
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from torchdojo.catalog import Collection, read_mistakes
from torchdojo.catalog.checks import read_checks
from torchdojo.catalog.collection import RELEASE_FILE
from torchdojo.classroom.release import lay_out
from torchdojo.classroom.scan import given_away
from torchdojo.classroom.telling import calls_told
from torchdojo.errors import DojoError
from torchdojo.jupyter.course import data_of
from torchdojo.keeping import MANIFEST, Keeper
from torchdojo.players.replies import Raised, Returned
from torchdojo.referee.recorded import read_recorded, said, veiled, write_recorded

SPLIT, IRIS = "01_tensors/10_split_and_chunk", "04_modules/05_repair_iris"
RANDOM = "01_tensors/03_random"
"""Its probes are in a file of their own, those of hidden checks too."""
WELCOME, SOFTMAX = "01_tensors/00_welcome", "06_activations/02_softmax"
"""The visible checks of softmax ask what it calls, and some of its mistakes raise."""
IDS = (SPLIT, RANDOM, IRIS, SOFTMAX)
_BIN = Path(sys.executable).parent
COLLECTION = Collection(ROOT)


def _run(place: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [str(_BIN / words[0]), *words[1:]]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of three exercises, also as a zip."""
    folder = tmp_path_factory.mktemp("handed_out") / "release"
    chosen = [word for id in IDS for word in ("--exercise", id)]
    done = _run(ROOT, "torchdojo", "release", str(folder), *chosen, "--zip")
    assert done.returncode == 0, done.stderr
    return folder


def _checks(place: Path, folder: Path, *options: str) -> dict[str, Any]:
    """What each check says of the submission `folder`, times aside."""
    report = folder / "report.json"
    command = ("pytest", *(f"graders/{id}" for id in IDS), "-q", "--device", "cpu")
    _run(place, *command, "--submission", str(folder), "--score-report", str(report), *options)
    exercises = json.loads(report.read_text())["exercises"]
    for exercise in exercises.values():
        for check in exercise["checks"]:
            del check["seconds"]
    return dict(exercises)


def _said(exercises: dict[str, Any]) -> list[Any]:
    """The same without inputs and numbers: a release knows no answer to a smaller question."""
    return [
        check | {key: _located(check, key) for key in ("feedback", "told", "diagnosis", "picture")}
        for exercise in exercises.values()
        for check in exercise["checks"]
    ]


def _located(check: dict[str, Any], key: str) -> Any:
    if key == "picture":
        return None  # a smaller input may be drawn where the first was too large
    text = check.get(key)
    if isinstance(text, dict):
        located = text["kind"] in ("located", "stated")
        return text | ({"sentence": _NUMBER.sub("0", text["sentence"])} if located else {})
    lines = (text or "").split("\n")
    return [_NUMBER.sub("0", line) for line in lines if not line.strip().startswith(_INPUT)]


_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[-+]\d+)?")
_INPUT = ("Called: ", "With ", "Smallest input found that fails: ")


def _submission(folder: Path, texts: list[str]) -> Path:
    for id, text in zip(IDS, texts, strict=True):
        place = folder / f"{id}.py"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


def _wrong(id: str, number: int) -> str:
    exercise = COLLECTION.find(id)
    return read_mistakes(exercise.graders, exercise.source.text)[number].text


@pytest.mark.parametrize("number", [None, 0, 2])
def test_scores_and_sentences_are_the_same(
    release: Path, tmp_path: Path, number: int | None
) -> None:
    """A right submission and two wrong ones: check by check as the whole collection says."""
    texts = [
        COLLECTION.find(id).source.text if number is None else _wrong(id, number) for id in IDS
    ]
    folder = _submission(tmp_path / "work", texts)
    mine = _checks(release, folder)
    assert _said(mine) == _said(_checks(ROOT, folder, "--visible", "--seed", "1"))
    right = all(e["score"] == e["max_score"] for e in mine.values())
    assert right == (number is None)


UNFORESEEN = {
    SPLIT: "even = split_even\n\ndef split_even(t, n):\n    return [p.flip(0) for p in even(t, n)]",
    RANDOM: "def normal(shape, mean, std, generator):\n    return torch.ones(shape).cumsum(0)",
    IRIS: "",
    SOFTMAX: "def softmax(z, dim):\n    return torch.softmax(z, dim) / 7",
}
"""What no recorded mistake answers alike, by exercise."""


def test_what_nobody_foresaw_gets_the_same_sentences(release: Path, tmp_path: Path) -> None:
    """Of an answer that no recorded mistake explains a release says what the collection says."""
    texts = [f"{COLLECTION.find(id).source.text}\n\n{text}\n" for id, text in UNFORESEEN.items()]
    folder = _submission(tmp_path / "work", texts)
    mine = _checks(release, folder)
    assert _said(mine) == _said(_checks(ROOT, folder, "--visible", "--seed", "1"))
    every = [c for e in mine.values() for c in e["checks"]]
    said = [c["diagnosis"] for c in every if "diagnosis" in c]
    assert {"related", "located"} <= {diagnosis["kind"] for diagnosis in said}, said
    assert "Everything is what is expected divided by 7." in [d["sentence"] for d in said]


def test_stubs_are_scored_in_place(release: Path) -> None:
    """`pytest graders/` works in the release as it is unpacked."""
    done = _run(release, "pytest", "graders/")
    assert "not started" in done.stdout and "The grader failed" not in done.stdout, done.stdout


def test_the_notebook_cell_works(release: Path) -> None:
    """`check()` shows the visible checks of the notebook that lies there."""
    code = "from torchdojo.jupyter import check; print(check('repair_iris'))"
    done = _run(release / "exercises/04_modules", "python", "-c", code)
    assert "0 of 9 points" in done.stdout and "Not started" in done.stdout, done.stderr


def test_nothing_is_given_away(release: Path) -> None:
    """No hidden check is named in any file, and the engine's wheel holds no exercise."""
    exercises = [COLLECTION.find(id) for id in IDS]
    assert list(given_away(release, exercises)) == []
    text = "".join(p.read_text(errors="ignore") for p in release.rglob("*") if p.is_file())
    for exercise in exercises:
        for check in read_checks(exercise.graders):
            assert (check.function in text) != check.hidden
    probes = (release / "graders" / RANDOM / "probes.py").read_text()
    assert "def deciles(" in probes and "def refusal(" not in probes
    (wheel,) = release.glob("engine/*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if name.split("/")[0] in ("solutions", "graders")]
    assert f"{release.name}.zip" in [path.name for path in release.parent.iterdir()]


def test_releases_take_along_our_data_only() -> None:
    """What cells show is handed on, but not the real MNIST or CelebA that somebody downloaded."""
    named = {name for e in COLLECTION.exercises.values() for name in data_of(e, COLLECTION)}
    assert named == {"digits", "faces", "iris", "pets"}


def test_all_exercises_fit_into_one_release(tmp_path: Path) -> None:
    """What the lesson of one exercise says is no leak of another one's solution."""
    exercises = list(COLLECTION.exercises.values())
    lay_out(tmp_path / "all", COLLECTION, exercises, 1)
    assert list(given_away(tmp_path / "all", exercises)) == []
    stubs = [path for path in (tmp_path / "all/exercises").rglob("*") if path.is_file()]
    assert len(stubs) == len(exercises) > 30


def _in_a_file(copy: Path, secret: str) -> None:
    (copy / "exercises" / "notes.txt").write_text(f"# {secret}\n", encoding="utf-8")


def _in_an_answer(copy: Path, secret: str) -> None:
    answers = read_recorded(copy / "graders" / SPLIT)
    answers["reference"]["planted"] = Raised("ValueError", "ValueError", secret)
    write_recorded(copy / "graders" / SPLIT, answers)


@pytest.mark.parametrize("plant", [_in_a_file, _in_an_answer])
@pytest.mark.parametrize(
    "secret",
    [
        "sizes = [size + 1] * larger + [size] * (n - larger)",
        "test_refuses_wrong_sizes",
        'agree.error("split_sizes", draw.normal(6, 2), [4, 3])',
        "return list(torch.chunk(t, n))",
    ],
    ids=["solution", "hidden name", "hidden check", "mistake"],
)
def test_the_scan_sees_a_leak(
    release: Path, tmp_path: Path, plant: Callable[[Path, str], None], secret: str
) -> None:
    """A line of a solution, a hidden check or a mistake is found wherever it is put."""
    copy = tmp_path / "copy"
    shutil.copytree(release, copy)
    if secret.startswith("return"):
        texts = [m.text for m in read_mistakes(COLLECTION.find(SPLIT).graders,
                                               COLLECTION.find(SPLIT).source.text)]  # fmt: skip
        known = COLLECTION.find(SPLIT).source.text
        lines = [x.strip() for t in texts for x in t.splitlines() if x.strip() not in known]
        secret = max(lines, key=len)
    plant(copy, secret)
    assert list(given_away(copy, [COLLECTION.find(SPLIT)])) != []


def test_answers_do_not_tell_what_is_called(release: Path) -> None:
    """No operation of the solution or a mistake is recorded, and no message of an exception."""
    answers = read_recorded(release / "graders" / SOFTMAX)
    assert not [text for text in said(answers) if "aten::" in text]
    replies = [reply for replies in answers.values() for reply in replies.values()]
    raised = [reply for reply in replies if isinstance(reply, Raised)]
    assert raised and all(reply == veiled(reply) for reply in raised)


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("reference", ["aten::amax", "aten::sub", "aten::exp"]),
        ("reference", {"calls": "amax, sub_, exp"}),
        ("reference", {"div": 1}),
        ("mistake 0", [["exp"], ["sum", "div"]]),
    ],
)
def test_the_scan_sees_what_is_called(
    release: Path, tmp_path: Path, label: str, value: object
) -> None:
    """A log of operations in an answer, whatever its form, keeps a release from being written."""
    copy = tmp_path / "copy"
    shutil.copytree(release, copy)
    answers = read_recorded(copy / "graders" / SOFTMAX)
    answers[label]["planted"] = Returned(value, (), ())
    write_recorded(copy / "graders" / SOFTMAX, answers)
    leaks = list(given_away(copy, [COLLECTION.find(SOFTMAX)]))
    assert leaks and all("name what is called" in leak for leak in leaks)


def test_the_scan_leaves_what_a_check_names() -> None:
    """Whether something that the visible checks speak of was used is no secret."""
    answers = {"reference": {"": Returned(["softmax", "a sub", "none"], ("cpu",), ())}}
    assert list(calls_told(COLLECTION.find(SOFTMAX), answers)) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("pytest", "graders/", "--seed", "5"), "knows the answers for --seed 1 only"),
        (("torchdojo", "build"), "This is a release for students"),
        (("torchdojo", "selfcheck"), "This is a release for students"),
        (("torchdojo", "release", "again"), "This is a release for students"),
        (("torchdojo", "hint", "repair_iris"), "CrossEntropyLoss"),
    ],
)
def test_commands_say_what_a_release_cannot_do(
    release: Path, words: tuple[str, ...], sentence: str
) -> None:
    """One sentence each; hints work."""
    done = _run(release, *words)
    said = done.stdout + done.stderr
    assert sentence in said and "Traceback" not in said, said


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    """A release never overwrites anything."""
    (tmp_path / "mine.txt").write_text("keep")
    done = _run(ROOT, "torchdojo", "release", str(tmp_path), "--exercise", "welcome")
    assert done.returncode != 0 and "is not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_update_keeps_work(tmp_path: Path) -> None:
    """What grew old is renewed or removed, what a student did stays, and the zip is clean."""
    folder = tmp_path / "handout"
    words = ("torchdojo", "release", str(folder), "--seed", "5", "--exercise", "welcome", "--zip")
    assert _run(ROOT, *words).returncode == 0
    solved = folder / f"exercises/{WELCOME}.py"
    stale, missing = folder / f"graders/{WELCOME}/test_welcome.py", folder / "README.md"
    gone = folder / f"graders/{WELCOME}/test_gone.py"
    fresh, given = stale.read_bytes(), solved.read_bytes()
    told = (folder / RELEASE_FILE).read_bytes()
    for old in (stale, gone):
        old.write_text("as an earlier release had it\n")
    keeper = Keeper(folder)
    keeper.confirm({old.relative_to(folder).as_posix(): old.read_bytes() for old in (stale, gone)})
    keeper.save()
    solved.write_bytes(given + b"# two hours of work\n")
    missing.unlink()
    done = _run(ROOT, "torchdojo", "release", str(folder), "--update", "--zip")
    assert done.returncode == 0 and f"kept exercises/{WELCOME}.py" in done.stdout, done.stderr
    assert solved.read_bytes().endswith(b"work\n") and stale.read_bytes() == fresh
    assert missing.is_file() and not gone.exists()
    assert (folder / RELEASE_FILE).read_bytes() == told and b'"seed": 5' in told
    with zipfile.ZipFile(f"{folder}.zip") as packed:
        assert packed.read(f"exercises/{WELCOME}.py") == given and MANIFEST in packed.namelist()


@pytest.mark.parametrize(
    ("lacks", "options", "sentence"),
    [
        (MANIFEST, ("--update",), "add --overwrite, which puts copies"),
        (RELEASE_FILE, ("--update",), "leave out --update"),
        (None, (), "bring it up to date with --update"),
    ],
)
def test_an_update_that_could_lose_work_is_refused(
    release: Path, tmp_path: Path, lacks: str | None, options: tuple[str, ...], sentence: str
) -> None:
    """A release of an earlier torchdojo, a folder of something else, and one that is meant new."""
    folder = Path(shutil.copytree(release, tmp_path / "handout"))
    if lacks:
        (folder / lacks).unlink()
    done = _run(ROOT, "torchdojo", "release", str(folder), *options)
    assert done.returncode == 1 and sentence in done.stderr and "Traceback" not in done.stderr


def test_somebody_elses_zip_is_kept(tmp_path: Path) -> None:
    """`--zip` replaces only what it wrote itself, and says so before it begins."""
    (tmp_path / "handout.zip").write_text("mine")
    words = ("release", str(tmp_path / "handout"), "--exercise", "welcome", "--zip")
    done = _run(ROOT, "torchdojo", *words)
    assert done.returncode == 1 and "handout.zip differs from" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["handout.zip"]


def test_a_release_of_another_version_is_refused_in_a_sentence(
    release: Path, tmp_path: Path
) -> None:
    """One that does not say the form of its answers was made by an earlier torchdojo."""
    copy = tmp_path / "copy"
    shutil.copytree(release, copy)
    told = json.loads((copy / "torchdojo_release.json").read_text("utf-8"))
    del told["form"]
    (copy / "torchdojo_release.json").write_text(json.dumps(told), "utf-8")
    done = _run(copy, "pytest", f"graders/{SPLIT}")
    said = done.stdout + done.stderr
    assert done.returncode != 0 and "made by another version of torchdojo" in said
    assert "ask your instructor for a new release" in said and "Traceback" not in said


@pytest.mark.parametrize("end", [b"\x00\x00\x00\x02", b""], ids=["garbage behind", "cut off"])
def test_answers_that_cannot_be_read_are_refused_in_a_sentence(
    release: Path, tmp_path: Path, end: bytes
) -> None:
    """A damaged file of answers, or one in an earlier form, is named, and what to do."""
    whole = gzip.decompress((release / "graders" / SPLIT / "recorded.gz").read_bytes())
    for data in (whole[:-7] + end, whole[30:], b'{"list": []}'):
        (tmp_path / "recorded.gz").write_bytes(gzip.compress(data))
        with pytest.raises(DojoError, match="Ask your instructor for a new release"):
            read_recorded(tmp_path)
