"""The resident referee: it says what a cold one says, notices edits, and leaves nothing behind."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, cold
from processes import family, gone, lives, parent
from saying import timeless, words
from small_collection import SPLIT, edit, hand_in, small_collection

from torchdojo.resident import client, protocol
from torchdojo.resident.protocol import Begun, Ended, Leave, Order, Ready, Refused

SOME = ("01_tensors/10_split_and_chunk", "04_modules/05_repair_iris", "05_training/01_sgd",
        "06_activations/02_softmax")  # fmt: skip


@pytest.mark.parametrize("submission", ["solutions", "exercises", "wrong"])
def test_a_warm_run_says_what_a_cold_one_says(tmp_path: Path, submission: str) -> None:
    """The same report, exit status and screen, but for the time that it took."""
    if submission == "wrong":
        for id in SOME:
            text = (ROOT / f"solutions/{id}.py").read_text("utf-8")
            hand_in(tmp_path / "wrong", id, re.sub(r"\b1\b", "2", text.replace("torch.sum", "sum")))
        submission = str(tmp_path / "wrong")
    arguments = [*(f"graders/{id}" for id in SOME), "--submission", submission, "--seed", "7"]
    report = tmp_path / "report.json"
    arguments += ["-p", "no:cacheprovider", "--device", "cpu", "--score-report", str(report)]
    warm, reported = client.run(arguments, ROOT), timeless(report)
    alone = cold(arguments)
    assert warm.returncode == alone.returncode, warm.stderr
    assert reported == timeless(report)
    assert words(warm.stdout) == words(alone.stdout)


def _points(root: Path, tmp_path: Path) -> tuple[float, float]:
    report = tmp_path / "points.json"
    report.unlink(missing_ok=True)
    options = ["--submission", "solutions", "--device", "cpu", "--score-report", str(report)]
    done = client.run([f"graders/{SPLIT}", "-p", "no:cacheprovider", *options], root)
    assert report.is_file(), done.stdout + done.stderr
    data = json.loads(report.read_text())
    return data["score"], data["max_score"]


def test_edits_are_noticed_whatever_is_edited(tmp_path: Path) -> None:
    """Checks, solutions, settings: the next verdict is of what lies there then."""
    root = small_collection(tmp_path / "collection")
    first = _points(root, tmp_path)
    assert first[0] == first[1]
    grader = root / f"graders/{SPLIT}/test_split_and_chunk.py"
    edit(grader, "@pytest.mark.points(2)", "@pytest.mark.points(5)")
    second = _points(root, tmp_path)
    assert second == (first[0] + 3, first[1] + 3)
    edit(
        root / f"solutions/{SPLIT}.py",
        "    ### BEGIN SOLUTION\n",
        "    ### BEGIN SOLUTION\n    raise KeyError\n",
    )
    third = _points(root, tmp_path)
    assert third != second
    (root / "conftest.py").write_text("def pytest_itemcollected(item):\n    raise RuntimeError\n")
    options = [f"graders/{SPLIT}", "-p", "no:cacheprovider"]
    assert "RuntimeError" in client.run(options, root).stdout
    (root / "conftest.py").unlink()
    assert _points(root, tmp_path) == third


_FRONT = """
import sys, time
from pathlib import Path
from torchdojo.resident import client
root = Path({root!r})
done = client.run(["graders/{id}", "--submission", "solutions", "-p", "no:cacheprovider"], root)
assert done.returncode == 0, done.stdout + done.stderr
print(client._residents[root].process.pid, flush=True)
with open("/dev/null", "wb") as nothing:
    run = client.start(["graders/{id}", "--submission", {slow!r}], root, stdout=nothing,
                       stderr=nothing)
    time.sleep(3)
    print(run.pid, flush=True)
    time.sleep(300)
"""


@pytest.fixture
def front(tmp_path: Path) -> Iterator["tuple[subprocess.Popen[str], int, int]"]:
    """A front with a resident, and a run of it that waits for a program."""
    hand_in(tmp_path / "slow", SPLIT, "import time\ntime.sleep(600)\n")
    text = _FRONT.format(root=str(ROOT), id=SPLIT, slow=str(tmp_path / "slow"))
    process = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    resident, run = int(process.stdout.readline()), int(process.stdout.readline())
    yield process, resident, run
    process.kill()
    process.wait()


@pytest.mark.parametrize("killed", ["front", "resident", "run"])
def test_whoever_is_killed_nobody_is_left(
    front: "tuple[subprocess.Popen[str], int, int]", killed: str
) -> None:
    """The front, the resident, a run of it: the others end what has lost its purpose."""
    process, resident, run = front
    all, below = family(resident), family(run)
    assert run in all and len(all) > 4
    if killed == "run":
        os.kill(run, signal.SIGKILL)
        assert gone(below)
        assert lives(resident)
    else:
        os.kill(process.pid if killed == "front" else resident, signal.SIGKILL)
        assert gone(all)


_INTERRUPTED = """
import _thread, signal, threading
from pathlib import Path
from torchdojo.resident import client
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
begin = client.start
def start(*arguments, **options):
    run = begin(*arguments, **options)
    threading.Timer(1, _thread.interrupt_main).start()
    return run
client.start = start
root = Path({root!r})
try:
    client.run(["graders/{id}", "--submission", {slow!r}], root)
except KeyboardInterrupt:
    print("interrupted", flush=True)
    import time
    time.sleep(60)
"""


@pytest.mark.parametrize("resident", ["on", "off"])
def test_a_run_ends_with_whoever_waits_for_it(tmp_path: Path, resident: str) -> None:
    """Ctrl-C in a front, a notebook's kernel for instance, ends the run and not the front."""
    hand_in(tmp_path / "slow", SPLIT, "import time\ntime.sleep(600)\n")
    text = _INTERRUPTED.format(root=str(ROOT), id=SPLIT, slow=str(tmp_path / "slow"))
    process = subprocess.Popen(
        [sys.executable, "-c", text],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"TORCHDOJO_RESIDENT": resident},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "interrupted\n"
    end = time.monotonic() + 10
    while [one for one in family(process.pid) if _runs(one)] and time.monotonic() < end:
        time.sleep(0.1)
    assert lives(process.pid)
    assert not [one for one in family(process.pid) if _runs(one)]
    process.kill()
    process.wait()


def _runs(pid: int) -> bool:
    """Whether a process is a run of pytest: a child of a resident, or one of its own."""
    words = _command(pid)
    forked = all("torchdojo.resident.process" in one for one in (words, _command(parent(pid))))
    return forked or "-m pytest" in words


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def test_without_an_order_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an hour, here a second; whoever orders then gets a verdict all the same."""
    root = small_collection(tmp_path / "collection")
    monkeypatch.setattr(
        client,
        "_PROCESS",
        (
            "-c",
            "import sys, torchdojo.resident.process as process\n"
            "process._IDLE_SECONDS = 1.0\nprocess.main(*sys.argv[1:])",
        ),
    )
    first = _points(root, tmp_path)
    assert client._residents[root].process.wait(20) == 0
    monkeypatch.undo()
    assert _points(root, tmp_path) == first


@pytest.mark.parametrize("spread", [("-n", "2"), ("-n2",), ("--players=start",)])
def test_runs_with_processes_of_their_own_are_not_forked(spread: tuple[str, ...]) -> None:
    """However the option is written."""
    assert not client._can_be_forked(["graders/", *spread])
    assert client._can_be_forked(["--no-header", "graders/"])


def test_a_front_whose_resident_was_killed_gets_its_verdict(tmp_path: Path) -> None:
    """By a run of its own, and then by a new resident."""
    root = small_collection(tmp_path / "collection")
    first = _points(root, tmp_path)
    before = client._residents[root].process
    os.kill(before.pid, signal.SIGKILL)
    assert _points(root, tmp_path) == first
    assert _points(root, tmp_path) == first
    assert client._residents[root].process is not before


def test_another_test_is_no_other_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no referee depends on costs no new one, and is passed on; what one depends on does."""
    _points(ROOT, tmp_path)
    first = client._residents[ROOT]
    monkeypatch.setenv("PYTEST_CURRENT_TEST", "another")
    monkeypatch.setenv("SOME_NAME", "1")
    _points(ROOT, tmp_path)
    assert client._residents[ROOT] is first
    monkeypatch.setenv("TORCH_SOMETHING", "1")
    _points(ROOT, tmp_path)
    assert client._residents[ROOT] is not first
    monkeypatch.setenv("COLUMNS", "50")
    options = [f"graders/{SPLIT}", "-p", "no:cacheprovider", "--submission", "solutions"]
    assert len(client.run(options, ROOT).stdout.splitlines()[0]) == 50


def test_it_can_be_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where forking after an import is unsafe: every run is cold, and says the same."""
    monkeypatch.setenv("TORCHDOJO_RESIDENT", "off")
    root = small_collection(tmp_path / "collection")
    earned, most = _points(root, tmp_path)
    assert earned == most and root not in client._residents


def test_it_listens_nowhere(tmp_path: Path) -> None:
    """No socket that a resident has open has a name: there is nothing to connect to."""
    _points(ROOT, tmp_path)
    resident = client._residents[ROOT].process.pid
    named = {}
    for line in Path("/proc/net/unix").read_text().splitlines()[1:]:
        fields = line.split()
        if len(fields) > 7:
            named[fields[6]] = fields[7]
    for pid in family(resident):
        for descriptor in Path(f"/proc/{pid}/fd").glob("*"):
            target = str(descriptor.readlink()) if descriptor.is_symlink() else ""
            assert not (target.startswith("socket:") and target[8:-1] in named), target


@pytest.mark.parametrize(
    "message",
    [
        Order(("-q", "é"), "/tmp", (0, 1, 2), {"A": "b"}),
        Leave(),
        Ready(),
        Begun(7),
        Refused("x has changed"),
        Ended(-9),
    ],
)
def test_messages_come_back_as_they_were(message: protocol.Message) -> None:
    """Each kind, through bytes and back."""
    ours, theirs = socket.socketpair()
    protocol.send(ours, message)
    assert protocol.receive(theirs) == (message, [])


def test_what_is_no_message_is_refused() -> None:
    """Anything else raises ValueError."""
    bad = [b"", b"{}", b"[]", b'["Ended", {}]', b'["Ended", {"code": "1"}]', b'["Ended", [1]]']
    bad += [
        b'["Order", {"arguments": [1], "folder": "", "numbers": [], "environment": {}}]',
        b'["No", {}]',
        b"\xff",
    ]
    bad += [b'["Leave", {"x": 1}]', b'["Begun", {"pid": true}]']
    for data in bad:
        with pytest.raises(ValueError):
            protocol.decode(data)
