"""`pytest graders/` as a user meets it: scores, table, report, options."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT, Run, cold
from small_collection import SPLIT, hand_in, small_collection

from torchdojo.catalog import Collection
from torchdojo.referee.warm import packages_of

WELCOME = "01_tensors/00_welcome"
FIRST = (f"graders/{WELCOME}", f"graders/{SPLIT}")
SCHEMA = ROOT / "src/torchdojo/referee/score-report.schema.json"


def _solve_half(submission: Path) -> None:
    """Write `split_even` with the bug that the chapter has, and leave the rest."""
    path = submission / f"{SPLIT}.py"
    body = "    # YOUR CODE HERE\n    raise NotImplementedError\n"
    text = path.read_text("utf-8").replace(body, "    return [p.clone() for p in t.chunk(n)]\n", 1)
    path.write_text(text, encoding="utf-8")


def _without_times(report: dict) -> str:
    report = json.loads(json.dumps(report))
    for exercise in report["exercises"].values():
        for check in exercise["checks"]:
            del check["seconds"]
    return json.dumps(report)


def test_the_solutions_score_full_marks(graders: Callable[..., Run]) -> None:
    """`--submission solutions` earns every point of every exercise, hidden checks included."""
    run = graders("--submission", "solutions", "-n", "2")
    assert run.code == 0, run.output
    assert set(run.report["exercises"]) == set(Collection(ROOT).exercises)
    assert run.report["score"] == run.report["max_score"] > 30


def test_the_stubs_are_not_started(graders: Callable[..., Run]) -> None:
    """Untouched stubs score nothing, are counted apart, and the next exercise is named."""
    run = graders(places=FIRST)
    assert run.code == 1
    assert run.report["exercises"][SPLIT]["status"] == "not_started"
    assert run.report["exercises"][SPLIT]["score"] == 0
    assert run.report["exercises"][WELCOME]["status"] == "passed"
    assert "6 not started" in run.output
    assert (
        "Next: Split, chunk, interleave (exercises/01_tensors/10_split_and_chunk.py)" in run.output
    )
    assert "NotImplementedError" not in run.output


@pytest.fixture(scope="module")
def half(graders: Callable[..., Run], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run on a submission that is half right, with seed 11."""
    folder = tmp_path_factory.mktemp("half") / "submission"
    shutil.copytree(ROOT / "exercises", folder)
    _solve_half(folder)
    return graders("--submission", str(folder), "--seed", "11", places=FIRST)


def test_a_known_mistake_is_named_first(half: Run) -> None:
    """Feedback begins with the sentence of the recorded mistake; the engine's frames stay away."""
    check = half.checks(SPLIT)["splits_into_exactly_n[cpu]"]
    assert check["outcome"] == "failed"
    assert check["feedback"].startswith("`torch.chunk(t, n)` may return fewer than n pieces")
    assert "\nSmallest input found that fails: split_even(tensor([[" in check["feedback"]
    assert check["diagnosis"]["kind"] == "recognised"
    assert check["diagnosis"]["id"].startswith("split_even-")
    assert check["diagnosis"]["sentence"] == check["feedback"].splitlines()[0]
    assert "referee/" not in half.output
    assert half.report["exercises"][SPLIT]["status"] == "failed"


def test_the_same_seed_gives_the_same_report(
    graders: Callable[..., Run], half: Run, submission: Path
) -> None:
    """Same seed, same submission: the same report, times aside, also when work is spread."""
    _solve_half(submission)
    again = graders("--submission", str(submission), "--seed", "11", "-n", "2", places=FIRST)
    assert _without_times(half.report) == _without_times(again.report)


def test_the_report_fits_its_schema(half: Run) -> None:
    """The JSON of a run with every kind of status is what the schema file describes."""
    jsonschema.validate(half.report, json.loads(SCHEMA.read_text("utf-8")))
    assert half.report["isolation"]["level"] in ("full", "confined", "process")


def test_the_seed_is_fresh_and_printed(graders: Callable[..., Run], half: Run) -> None:
    """Without `--seed` a run draws its own and says how to replay it."""
    assert "replay with --seed 11" in half.output
    seeds = [graders("-k", "greets", places=FIRST).report["seed"] for _ in range(2)]
    assert seeds[0] != seeds[1]


def test_visible_leaves_hidden_checks_out(graders: Callable[..., Run]) -> None:
    """`--visible` runs what a student may see, and the maximum shrinks with it."""
    run = graders("--visible", "--submission", "solutions", places=FIRST)
    assert all(check["visible"] for check in run.checks(SPLIT).values())
    assert run.report["exercises"][SPLIT]["max_score"] == 8


def test_device_checks_without_an_accelerator_change_no_maximum(
    graders: Callable[..., Run], half: Run
) -> None:
    """`--device cpu` has the same maximum as `auto`; what was not exercised is reported."""
    cpu = graders("--device", "cpu", "-k", "split", places=FIRST).report["exercises"][SPLIT]
    auto = half.report["exercises"][SPLIT]
    assert cpu["max_score"] == auto["max_score"]
    assert len(auto["checks"]) > len(cpu["checks"])


def test_pytest_options_work(graders: Callable[..., Run], tmp_path: Path) -> None:
    """`-k`, node ids, `-x` and `--junitxml` do what a pytest user expects."""
    place = f"graders/{SPLIT}/test_split_and_chunk.py::test_refuses_wrong_sizes"
    run = graders("--submission", "solutions", places=(place,))
    ran = [c["name"] for c in run.checks(SPLIT).values() if c["outcome"] != "not_run"]
    assert ran == ["refuses_wrong_sizes"]
    xml = tmp_path / "junit.xml"
    run = graders("-x", "-k", "split", "--junitxml", str(xml), places=FIRST)
    outcomes = [check["outcome"] for check in run.report["exercises"][SPLIT]["checks"]]
    assert outcomes.count("failed") == 1 and outcomes.count("not_run") >= 4
    assert run.report["max_score"] == 10
    assert 'failures="1"' in xml.read_text("utf-8")


def test_a_notebook_is_scored_like_a_module(graders: Callable[..., Run], tmp_path: Path) -> None:
    """An exercise handed in as a notebook earns the same points."""
    from torchdojo.authoring import render

    build = render(Collection(ROOT).find("split"), "notebook", solved=True)
    path = tmp_path / "work" / build.path
    path.parent.mkdir(parents=True)
    path.write_text(build.text, encoding="utf-8")
    run = graders("--submission", str(tmp_path / "work"), places=(f"graders/{SPLIT}",))
    assert run.report["score"] == run.report["max_score"] == 10


@pytest.mark.parametrize(
    ("players", "level"), [("fork", "confined"), ("fork", "process"), ("start", "process")]
)
def test_weaker_levels_score_the_same(
    graders: Callable[..., Run], players: str, level: str
) -> None:
    """Every isolation level, forked or started, scores alike and says which it was."""
    options = ("--isolation", level, "--players", players, "--submission", "solutions")
    run = graders(*options, "-k", "interleaves or splits_by", "--device", "cpu", places=FIRST)
    assert run.code == 0, run.output
    assert run.report["isolation"]["level"] == level
    assert sum(c["score"] or 0 for c in run.checks(SPLIT).values()) == 4


def test_a_package_that_the_exercise_does_not_name_can_be_imported(tmp_path: Path) -> None:
    """The host imports it only where an exercise names it; a program may use it all the same."""
    text = (ROOT / f"solutions/{SPLIT}.py").read_text("utf-8")
    used = "from torchvision.transforms import v2\n\nv2.Identity()\n"
    hand_in(tmp_path / "work", SPLIT, used + text)
    done = cold([f"graders/{SPLIT}", "--submission", str(tmp_path / "work"), "--device", "cpu"])
    assert done.returncode == 0, done.stdout
    assert "10/10" in done.stdout


_FORBIDS = """
# %%
import sys as _sys

_HEAVY = {"torch._dyn" + "amo", "torchvi" + "sion", "torch.distributed.tensor", "sympy"}
assert not _HEAVY & _sys.modules.keys()
_sys.modules |= dict.fromkeys(_HEAVY)
"""


def test_without_packages_no_grader_or_solution_needs_them(tmp_path: Path) -> None:
    """Where the host imports none, none is imported later, which would cost each player seconds."""
    light = [one for one in Collection(ROOT).exercises.values() if not packages_of([one])]
    assert len(light) > 8
    for one in light:
        hand_in(tmp_path / "work", one.id, one.source.text + _FORBIDS)
    done = cold(
        [*(f"graders/{one.id}" for one in light), "--submission", str(tmp_path / "work"),
         "--device", "cpu", "--tb=short"]
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_a_message_does_not_end_an_xdist_worker(
    graders: Callable[..., Run], tmp_path: Path
) -> None:
    """Two words together are to pytest-xdist what begins a traceback."""
    text = "def split_even(t, n):\n    raise ValueError('reprcrash reprtraceback')\n"
    hand_in(tmp_path, SPLIT, text)
    run = graders("--submission", str(tmp_path), "--exercise", SPLIT, "-n", "1")
    scored = run.report["exercises"][SPLIT]
    assert scored["score"] == 0 and "crashed" not in run.output, run.output


def test_a_bank_that_cannot_be_read_costs_no_right_work(tmp_path: Path) -> None:
    """It is looked at when a check is lost, and then it is that check's fault of the grader."""
    root = small_collection(tmp_path / "collection")
    (root / f"graders/{SPLIT}/mistakes.py").write_text("def (", encoding="utf-8")
    words = [sys.executable, "-m", "pytest", f"graders/{SPLIT}", "--device", "cpu"]
    done = subprocess.run(
        [*words, "--submission", "solutions"], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "INTERNALERROR" not in done.stdout, done.stdout


def test_too_weak_isolation_is_refused(graders: Callable[..., Run]) -> None:
    """With `--require-isolation full`, weaker isolation scores nobody; it is no student's zero."""
    options = ("--isolation", "process", "--require-isolation", "full")
    run = graders(*options, "--submission", "solutions", places=(f"graders/{SPLIT}",))
    assert run.code != 0
    assert "is required but this machine gives `process`" in run.output
    assert run.report == {} or run.report["score"] is None


def _next_of(run: Run) -> str:
    lines = [line for line in run.output.splitlines() if line.startswith("Next: ")]
    return lines[0].rpartition("(")[2].rstrip(")") if lines else ""


def test_one_exercise_is_one_exercise(graders: Callable[..., Run], submission: Path) -> None:
    """`--exercise NAME` runs that exercise alone; "Next" names it until it is done."""
    options = ("--submission", str(submission), "--device", "cpu", "--exercise")
    for name, id in (("split", SPLIT), ("average", "08_data_parallel/05_average")):
        run = graders(*options, name)
        assert list(run.report["exercises"]) == [id], run.output
        assert _next_of(run) == f"{submission}/{id}.py"
    run = graders(*options, "welcome", "--exercise", WELCOME)
    assert list(run.report["exercises"]) == [WELCOME]
    assert _next_of(run) == f"{submission}/01_tensors/01_create.py"


def test_an_exercise_that_is_begun_comes_next(half: Run) -> None:
    """What is begun is named before what is not."""
    assert _next_of(half).endswith(f"{SPLIT}.py")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("graders/", "--exercise", "judge"), "fits several exercises: choose one of 09_write"),
        (("graders/", "--exercise", "splt_and_chunk"), f"is no exercise: did you mean {SPLIT}?"),
        (
            ("graders/", "--exercise", "qqq"),
            "is no exercise: name one of the files in `exercises/`",
        ),
        (("graders/02_autograd", "--exercise", "split"), "is not in graders/02_autograd"),
        (("tests/", "--exercise", "split"), "name `graders/` first"),
    ],
)
def test_a_name_that_is_not_one_exercise_is_refused(
    graders: Callable[..., Run], words: tuple[str, ...], sentence: str
) -> None:
    """One sentence lists the candidates, or the nearest names."""
    run = graders(*words[1:], places=words[:1])
    assert run.code == 4 and sentence in run.output and "Traceback" not in run.output, run.output
