"""A class on a cluster: the same marks as here, whatever ends, and nobody else's workers."""

import csv
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import ROOT
from distributed import LocalCluster, Security
from small_collection import COMMAND, SPLIT, hand_in, labels, small_collection

from torchdojo.catalog import Collection
from torchdojo.classroom.executors.address import read_address
from torchdojo.classroom.executors.census import Census
from torchdojo.classroom.executors.task import MOST_BYTES, Parcel, Task, parcels, unpacked
from torchdojo.classroom.executors.terms import PLACE, Terms, need_isolation, site_here
from torchdojo.classroom.run import ClassRun
from torchdojo.classroom.students import find_students
from torchdojo.classroom.works import Plan, Work, program_of
from torchdojo.cli import main
from torchdojo.errors import DojoError
from torchdojo.referee.programs import programs_as_text

SOLVED = (ROOT / f"solutions/{SPLIT}.py").read_text("utf-8")
KILLER = "# ends the worker"
SEAM = f"""
import os, signal, time
from torchdojo.classroom.executors import worker
worker.plain = getattr(worker, "plain", worker.unpacked)  # Dask may run this file twice

def seam(task, place):
    programs = worker.plain(task, place)
    if any({KILLER!r} in program.code.text for program in programs):
        os.kill(os.getpid(), signal.SIGKILL)
    return programs

worker.unpacked = seam
"""
OTHER = """
from torchdojo.classroom.executors import terms
terms.__version__ = "9.9.9"
"""
SEED = "5"
MANY = 30


@dataclass(frozen=True)
class Shared:
    """What the tests share: a collection, classes, a local run of one, a cluster with TLS."""

    place: Path
    root: Path
    cluster: LocalCluster

    @property
    def options(self) -> list[str]:
        """How the command reaches the cluster."""
        files = [f"--tls-{name}={self.place / 'tls' / name}.pem" for name in ("ca", "cert", "key")]
        return ["--cluster", self.cluster.scheduler_address, *files]

    def start(self, submissions: str, reports: str, *options: str) -> "subprocess.Popen[str]":
        """`torchdojo grade`, which goes on."""
        command = [COMMAND, "grade", str(self.place / submissions), str(self.place / reports)]
        return subprocess.Popen(
            [*command, "--device", "cpu", "--seed", SEED, *options],
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def grade(self, submissions: str, reports: str, *options: str) -> tuple[int, str]:
        """`torchdojo grade`, to its end."""
        process = self.start(submissions, reports, *options)
        said, _ = process.communicate(timeout=150)
        return process.returncode, said

    def report(self, reports: str, student: str) -> Any:
        """A student's report without the times that it took."""
        return _timeless(json.loads((self.place / reports / f"{student}.json").read_text("utf-8")))


def _timeless(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: _timeless(value) for key, value in told.items() if key != "seconds"}
    return [_timeless(one) for one in told] if isinstance(told, list) else told


def _scores(reports: Path) -> dict[str, str]:
    with (reports / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student"]: row["score"] for row in csv.DictReader(file)}


def _class(place: Path) -> None:
    hand_in(place / "ada", SPLIT, SOLVED)
    hand_in(place / "bert", SPLIT, f"{SOLVED}\n\ndef interleave(a, b):\n    return a\n")
    hand_in(place / "cleo", SPLIT, f"from tools import one\nassert one() == 1\n{SOLVED}")
    (place / "cleo" / SPLIT).with_name("tools.py").write_text(
        "def one():\n    with open('data/one.txt') as file:\n        return int(file.read())\n"
    )
    (place / "cleo" / SPLIT).with_name("data").mkdir()
    ((place / "cleo" / SPLIT).with_name("data") / "one.txt").write_text("1")
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    (place / "dan/01_tensors").mkdir(parents=True)
    (place / f"dan/{SPLIT}.ipynb").write_text(
        json.dumps(notebook | {"cells": [cell | {"id": "a", "source": SOLVED}]})
    )
    hand_in(place / "eve", SPLIT, "def split_even(:\n")
    (place / "fay/01_tensors").mkdir(parents=True)
    hand_in(place / "gus", SPLIT, (ROOT / f"exercises/{SPLIT}.py").read_text("utf-8"))


def certificates(folder: Path) -> None:
    """Make them as the page on many machines says."""
    page = (ROOT / "docs/many-machines.md").read_text("utf-8")
    (commands,) = (
        block for block in re.findall(r"```sh\n(.*?)```", page, re.S) if "openssl" in block
    )
    folder.mkdir()
    subprocess.run(["sh", "-e", "-c", commands], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    """Two workers that have the collection and no folder of students."""
    place = tmp_path_factory.mktemp("cluster")
    root = small_collection(place / "collection")
    _class(place / "class")
    certificates(place / "tls")
    (place / "seam.py").write_text(SEAM)
    files = {"cert": str(place / "tls/cert.pem"), "key": str(place / "tls/key.pem")}
    roles = {
        f"tls_{role}_{kind}": path
        for role in ("client", "scheduler", "worker")
        for kind, path in files.items()
    }
    security = Security(require_encryption=True, tls_ca_file=str(place / "tls/ca.pem"), **roles)
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        security=security,
        silence_logs=50,
        env={PLACE: str(root)},
        preload=[str(place / "seam.py")],
        local_directory=str(place / "scratch"),
    ) as cluster:
        yield Shared(place, root, cluster)


@pytest.fixture(scope="module")
def local(shared: Shared) -> Callable[[str], Any]:
    """The report of a student of the class, from a run without a cluster."""
    code, said = shared.grade("class", "local")
    assert code == 0, said
    return lambda student: shared.report("local", student)


def test_marks_are_those_of_a_local_run_and_who_ends_workers_is_set_apart(
    shared: Shared, local: Callable[[str], Any]
) -> None:
    """Check by check and word by word; the program that ends workers is a fault of the grader."""
    _class(shared.place / "classes/all")
    hand_in(shared.place / "classes/all/hana", SPLIT, f"{SOLVED}\n{KILLER}\n")
    code, said = shared.grade("classes/all", "remote", *shared.options)
    assert code == 1, said
    assert f"Not graded: hana, {SPLIT}: " in said and "was lost" in said
    for student in ("ada", "bert", "cleo", "dan", "eve", "fay", "gus"):
        assert shared.report("remote", student) == local(student), student
    assert local("cleo")["score"] == 10 and local("dan")["score"] == 10
    told = shared.report("remote", "hana")["exercises"][SPLIT]
    assert told["score"] is None and told["status"] == "error"
    assert {check["outcome"] for check in told["checks"]} == {"grader_error"}
    assert _scores(shared.place / "remote")["hana"] == ""
    assert not list((shared.place / "scratch").rglob("torchdojo-task-*/*/01_tensors/*.py"))


def test_killed_workers_and_a_killed_command_cost_nothing(shared: Shared) -> None:
    """What was known is kept, the rest is graded once, though a worker is killed as well."""
    for number in range(MANY):
        hand_in(shared.place / f"many/s{number:02}", SPLIT, f"{SOLVED}\n# {number}\n")
    reports = shared.place / "many-reports"
    process = shared.start("many", "many-reports", *shared.options)
    _await_results(process, reports, 60_000)
    process.kill()
    process.communicate()
    before = labels(reports)
    assert 0 < len(before) < MANY
    process = shared.start("many", "many-reports", *shared.options)
    _await_results(process, reports, 30_000)
    os.kill(next(iter(shared.cluster.workers.values())).pid, signal.SIGKILL)
    said, _ = process.communicate(timeout=150)
    assert process.returncode == 0, said
    left = MANY - len(before)
    assert f"{left} of {left} graded\n" in said
    assert set(before) <= set(labels(reports)) and len(labels(reports)) == MANY
    assert len(set(labels(reports))) == MANY and set(_scores(reports).values()) == {"10.0"}


def _await_results(process: "subprocess.Popen[str]", reports: Path, size: int) -> None:
    ledger = reports / "graded.db-wal"
    while process.poll() is None and not (ledger.is_file() and ledger.stat().st_size > size):
        time.sleep(0.02)


def test_a_worker_that_would_grade_otherwise_is_refused(shared: Shared) -> None:
    """One sentence says which worker, what is different, and what to do."""
    (shared.place / "other.py").write_text(OTHER)
    with LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=50,
        env={PLACE: str(shared.root)},
        preload=[str(shared.place / "other.py")],
    ) as cluster:
        told = ("--cluster", cluster.scheduler_address)
        code, said = shared.grade("class", "refused", *told)
        assert code == 1 and "Error: No worker of the cluster may grade. The worker tcp://" in said
        assert "it has torchdojo 9.9.9, and here is " in said and "Traceback" not in said
        assert not labels(shared.place / "refused")
        code, said = shared.grade("class", "other-tls", *told[:1], told[1].replace("tcp", "tls"))
        assert code == 1 and "--tls-ca" in said


def test_terms_that_differ_are_told_apart() -> None:
    """Engine, torch, isolation and collection each have a sentence; the same terms have none."""
    here = Terms("1", "2.14.1", "abc")
    assert not here.misfit(Terms("1", "2.14.1", "abc"), SPLIT)
    assert "torch 2.6, and here is 2.14.1" in here.misfit(Terms("1", "2.6", "abc"), SPLIT)
    assert SPLIT in here.misfit(Terms("1", "2.14.1", "abd"), SPLIT)
    need_isolation("full", {"isolation": {"level": "full"}})
    need_isolation("full", {"isolation": None})
    with pytest.raises(DojoError, match=r"at the level `process`.*`full`.*torchdojo doctor"):
        need_isolation("full", {"isolation": {"level": "process"}})


def test_any_executor_grades_as_the_command_does(
    shared: Shared, local: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threads stand for whatever else implements `concurrent.futures.Executor`."""
    monkeypatch.setenv(PLACE, str(shared.root))
    site_here.cache_clear()
    collection = Collection(shared.root)
    students = find_students(shared.place / "class", collection, shared.place)
    plan = Plan(collection, [collection.find(SPLIT)], ["--device", "cpu"])
    run = ClassRun(plan, students, shared.place / "pooled", int(SEED))
    with ThreadPoolExecutor(2) as executor:
        run.grade_on_executor(executor, 2, 300, lambda progress: None)
    site_here.cache_clear()
    for student in ("ada", "bert", "cleo"):
        assert shared.report("pooled", student) == local(student)


def _works(place: Path, count: int, size: int) -> list[Work]:
    collection = Collection.around(ROOT)
    for number in range(count):
        hand_in(place / f"s{number}", SPLIT, f"{SOLVED}\n# {number}\n")
        beside = (place / f"s{number}" / SPLIT).with_name("weights.bin")
        beside.write_bytes(bytes([number]) * size)
    students = find_students(place, collection, place)
    return [*Plan(collection, [collection.find(SPLIT)], ()).works(students)]


def _task(parcel: Parcel) -> Task:
    text = programs_as_text(parcel.programs)
    return Task("t", text, parcel.folders, parcel.files, (), 1.0, Terms("", "", ""))


def test_a_task_holds_each_file_once_and_no_path_of_the_sender(tmp_path: Path) -> None:
    """What is beside a program comes with it, by digest; what was tampered with is refused."""
    works = _works(tmp_path / "class", 5, MOST_BYTES // 3)
    found = [*parcels([program_of(work) for work in works])]
    assert [len(parcel.programs) for parcel in found] == [2, 2, 1]
    task = _task(found[0])
    assert str(tmp_path) not in task.programs + repr(task.folders)
    assert len(task.files) == 4
    programs = unpacked(task, tmp_path / "there")
    for program, work in zip(programs, works[:2], strict=True):
        assert Path(program.code.filename).read_text() == program_of(work).code.text
        assert Path(program.code.folder, "weights.bin").stat().st_size == MOST_BYTES // 3
    digest = next(iter(task.files))
    task.files[digest] = b"something else"
    with pytest.raises(ValueError, match="is not what was sent"):
        unpacked(task, tmp_path / "again")
    (name,) = list(task.folders)[:1]
    task.folders[name] = (("../../x.py", digest),)
    with pytest.raises(ValueError, match="outside"):
        unpacked(task, tmp_path / "outside")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("tcp://grading.example.org:8786", "is not on this machine, and without TLS"),
        ("tcp://10.0.0.7:8786", "is not on this machine"),
        ("tls://grading.example.org:8786", "--tls-ca, --tls-cert and --tls-key"),
        ("local:0", "name at least one"),
        ("local:", "is no address of a scheduler"),
        ("8786", "is no address of a scheduler"),
        ("http://127.0.0.1:8786", "is no address of a scheduler"),
        ("tcp://127.0.0.1:99999", "is no address of a scheduler"),
    ],
)
def test_a_cluster_that_others_could_use_is_refused(told: str, sentence: str) -> None:
    """Without TLS a scheduler has to lie on this machine; nonsense has a sentence, too."""
    with pytest.raises(DojoError, match=re.escape(sentence)):
        read_address(told)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--cluster", "local:2", "-n", "3"], "A cluster has workers of its own"),
        (["--tls-ca", "ca.pem"], "belong to --cluster"),
        (["--cluster", "tcp://10.0.0.7:8786"], "is not on this machine"),
    ],
)
def test_options_that_do_not_belong_together_are_refused(
    words: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No option is ignored, and nothing is written before all of them are understood."""
    monkeypatch.chdir(ROOT)
    place = str(tmp_path / "reports")
    done = CliRunner().invoke(main, ["grade", str(tmp_path), place, *words])
    assert done.exit_code == 1 and sentence in done.output, done.output
    assert not (tmp_path / "reports").exists()


def test_workers_that_others_can_reach_are_refused_without_tls() -> None:
    """A scheduler on this machine may still have its workers elsewhere."""
    census = Census(lambda: {"tcp://10.0.0.7:4000": 1}, 0.0, encrypted=False)
    with pytest.raises(DojoError, match="can be reached from other machines"):
        census.check()
    assert Census(lambda: {"tls://10.0.0.7:4000": 2}, 0.0, encrypted=True).slots() == 2
    with pytest.raises(DojoError, match="has had no worker for 0 s"):
        Census(dict, 0.0, encrypted=True).check()


def test_workers_that_are_refused_get_no_more_work() -> None:
    """As long as there are others, tasks go to them; who comes later may be asked."""
    found = {"tcp://127.0.0.1:1": 1, "tcp://127.0.0.1:2": 2}
    census = Census(lambda: found, 9.0, encrypted=False)
    assert census.allowed() is None and census.slots() == 3
    census.refuse("tcp://127.0.0.1:2", "it has torch 1, and here is 2: install 2 there.")
    assert census.allowed() == ["tcp://127.0.0.1:1"]
    assert (census.slots(), census.workers()) == (1, 1)
    assert census.sentences()[0].startswith("The worker tcp://127.0.0.1:2 is not used: it has")


def test_without_dask_or_a_scheduler_one_sentence_says_what_to_do(
    shared: Shared, tmp_path: Path
) -> None:
    """A missing package names the command that installs it; a wrong port names the address."""
    (tmp_path / "distributed.py").write_text("raise ImportError('no Dask here')\n")
    options = {"cwd": shared.root, "capture_output": True, "text": True, "check": False}
    command = [COMMAND, "grade", str(shared.place / "class")]
    command += [str(tmp_path / "reports"), "--cluster", "tcp://127.0.0.1:9"]
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done: Any = subprocess.run(command, env=environment, **options)
    assert done.returncode == 1 and "pip install 'torchdojo[cluster]'" in done.stderr, done.stderr
    refused: Any = subprocess.run(command, **options)
    assert refused.returncode == 1 and "tcp://127.0.0.1:9" in refused.stderr
    assert "Traceback" not in refused.stderr + done.stderr
