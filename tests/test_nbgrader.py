"""nbgrader's own commands on a course of ours: three students, from `course init` to the CSV."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from attacks.closed import beyond
from conftest import Run
from nbgrader.preprocessors import ClearSolutions
from nbgrader_course import ROOT, Course, edited, stops_outside_functions

from torchdojo.catalog import Collection
from torchdojo.catalog.checks import read_checks
from torchdojo.jupyter.assignment import as_assignment
from torchdojo.jupyter.ids import grade_id

SPLIT, IRIS = "10_split_and_chunk", "05_repair_iris"
HIDDEN = ("more_pieces_than_rows", "refuses_wrong_sizes")
IDS = {SPLIT: "01_tensors/10_split_and_chunk", IRIS: "04_modules/05_repair_iris"}
WRONG = ("torch.stack([a, b], dim=1).flatten(0, 1)", "torch.cat([a, b])")
HOSTILE = """
import builtins, torch, unittest
torch.testing.assert_close = torch.allclose = torch.equal = lambda *a, **k: True
builtins.AssertionError = type("Never", (Exception,), {})
for place in ("gradebook.db", "../../../gradebook.db", "@GRADEBOOK@"):
    try:
        open(place, "r+b").write(b"10 of 10")
    except OSError:
        pass

def split_even(t, n):
    raise type(f"LEAK_{n}", (Exception,), {})(f"LEAK {t.tolist()}")

split_sizes = interleave = split_even
"""
NOISY = """
import sys, warnings
warnings.warn("a right answer may warn")
print("and write to stderr", file=sys.stderr)
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with one assignment of two exercises, given out, handed in, graded, exported."""
    made = Course(tmp_path_factory.mktemp("teaching") / "course")
    made.init("--assignment", "week1=split_and_chunk,repair_iris")
    made.run("nbgrader", "generate_assignment", "week1")
    _hand_in(made)
    said = made.run("nbgrader", "autograde", "week1", fails=True)
    (made.folder / "said").write_text(said)
    made.run("nbgrader", "generate_feedback", "week1")
    made.run("nbgrader", "export", "--to", "grades.csv")
    return made


def _hand_in(course: Course) -> None:
    right, iris = course.solved(SPLIT), course.released(IRIS)
    noisy = edited(right, ("import torch", f"import torch\n{NOISY}"))
    course.hand_in("abe", "my_split", right)
    course.hand_in("ann", SPLIT, noisy)
    course.hand_in("ann", IRIS, edited(iris, *REPAIR))
    course.hand_in("bob", SPLIT, edited(right, WRONG))
    course.hand_in("bob", IRIS, iris)
    course.hand_in("carl", SPLIT, "<<<<<<< HEAD\n{}\n=======\n")
    evil = course.hand_in("eve", SPLIT, _hostile(course)).parent
    _bring_graders(evil)
    course.hand_in("zoe", SPLIT, right)


REPAIR = (
    ("torch.softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)",
     "self.output(torch.sigmoid(self.hidden(x)))"),
    ("return self(x)\n", "return torch.softmax(self(x), dim=1)\n"),
    ("return 0.0", "return -math.log(math.e / (math.e + num_classes - 1))"),
)  # fmt: skip


def _hostile(course: Course) -> object:
    """Everything at once: attacks on the judge, test cells edited, copied, deleted, revalued."""
    notebook = course.released(SPLIT)
    text = HOSTILE.replace("@GRADEBOOK@", str(course.folder / "gradebook.db"))
    notebook.cells.append(nbformat.v4.new_code_cell(text))
    tests = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade")]
    tests[0].source = "pass"
    tests[1].metadata["nbgrader"]["points"] = 1000
    notebook.cells.remove(tests[2])
    notebook.cells.append(nbformat.from_dict(tests[3]))
    tests[4].cell_type = "markdown"
    tests[5].metadata["nbgrader"] = {"grade": "yes", "grade_id": ["?"], "schema_version": 99}
    return notebook


def _bring_graders(folder: Path) -> None:
    """Hand in a collection of one's own, whose graders give full marks, and a course of it."""
    graders = folder / "graders" / IDS[SPLIT]
    shutil.copytree(ROOT / "exercises", folder / "exercises")
    shutil.copytree(ROOT / "graders" / IDS[SPLIT], graders)
    for path in graders.glob("test_*.py"):
        path.write_text(path.read_text().replace("agree.", "(lambda *a: 0) or agree."))
    told = {"collection": str(folder), "assignments": {"week1": [IDS[SPLIT]]}, "written": {}}
    (folder / "torchdojo_course.json").write_text(json.dumps(told))
    (folder / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '--co'\n")


def test_marks_are_those_of_the_graders(
    course: Course, graders: Callable[..., Run], tmp_path: Path
) -> None:
    """Check by check, the gradebook holds what `pytest graders/` gives for the same notebooks."""
    handed_in = (("ann", SPLIT), ("ann", IRIS), ("bob", SPLIT), ("bob", IRIS), ("eve", SPLIT))
    for student in ("ann", "bob", "eve"):
        for name in [n for s, n in handed_in if s == student]:
            place = tmp_path / student / f"{IDS[name]}.ipynb"
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(course.folder / f"submitted/{student}/week1/{name}.ipynb", place)
        run = graders(
            "--submission", str(tmp_path / student), "--device", "cpu",
            places=tuple(f"graders/{IDS[n]}" for s, n in handed_in if s == student),
        )  # fmt: skip
        for name in [n for s, n in handed_in if s == student]:
            checks = run.checks(IDS[name])
            scores = {key.split("[")[0]: check["score"] for key, check in checks.items()}
            exercise = Collection(ROOT).find(IDS[name])
            given = {grade_id(exercise.id, c): c.name for c in read_checks(exercise.graders)}
            expected = {id: scores[name] for id, name in given.items()}
            assert course.marks(student, name) == expected, (student, name)
    assert sum(course.marks("bob", IRIS).values()) == 0  # a start with its bug is not begun
    assert sum(course.marks("ann", IRIS).values()) > 0


def test_helpers_of_the_solution_leave_no_reminder() -> None:
    """Nor does what nbgrader makes of a solution stop outside of a function, in any exercise."""
    clear = ClearSolutions(code_stub={"python": "# YOUR CODE HERE\nraise NotImplementedError"})
    for exercise in Collection(ROOT).exercises.values():
        source = nbformat.reads(as_assignment(exercise), as_version=4)
        cleared, _ = clear.preprocess(source, {})
        cells = [cell.source for cell in cleared.cells if cell.cell_type == "code"]
        assert not any(map(stops_outside_functions, cells)), exercise.id


def test_a_right_answer_that_warns_has_all_points(course: Course) -> None:
    """Writing to stderr costs nothing; stock nbgrader gives such a cell 0."""
    assert sum(course.marks("ann", SPLIT).values()) == 10
    assert sum(course.marks("ann", IRIS).values()) == 9


def test_a_hostile_notebook_gains_nothing(course: Course) -> None:
    """Not a point, whatever it did to the test cells; each of them is there and has a mark."""
    assert set(course.marks("eve", SPLIT).values()) == {0.0}
    assert len(course.marks("eve", SPLIT)) == 6
    assert sum(course.marks("zoe", SPLIT).values()) == 10


def test_of_hidden_checks_a_page_shows_nothing_that_the_program_chose(course: Course) -> None:
    """The inputs that a program puts into the name of an error do not come back to the student."""
    graded = nbformat.read(course.folder / f"autograded/eve/week1/{SPLIT}.ipynb", as_version=4)
    checks = read_checks(Collection(ROOT).find(IDS[SPLIT]).graders)
    ids = [grade_id(IDS[SPLIT], check) for check in checks if check.name in HIDDEN]
    hidden = [c for c in graded.cells if c.metadata.get("nbgrader", {}).get("grade_id") in ids]
    assert len(hidden) == 2
    for cell in hidden:
        (output,) = cell.outputs
        required, *told = output.traceback
        assert required.startswith("Required: ") and told
        assert beyond(Collection(ROOT), "\n".join(told)) == []


def test_deleted_cells_are_put_back(course: Course) -> None:
    """The graded notebook has every given cell once, in its place, as it was given out."""
    path = course.folder / f"autograded/eve/week1/{SPLIT}.ipynb"
    graded = nbformat.read(path, as_version=4)
    ids = [c.metadata.nbgrader.grade_id for c in graded.cells if "nbgrader" in c.metadata]
    given = course.released(SPLIT)
    assert ids == [c.metadata.nbgrader.grade_id for c in given.cells if "nbgrader" in c.metadata]


def test_a_damaged_or_renamed_notebook_stops_nobody_else(course: Course) -> None:
    """One clear sentence names the file; those that come after it are graded all the same."""
    said = (course.folder / "said").read_text()
    assert f"submitted/carl/week1/{SPLIT}.ipynb: `{SPLIT}.ipynb` is a damaged notebook" in said
    assert set(course.marks("carl", SPLIT).values()) == {0.0}
    assert "submitted/abe/week1/my_split.ipynb is no notebook of `week1`" in said
    assert course.marks("eve", SPLIT) and course.marks("zoe", SPLIT)


def test_a_second_run_continues(course: Course) -> None:
    """Once the two notebooks are mended, they are graded; the damaged one as its line says."""
    course.hand_in("carl", SPLIT, course.solved(SPLIT))
    renamed = course.folder / "submitted/abe/week1/my_split.ipynb"
    renamed.rename(renamed.with_name(f"{SPLIT}.ipynb"))
    said = course.run("nbgrader", "autograde", "week1")
    assert "Autograding" in said and "autograded/abe" in said
    assert "autograded/ann/week1/10" not in said
    course.run("nbgrader", "autograde", "week1", "--student", "carl", "--force")
    assert sum(course.marks("carl", SPLIT).values()) == 10
    assert sum(course.marks("abe", SPLIT).values()) == 10


def test_feedback_teaches_and_tells_no_secret(course: Course) -> None:
    """The page names the mistake and shows plots; no engine, no solution, no hidden check."""
    page = (course.folder / f"feedback/bob/week1/{SPLIT}.html").read_text()
    assert "one after the other" in page or "cat" in page
    checks = read_checks(Collection(ROOT).find(IDS[SPLIT]).graders)
    (required,) = [c.requirement for c in checks if c.name == "interleaves"]
    assert f"Required: {required}" in page
    for secret in (
        "torchdojo/referee",
        "Traceback (most",
        "def test_",
        "agree.call",
        "draw.normal",
    ):
        assert secret not in page, secret
    assert 'src="data:image/png' in (course.folder / f"feedback/ann/week1/{IRIS}.html").read_text()


def test_grades_are_exported(course: Course) -> None:
    """nbgrader's CSV holds the same totals."""
    with (course.folder / "grades.csv").open(newline="") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores["ann"] == 19 and scores["eve"] == 0 and scores["zoe"] == 10
    assert 0 < scores["bob"] < 19


def test_stock_autograde_gives_honest_work_the_same_marks(course: Course, tmp_path: Path) -> None:
    """Without our settings nbgrader runs the test cells in a kernel, with the same result."""
    stock = Course(tmp_path / "stock")
    shutil.copytree(course.folder, stock.folder, ignore=shutil.ignore_patterns("autograded"))
    (stock.folder / "gradebook.db").unlink()
    (stock.folder / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'stock'\nc.Execute.timeout = 300\n"
    )
    stock.run("nbgrader", "generate_assignment", "week1", "--force")
    for student in ("abe", "carl", "eve", "zoe"):
        shutil.rmtree(stock.folder / "submitted" / student)
    stock.run("nbgrader", "autograde", "week1")
    for student, name in (("ann", SPLIT), ("bob", SPLIT), ("bob", IRIS)):
        assert stock.marks(student, name) == course.marks(student, name), (student, name)


def test_a_students_validate_shows_visible_checks(course: Course, tmp_path: Path) -> None:
    """`nbgrader validate` on a right notebook passes; on a wrong one it shows the sentence."""
    shutil.copy(course.folder / "torchdojo_course.json", tmp_path)
    for student, words in (("zoe", "Success!"), ("bob", "interleave")):
        shutil.copy(course.folder / f"submitted/{student}/week1/{SPLIT}.ipynb", tmp_path)
        said = course.run("nbgrader", "validate", str(tmp_path / f"{SPLIT}.ipynb"))
        assert words in said, said


def test_the_exchange_carries_it(course: Course, tmp_path: Path) -> None:
    """`release_assignment`, `fetch_assignment`, `submit` and `collect` work as for any course."""
    exchange, student = tmp_path / "exchange", tmp_path / "student"
    for folder in (exchange, student):
        folder.mkdir()
    exchange.chmod(0o777)
    told = f"\nc.Exchange.root = {str(exchange)!r}\n"
    settings = course.folder / "nbgrader_config.py"
    settings.write_text(settings.read_text() + told)
    mine = "c = get_config()\nc.CourseDirectory.course_id = 'course'\n"
    (student / "nbgrader_config.py").write_text(mine + told)
    course.run("nbgrader", "release_assignment", "week1")
    for command in ("fetch_assignment", "submit"):
        Course(student).run("nbgrader", command, "week1")
    assert (student / "week1/datasets/iris/iris.csv").is_file()
    before = set((course.folder / "submitted").iterdir())
    course.run("nbgrader", "collect", "week1")
    (new,) = set((course.folder / "submitted").iterdir()) - before
    assert (new / "week1" / f"{SPLIT}.ipynb").is_file()


def test_updating_a_course_keeps_what_was_changed(tmp_path: Path) -> None:
    """Run again, `course init` renews what grew old, keeps what you changed, and says so."""
    made = Course(tmp_path / "course")
    made.init("--assignment", "week1=welcome")
    mine = made.folder / "nbgrader_config.py"
    mine.write_text(mine.read_text() + "# mine\n")
    record = made.folder / "torchdojo_course.json"
    old = made.folder / "source/week1/00_welcome.ipynb"
    old.write_text("{}")
    told = json.loads(record.read_text())
    digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    told["written"]["source/week1/00_welcome.ipynb"] = digest
    record.write_text(json.dumps(told))
    said = made.init("--assignment", "week2=softmax")
    assert "updated" in said and "kept" in said and mine.read_text().endswith("# mine\n")
    assert old.read_text() != "{}"
    assert (made.folder / "source/week2/02_softmax.ipynb").is_file()
    kept = mine.read_text()
    assert "updated" in made.init("--overwrite") and "# mine" not in mine.read_text()
    (copy,) = (made.folder / ".torchdojo/backups").glob("*/nbgrader_config.py")
    assert copy.read_text() == kept


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--assignment", "week1=nope"), "`nope` is no exercise"),
        (("--assignment", "week1"), "write --assignment NAME=EXERCISE"),
        (("--assignment", "a b=welcome"), "`a b` cannot name an assignment"),
        (("--track", "nope"), "There is no track `nope`"),
    ],
)
def test_a_wrong_wish_gets_one_sentence(
    tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    """Nothing is written, and the sentence says what to do."""
    made = Course(tmp_path / "course")
    said = made.run("torchdojo", "course", "init", str(made.folder), "--collection", str(ROOT),
                    *options, fails=True)  # fmt: skip
    assert words in said and "Traceback" not in said
    assert not made.folder.exists()
