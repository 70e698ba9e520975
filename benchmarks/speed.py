"""Speed and memory of the engine beside running in-process and beside stock nbgrader, in one run.

Run from the root of the repository: ``python benchmarks/speed.py``. nbgrader grades notebooks with
the same checks (the same probes and inputs against the same reference) in its own process, as it
comes; torchdojo grades the same answers in players.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
SPLIT = "01_tensors/10_split_and_chunk"
SIX = (
    SPLIT,
    "03_pipelines/01_joint_dataset",
    "03_pipelines/07_image_dataset",
    "04_modules/05_repair_iris",
    "05_training/03_one_epoch",
    "06_activations/02_softmax",
)
"""Of every kind: functions, files, a notebook, a training loop."""
STUDENTS = 4
CLASSES = (20, 120, 220)
"""Students in the classes that `torchdojo grade` is timed on."""
ROUNDS = 30


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock time of `work`."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def pytest_graders(*options: str) -> None:
    """`pytest graders/` as a command."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)


def importing() -> float:
    """Time of a process that only imports torch and torchvision."""
    command = [sys.executable, "-c", "import torch, torchvision"]
    return min(seconds(lambda: subprocess.run(command, check=True)) for _ in range(3))


def isolation(rows: list[tuple[str, str]]) -> float:
    """A player per answer beside the same probe in-process; returns seconds per player."""
    import torch

    from torchdojo.catalog import Collection, code_of_text
    from torchdojo.players.client import Troupe
    from torchdojo.players.connection import HostConnection
    from torchdojo.players.host_process import HostProcess
    from torchdojo.players.limits import Limits
    from torchdojo.players.loading import load_probe
    from torchdojo.players.replies import Returned
    from torchdojo.referee.asking import Actor, Question
    from torchdojo.referee.pool import Pool, Setting

    text = Collection(ROOT).find(SPLIT).source.text
    question = Question.of_call("split_even", (torch.randn(50, 3), 4))
    process = HostProcess()
    connection = HostConnection(process.connection, process)
    troupe = Troupe(connection)
    pool = Pool(troupe, 0)
    setting = Setting(SPLIT, 1, "cpu", Limits(), ())

    def in_player() -> None:
        actor = Actor(pool, code_of_text(text, "split.py"), setting, 1)
        assert isinstance(actor.ask(question), Returned)
        actor.close()

    def in_process() -> None:
        namespace: dict = {}
        exec(code_of_text(text, "split.py").cells[0][1], namespace)
        module = type(
            "Module", (), {k: staticmethod(v) for k, v in namespace.items() if callable(v)}
        )
        load_probe(question.source, question.probe)(module, *question.args)

    in_player()
    player = statistics.median(seconds(in_player) for _ in range(ROUNDS))
    plain = statistics.median(seconds(in_process) for _ in range(ROUNDS))
    rows.append((f"isolation {connection.level.value}, a player", f"{1000 * player:.1f} ms"))
    rows.append(("the same in-process", f"{1000 * plain:.1f} ms"))
    rows.append(("overhead a player", f"{1000 * (player - plain):.1f} ms (aim: at most 60)"))

    def memory(module):
        """Reads this process's own memory figures"""
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
        return sizes["Private_Dirty"] + sizes["Private_Clean"]

    actor = Actor(pool, code_of_text(text, "split.py"), setting, 1)
    actor.ask(question)
    private = actor.ask(Question.of_probe(memory, ()))
    actor.close()
    kib = private.get("value", 0)
    rows.append(("a player's private memory", f"{kib / 1024:.1f} MiB (aim: at most 20)"))
    troupe.close()
    connection.close()
    process.stop()
    return player


def growth(rows: list[tuple[str, str]], imports: float) -> None:
    """Six exercises, solved, beyond the import; then the whole collection."""
    solved = ("--submission", "solutions")
    six = seconds(lambda: pytest_graders(*(f"graders/{id}" for id in SIX), *solved))
    whole = seconds(lambda: pytest_graders("graders/", *solved))
    rows.append(("`import torch, torchvision`", f"{imports:.1f} s"))
    rows.append(("`pytest` on six exercises, solved", f"{six:.1f} s"))
    rows.append(("beyond the import", f"{six - imports:.1f} s (aim: at most 5)"))
    rows.append(("`pytest graders/`, everything solved", f"{whole:.1f} s"))


def class_seconds(folder: Path, count: int) -> float:
    """Seconds that `torchdojo grade` takes for `count` students, start-up and reports included."""
    solved = (ROOT / "solutions" / f"{SPLIT}.py").read_text(encoding="utf-8")
    for number in range(count):
        work = folder / str(count) / f"s{number:03}" / f"{SPLIT}.py"
        work.parent.mkdir(parents=True)
        work.write_text(f"{solved}\n# {number}\n", encoding="utf-8")
    command = [str(Path(sys.executable).parent / "torchdojo"), "grade", str(folder / str(count))]
    command += [str(folder / f"reports{count}"), "--exercise", SPLIT, "--device", "cpu"]
    return seconds(lambda: subprocess.run(command, cwd=ROOT, check=True, capture_output=True))


def nbgrader_seconds(folder: Path) -> float:
    """Seconds that stock `nbgrader autograde` takes for `STUDENTS` right submissions."""
    course = folder / "course"
    source = course / "source" / "split"
    source.mkdir(parents=True)
    (source / "split.ipynb").write_text(nbgrader_notebook(), encoding="utf-8")
    (course / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'b'\n"
    )
    run(course, "generate_assignment", "split", "--force")
    for student in range(STUDENTS):
        place = course / "submitted" / f"s{student}" / "split"
        place.mkdir(parents=True)
        shutil.copy(source / "split.ipynb", place / "split.ipynb")
    return seconds(lambda: run(course, "autograde", "split"))


def run(course: Path, *words: str) -> None:
    """An nbgrader command in `course`."""
    command = [sys.executable, "-m", "nbgrader", *words]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path}
    subprocess.run(command, cwd=course, check=True, capture_output=True, env=environment)


def nbgrader_notebook() -> str:
    """The solved exercise with its checks as nbgrader's autograded cells, in-process."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    from torchdojo.catalog import Collection, code_of_text

    exercise = Collection(ROOT).find(SPLIT)
    (_, solved), *_ = code_of_text(exercise.source.text, "split.py").cells
    answer = new_code_cell(solved.strip(), id="answer")
    answer.metadata["nbgrader"] = {
        "grade": False, "grade_id": "answer", "locked": False, "schema_version": 3,
        "solution": True, "task": False,
    }  # fmt: skip
    cells = [answer]
    for number, call in enumerate(NBGRADER_CHECKS):
        cell = new_code_cell(f"{call}", id=f"check-{number}")
        cell.metadata["nbgrader"] = {
            "grade": True, "grade_id": f"check{number}", "locked": True, "points": 1,
            "schema_version": 3, "solution": False, "task": False,
        }  # fmt: skip
        cells.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.writes(new_notebook(cells=cells, metadata={"kernelspec": kernel}))


NBGRADER_CHECKS = (
    "t = torch.randn(5, 3)\nfor a, b in zip(split_even(t, 4), torch.tensor_split(t, 4)):\n"
    "    torch.testing.assert_close(a, b)",
    "assert [len(p) for p in split_even(torch.arange(6).reshape(2, 3), 4)] == [1, 1, 0, 0]",
    "t = torch.randn(7, 2)\nfor a, b in zip(split_sizes(t, [1, 2, 4]), t.split([1, 2, 4])):\n"
    "    torch.testing.assert_close(a, b)",
    "try:\n    split_sizes(torch.randn(6, 2), [1, 2])\nexcept ValueError:\n    pass\n"
    "else:\n    raise AssertionError",
    "a, b = torch.randn(4, 2), torch.randn(4, 2)\n"
    "torch.testing.assert_close(interleave(a, b)[1::2], b)",
    "t = torch.zeros(6, 2)\nsplit_even(t, 3)[0].fill_(9)\nassert t.sum() == 0",
)


def throughput(rows: list[tuple[str, str]]) -> None:
    """Submissions an hour of torchdojo and of stock nbgrader."""
    with tempfile.TemporaryDirectory() as folder:
        few, some, many = (class_seconds(Path(folder), count) for count in CLASSES)
        stock = nbgrader_seconds(Path(folder)) / STUDENTS
    each = (many - few) / (CLASSES[2] - CLASSES[0])
    half = (some - few) / (CLASSES[1] - CLASSES[0])
    whole = f"`torchdojo grade`, {CLASSES[2]} students"
    rows.append((f"{whole}, start-up included", f"{many:.1f} s"))
    rows.append(("a submission of 6 checks, warm", f"{1000 * each:.0f} ms"))
    rows.append(("the same over half as many", f"{1000 * half:.0f} ms (linear if equal)"))
    rows.append(("stock `nbgrader autograde`, a submission", f"{1000 * stock:.0f} ms"))
    rows.append(("submissions an hour, ratio", f"{stock / each:.0f} times (aim: at least 50)"))
    rows.append(("the same, start-up included", f"{stock * CLASSES[2] / many:.0f} times"))


def main() -> None:
    """Measure and print."""
    rows: list[tuple[str, str]] = []
    imports = importing()
    isolation(rows)
    growth(rows, imports)
    try:
        throughput(rows)
    except subprocess.CalledProcessError as error:
        rows.append(("nbgrader failed", (error.stderr or b"").decode()[-300:]))
    table = Table("what", "measured", box=None)
    for row in rows:
        table.add_row(*row)
    Console(width=100, highlight=False).print(table)


if __name__ == "__main__":
    main()
