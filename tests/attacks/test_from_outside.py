"""Attacks that need more than a program in a player: on the referee, its clock and its files."""

import errno
import os
import select
import time
from pathlib import Path

import pytest
from attacks.run import ROOT
from isolated import players

from torchdojo.catalog import Collection, code_of_text
from torchdojo.players.belongings import bring
from torchdojo.players.clock import Usage
from torchdojo.players.replies import Returned
from torchdojo.proving.running import grade_programs
from torchdojo.referee.programs import Program

SPLIT = "01_tensors/10_split_and_chunk"
RIGHT = (ROOT / f"solutions/{SPLIT}.py").read_text("utf-8") + "\n# %%\n"
"""To be gone on with: what is added to its last cell, which only shows something, would not run."""
LINGERS = """
import array, socket, struct, time

def go():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    slow = socket.create_connection(listener.getsockname())
    unread, _ = listener.accept()
    slow.setblocking(False)
    try:
        while True:
            slow.send(bytes(65536))
    except BlockingIOError:
        pass
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 40))
    channel = socket.socket(fileno=3)
    try:
        sent = array.array("i", [slow.fileno()])
        channel.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, sent)])
    finally:
        channel.detach()
        slow.close()
        time.sleep(1000)
"""


def goes(module):
    """Calls what the program attacks with"""
    return module.go()


def groups(module):
    """Asks for the player's session and process group"""
    import os

    return [os.getpid(), os.getsid(0), os.getpgrp()]


def of_three(module):
    """Answers with a number"""
    return 3


def test_a_socket_that_lingers_does_not_hold_up_the_referee() -> None:
    """Closing a socket can wait for its peer; the referee closes what it is sent and drops."""
    with players("full") as stage:
        began = time.monotonic()
        stage.ask(goes, text=LINGERS, seconds=1)
        assert time.monotonic() - began < 30


@pytest.mark.parametrize("level", ["full", "confined"])
def test_a_player_is_in_no_group_with_its_warden(level: str) -> None:
    """A warden that is stopped ends nothing, and pid 1 of a name space cannot be stopped by itself.

    With Landlock before ABI 6 nothing else keeps `kill(0, SIGSTOP)` from it.
    """
    with players(level) as stage:
        pid, session, group = stage.value(groups)
        assert session == group == pid


@pytest.mark.parametrize("letter", ["я", "\x01"])
def test_a_program_too_long_for_the_wire_stops_nobody_else(letter: str) -> None:
    """It is the student's, in a sentence, also where it is to be loaded ahead of its turn."""
    long = RIGHT.replace("import torch", f"import torch\n\nLONG = '{letter * 950_000}'", 1)
    programs = [
        Program(SPLIT, label, code_of_text(text, f"{SPLIT.rpartition('/')[2]}.py"))
        for label, text in (("before", RIGHT), ("long", long), ("after", RIGHT))
    ]
    scored = grade_programs(Collection(ROOT), programs, ["--device", "cpu"])
    assert [scored[SPLIT, one.label]["score"] for one in programs] == [10.0, 0.0, 10.0]
    checks = scored[SPLIT, "long"]["checks"]
    assert {check["outcome"] for check in checks} == {"not_gradable"}
    assert "too much text" in checks[0]["feedback"]


def test_two_hundred_that_wake_at_once_are_charged_for_sleeping() -> None:
    """Each waits for all before it; what they waited together is no time of the wall's."""
    before = Usage(0.0, 0.0, dict.fromkeys(range(200), 0.0))
    after = Usage(1.0, 0.02, dict.fromkeys(range(200), 0.01))
    assert after.since(before) > 0.9


def test_what_was_waited_long_ago_is_no_excuse_later() -> None:
    """A thread that one look has missed has not waited all its life since."""
    before = Usage(0.0, 0.0, {1: 0.0})
    after = Usage(0.2, 0.0, {1: 0.0, 2: 500.0})
    assert after.since(before) >= 0.0
    assert Usage(10.0, 0.0, {1: 0.0, 2: 0.2}).since(before) == pytest.approx(9.8)


def test_a_tree_that_waits_for_a_processor_is_not_charged() -> None:
    """The parent waits for a worker, and the worker for a processor that others have."""
    before = Usage(0.0, 0.0, {1: 0.0, 2: 0.0})
    assert Usage(10.0, 1.0, {1: 0.5, 2: 8.5}).since(before) == pytest.approx(1.0)


def test_names_in_the_way_are_left_out(tmp_path: Path) -> None:
    """A folder where a file is already, such as in a cache, is no fault of the engine's."""
    folder, home = tmp_path / "folder", tmp_path / "home"
    (folder / ".cache/matplotlib/fonts.json").mkdir(parents=True)
    (folder / ".cache/matplotlib/fonts.json/data").write_text("x")
    (folder / "data").write_text("mine")
    (home / ".cache/matplotlib").mkdir(parents=True)
    (home / ".cache/matplotlib/fonts.json").write_text("{}")
    bring(folder, home, None)
    assert (home / "data").read_text() == "mine"


def test_a_folder_swapped_for_a_link_meanwhile_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A student may own the folder that is copied, and change it between two looks."""
    folder, home, secret = (tmp_path / name for name in ("folder", "home", "secret"))
    for place in (folder / "inner", home, secret):
        place.mkdir(parents=True)
        (place / "data").write_text(place.name)
    opened = os.open

    def swaps(path: object, *options: object, **more: object) -> int:
        if str(path).endswith("inner/data") and not (folder / "inner").is_symlink():
            (folder / "inner").rename(folder / "other")
            (folder / "inner").symlink_to(secret)
        return opened(path, *options, **more)

    monkeypatch.setattr(os, "open", swaps)
    bring(folder, home, None)
    monkeypatch.undo()
    assert (folder / "inner").is_symlink()
    assert not (home / "inner/data").exists()


def test_the_referee_waits_by_nothing_that_an_account_can_run_out_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Watches of epoll are counted per account, and at `full` a player can use up an ordinary
    user's: then nothing of that user's could wait for anything.
    """

    def exhausted(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(select, "epoll", exhausted)
    with players("full") as stage:
        assert stage.ask(of_three) == Returned(3, (), ())


def test_nothing_of_a_program_runs_on_after_its_last_check(tmp_path: Path) -> None:
    """What it left would take the processor from those that are graded after it."""
    seconds = f"31415926.{os.getpid():09}"
    leaves = f"{RIGHT}\n\nimport subprocess\n\nsubprocess.Popen(['/bin/sleep', '{seconds}'])\n"
    looks = f"""{RIGHT}

import glob
import time

_interleave = interleave


def runs():
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            if b"{seconds}" in open(path, "rb").read():
                return True
        except OSError:
            continue
    return False


for _ in range(70):  # loaded while the other's last check still goes on, and given 8 s for it
    if not runs():
        break
    time.sleep(0.1)


def interleave(a, b):
    if runs():
        raise AssertionError("it still runs")
    return _interleave(a, b)
"""
    programs = [
        Program(SPLIT, label, code_of_text(text, f"{SPLIT.rpartition('/')[2]}.py"))
        for label, text in (("leaves", leaves), ("looks", looks))
    ]
    options = ["--device", "cpu", "--isolation", "process"]
    scored = grade_programs(Collection(ROOT), programs, options)
    assert [scored[SPLIT, one.label]["score"] for one in programs] == [10.0, 10.0]
