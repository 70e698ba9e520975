"""Milestones: a student's own code of a track on something real, as a student meets it."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from conftest import ROOT
from small_collection import SPLIT, edit, small_collection
from test_dojo_app import FULL, Scripted, screen, until, using
from test_dojo_commands import WELCOME, Run, dojo
from textual.pilot import Pilot

from torchdojo.catalog import Collection
from torchdojo.classroom.release import lay_out
from torchdojo.feedback.pictures.timeline import Kind, Lane, Span, Timeline
from torchdojo.learner.app.main import DojoApp
from torchdojo.learner.milestones import Chart, Line, Plane, Point
from torchdojo.learner.milestones.finding import meant_by, milestones_of
from torchdojo.learner.records import Progress, Record, as_text

COLLECTION = Collection(ROOT)
TRACKS = sorted({exercise.track for exercise in COLLECTION.exercises.values()})
TOLD = {
    "01_tensors": ("sepal_length  5.79   0.8      0     1", "a: setosa"),
    "02_autograd": ("Where your steps end", "c: from 0.35"),
    "03_pipelines": ("train    135       14", "torch.float32 (10, 3, 60, 48)"),
    "04_modules": ("layers.0.weight  (12, 4)       48", "191 numbers"),
    "05_training": ("#: the net says 1", "b: on what it has not seen"),
    "06_activations": ("sigmoid      0.25", "c: sigmoid's slope"),
    "07_speed": ("groups of 16   25600", "differs by"),
    "08_data_parallel": ("rank 3 |", "the weights of the ranks are the same"),
    "09_write_the_test": ("15 of 15 wrong programs are rejected", "forgets zero_grad"),
}
"""What stands in the milestones of whoever handed in the solutions."""
SMALL = '''"""Your pieces, counted

From the shortest to the longest.
"""

from torchdojo.learner.milestones import Table

NEEDS = {"cut": "10_split_and_chunk"}


def sizes(mine, n):
    """Cuts ten rows"""
    import torch

    return [len(piece) for piece in mine.cut.split_even(torch.zeros(10, 1), n)]


def milestone(work):
    yield Table("Pieces", ("number", "rows"), list(enumerate(work.run(sizes, 4))))
'''


def everything_done(folder: Path) -> None:
    """Have every exercise had full marks in the submission `folder`."""
    done = Record(attempts=1, best=1.0, max_score=1.0, done=True)
    (folder / ".torchdojo").mkdir()
    progress = Progress(exercises=dict.fromkeys(COLLECTION.exercises, done))
    (folder / ".torchdojo/progress.json").write_text(as_text(progress), encoding="utf-8")


@pytest.fixture(scope="module")
def all_tracks(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """All milestones of somebody who handed in the solutions, in a terminal of 80 columns."""
    work = tmp_path_factory.mktemp("done") / "work"
    shutil.copytree(ROOT / "solutions", work)
    everything_done(work)
    return dojo(ROOT, "milestone", *TRACKS, "--submission", str(work), COLUMNS="80")


@pytest.mark.parametrize("track", TRACKS)
def test_every_track_has_a_milestone_that_the_solutions_reach(all_tracks: Run, track: str) -> None:
    """It fits into 80 columns and needs no colour."""
    assert all_tracks.returncode == 0, all_tracks.stderr
    parts = re.split(r"^Milestone of (\w+): ", all_tracks.stdout, flags=re.MULTILINE)
    shown = dict(zip(parts[1::2], parts[2::2], strict=True))[track]
    flat = " ".join(shown.split())
    assert all(part in shown or part in flat for part in TOLD[track]), shown
    assert max(map(len, shown.split("\n"))) <= 80 and "\x1b" not in shown


def test_the_time_line_has_two_rows_for_each_of_four_real_processes(all_tracks: Run) -> None:
    """Messages begin before the backward pass has ended, on some rank at least."""
    rows = re.findall(r"rank \d \|(.*)\|\n\s+\|(.*)\|", all_tracks.stdout)
    assert len(rows) == 4 and all("B" in own and "=" in sent for own, sent in rows)
    assert any("B" in own and sent.index("=") <= own.rindex("B") for own, sent in rows), (
        all_tracks.stdout
    )


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run | Path]:
    """A student of a small collection, from a locked milestone to an open one."""
    root = small_collection(tmp_path_factory.mktemp("story") / "clone", SPLIT, WELCOME)
    (root / "milestones").mkdir()
    (root / "milestones/01_tensors.py").write_text(SMALL, encoding="utf-8")
    found: dict[str, Run | Path] = {"root": root, "locked": dojo(root, "milestone", "01")}
    shutil.copy(root / f"solutions/{SPLIT}.py", root / f"exercises/{SPLIT}.py")
    found["check"] = dojo(root, "check", "split")
    found["list"] = dojo(root, "milestone", "--list")
    (root / "mine.svg").write_text("my own picture", encoding="utf-8")
    found["refused"] = dojo(root, "milestone", "--svg", "mine.svg")
    found["open"] = dojo(root, "milestone", "--svg", "new.svg", "--html", "out/new.html")
    edit(root / f"exercises/{SPLIT}.py", "def split_even", "def split_evenly")
    found["broken"] = dojo(root, "milestone")
    return found


def said(run: Run | Path) -> str:
    """What a run said, on both streams."""
    assert isinstance(run, subprocess.CompletedProcess)
    return str(run.stdout + run.stderr)


_ODD = """
\"\"\"Odd\"\"\"

from torchdojo.learner.milestones import Chart, Line

NEEDS = {"split": "10_split_and_chunk"}


def milestone(work):
    yield Chart("Odd", [Line("l", [1, 2], [None, None])], "step")
"""


def test_a_locked_milestone_says_what_is_missing(story: dict[str, Run | Path]) -> None:
    """In one sentence, with the command that scores it."""
    assert said(story["locked"]) == (
        "Error: The milestone of 01_tensors is locked until these had full marks in "
        f"`torchdojo check`: {SPLIT}.\n"
    )


def test_full_marks_open_it_and_check_says_so(story: dict[str, Run | Path]) -> None:
    """And the list as well."""
    assert "Your milestone is open: `torchdojo milestone 01_tensors`" in said(story["check"])
    assert said(story["list"]) == "    open  01_tensors: Your pieces, counted\n"


def test_an_open_milestone_shows_what_the_students_code_does(
    story: dict[str, Run | Path],
) -> None:
    """In the terminal, as a drawing, as a page."""
    root = story["root"]
    assert isinstance(root, Path)
    shown = said(story["open"])
    assert "Milestone of 01_tensors: Your pieces, counted\n\nPieces\n" in shown
    assert "     0     3\n     1     3\n     2     2\n     3     2\n" in shown
    ElementTree.parse(root / "new.svg")
    assert "<svg" in (root / "out/new.html").read_text("utf-8")


def test_it_writes_over_no_other_file(story: dict[str, Run | Path]) -> None:
    """A file that was no milestone's stays."""
    root = story["root"]
    assert isinstance(root, Path)
    assert "mine.svg" in said(story["refused"]) and "--overwrite" in said(story["refused"])
    assert (root / "mine.svg").read_text("utf-8") == "my own picture"


def test_code_that_has_broken_since_is_named(story: dict[str, Run | Path]) -> None:
    """As a check would, without a traceback."""
    told = said(story["broken"])
    assert "The milestone stopped in your code" in told and "split_even" in told
    assert "Traceback" not in told


def test_what_cannot_be_drawn_is_told(story: dict[str, Run | Path]) -> None:
    """An answer that the milestone takes as it is, and no chart can show."""
    root = story["root"]
    assert isinstance(root, Path)
    file = root / "milestones/01_tensors.py"
    kept = file.read_text("utf-8")
    file.write_text(_ODD, encoding="utf-8")
    told = said(dojo(root, "milestone"))
    file.write_text(kept, encoding="utf-8")
    assert "cannot show what your code returned" in told and "Traceback" not in told


def test_a_damaged_milestone_is_the_authors_to_mend(tmp_path: Path) -> None:
    """One sentence names the file and what is wrong with it."""
    root = small_collection(tmp_path / "clone")
    (root / "milestones").mkdir()
    for text, why in (
        ("x = 1", "it needs a line `NEEDS"),
        ('NEEDS = {"a": "99_nothing"}', "01_tensors/99_nothing, which is no exercise"),
        ("def", "invalid syntax"),
    ):
        (root / "milestones/01_tensors.py").write_text(text, encoding="utf-8")
        told = said(dojo(root, "milestone", "01"))
        assert told.startswith("Error: milestones/01_tensors.py is no milestone (") and why in told
        assert told.count("\n") == 1
    shutil.copy(root / f"solutions/{SPLIT}.py", root / f"exercises/{SPLIT}.py")
    assert dojo(root, "check", "split").returncode == 0, "and nobody else's fault"


def test_tracks_without_a_milestone_and_names_that_are_none_are_told(tmp_path: Path) -> None:
    """With what there is."""
    root = small_collection(tmp_path / "clone")
    assert "has no milestone of 01_tensors." in said(dojo(root, "milestone"))
    assert "`77` is no track: name one of 01_tensors." in said(dojo(root, "milestone", "77"))


def test_a_release_has_the_milestones_whose_exercises_it_has(tmp_path: Path) -> None:
    """And none of the others."""
    needed = list(meant_by(COLLECTION, "08").needs.values())
    lay_out(tmp_path / "with", COLLECTION, needed, 1)
    assert list(milestones_of(Collection(tmp_path / "with"))) == ["08_data_parallel"]
    lay_out(tmp_path / "without", COLLECTION, needed[:1], 1)
    assert not (tmp_path / "without/milestones").exists()


def test_the_app_offers_it_at_full_marks_and_shows_it(tmp_path: Path) -> None:
    """Before that the key says what is missing."""
    root = small_collection(tmp_path / "clone")
    (root / "milestones").mkdir()
    (root / "milestones/01_tensors.py").write_text(SMALL, encoding="utf-8")
    shutil.copy(root / f"solutions/{SPLIT}.py", root / f"exercises/{SPLIT}.py")

    async def use(app: DojoApp, pilot: "Pilot[None]", referee: Scripted) -> None:
        await pilot.press("m")
        await until(lambda: "locked" in screen(app), 120)
        assert "m milestone" in screen(app) and "its milestone is open" not in screen(app)
        referee.end(*FULL)
        await pilot.pause()
        assert "m runs your code of this track" in screen(app)
        await pilot.press("m")
        await until(lambda: "Your pieces, counted" in screen(app), 120)
        assert "     1     3" in screen(app)

    using(root, use)


def test_a_time_line_needs_no_colour() -> None:
    """Every kind has its letter, in text and in the drawing."""
    kinds = (Kind("work", "B", "#fff"), Kind("message", "=", "#fff", dashes="2 2"))
    lane = Lane("rank 0", [Span("work", 0, 6)], [Span("message", 4, 10)])
    line = Timeline("Step", kinds, [lane])
    assert line.lines(29)[1:3] == ["rank 0 |BBBBBBBBBBBB        |", "       |        ============|"]
    assert line.overlap("work") == pytest.approx(1 / 3)
    drawn = line.drawing().body
    assert ">B</text>" in drawn and ">=</text>" in drawn and 'stroke-dasharray="2 2"' in drawn


def test_exhibits_fit_into_a_narrow_terminal() -> None:
    """Their legends too."""
    kinds = [Kind(f"a kind of work {n}", "abcde"[n], "#fff") for n in range(5)]
    span = Span(kinds[0].name, 0, 1)
    curves = [Line(f"a curve whose name is a long one, number {n}", [1, 2], [1, n]) for n in (1, 2)]
    for exhibit in (
        Timeline("A time line", kinds, [Lane("rank 0", [span], [span])]),
        Chart("A chart", curves, "step"),
        Plane("A plane", [[0, 1]] * 3, [Point(0.5, 0.5, 1)]),
    ):
        assert max(map(len, exhibit.lines(40))) <= 40, exhibit.title
