"""The live app: what a student sees and what keys do, with a scripted referee and a real one."""

import asyncio
import fcntl
import json
import os
import pty
import queue
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from small_collection import COMMAND, SPLIT, edit, small_collection
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from torchdojo.catalog import Collection, Exercise
from torchdojo.cli import main
from torchdojo.feedback.pictures import Grid, Picture
from torchdojo.learner.app.main import DojoApp
from torchdojo.learner.app.messages import Saved
from torchdojo.learner.desk import Desk
from torchdojo.learner.grading import Grading, digest_of, remember
from torchdojo.learner.practice import Fault, News
from torchdojo.learner.replaying import order
from torchdojo.learner.resetting import reset
from torchdojo.learner.rounds import Rounds
from torchdojo.learner.saves import tell_saves
from torchdojo.learner.verdicts import Cause, Checked, Failing, Scored
from torchdojo.resident import client

WELCOME = "01_tensors/00_welcome"
WRONG = "`torch.chunk(t, n)` may return fewer than n pieces."
MET = Checked("sizes", "It returns a piece for each size.", 2.0, 2.0, "passed")
LOST = Checked(
    "pieces",
    "It always returns [bold]n[/] pieces.",
    2.0,
    0.0,
    "failed",
    f"{WRONG}\nThe list has 3 items, expected 4.",
    Cause("recognised", "split_even-1", WRONG),
    Failing("split_even(t, 4)", "split_even", "", "", True, "[]", ""),
)
LONG = "No rows are lost, whatever the number of pieces and of rows, even in a last-ditch effort."
OTHER = Checked("rest", LONG, 1.0, 0.0, "failed", "Five rows are missing.\nMore.")
FULL = (MET, Checked("pieces", LOST.requirement, 2.0, 2.0, "passed"))


@dataclass
class Scripted:
    """A referee that says what a test has it say."""

    desk: Desk
    tell: Callable[[News], None]
    begun: list[Exercise] = field(default_factory=list)
    closed: bool = False

    def begin(self, exercise: Exercise) -> int:
        """Begin a round, of which nothing is said yet."""
        self.begun.append(exercise)
        return len(self.begun)

    def close(self) -> None:
        """Nothing goes on."""
        self.closed = True

    def say(self, *heard: "Checked | Fault | int", round: int = 0) -> None:
        """Tell news of the last round, or of an earlier one."""
        for one in heard:
            self.tell(News(round or len(self.begun), one))

    def end(self, *checks: Checked) -> None:
        """Tell the score of the last round."""
        score = sum(check.score or 0.0 for check in checks)
        most = sum(check.points for check in checks)
        status = "passed" if score == most else "partial"
        scored = Scored(self.begun[-1].id, score, most, status, checks)
        number = len(self.begun)
        self.tell(
            News(
                number,
                remember(self.desk, self.begun[-1], scored, digest_of(self.desk, self.begun[-1])),
            )
        )
        self.tell(News(number, scored))


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A collection of two exercises, nothing done."""
    return small_collection(tmp_path / "clone", SPLIT, WELCOME)


Use = Callable[["DojoApp", "Pilot[None]", Scripted], Awaitable[None]]


def using(clone: Path, use: Use, size: tuple[int, int] = (80, 24)) -> None:
    """Run the app with a scripted referee, and what a test does with it."""
    desk = Desk.at(clone, None, lambda sentence: None)
    referees: list[Scripted] = []

    def rounds(desk: Desk, tell: Callable[[News], None]) -> Scripted:
        referees.append(Scripted(desk, tell))
        return referees[-1]

    async def run() -> None:
        app = DojoApp(desk, desk.collection.find("split"), rounds)
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            await use(app, pilot, referees[0])
        assert referees[0].closed

    asyncio.run(run())


def screen(app: DojoApp) -> str:
    """What the terminal shows, line by line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def test_results_are_shown_as_they_come(clone: Path) -> None:
    """At 80x24: states, then the first cause in full, then the others folded; markup is text."""

    async def use(app: DojoApp, pilot: "Pilot[None]", referee: Scripted) -> None:
        assert "Checking" in screen(app) and SPLIT in screen(app)
        referee.say(3, MET)
        await pilot.pause()
        assert "met 2/2 It returns a piece for each size." in screen(app)
        referee.say(LOST)
        await pilot.pause()
        assert "not met 0/2 It always returns [bold]n[/] pieces." in screen(app)
        assert WRONG in screen(app), "before the round has ended"
        referee.say(OTHER)
        referee.end(MET, LOST, OTHER)
        await pilot.pause()
        shown = screen(app)
        assert "The list has 3 items, expected 4." in shown and "1 other cause, folded:" in shown
        assert "- Five rows are missing." in shown and "More." not in shown
        assert "2 of 5 points; 1 attempt, best 2 of 5 points" in shown
        assert LONG not in shown.replace("\n", " ")
        await pilot.press("e")
        assert "More." in screen(app) and "folded" not in screen(app)
        assert LONG.split()[-1] in screen(app)
        await pilot.press("e")
        assert "More." not in screen(app)

    using(clone, use)


def test_what_an_earlier_round_says_is_not_shown(clone: Path) -> None:
    """A save begins another round; what is still told of the one before is out of date."""

    async def use(app: DojoApp, pilot: "Pilot[None]", referee: Scripted) -> None:
        referee.say(LOST)
        app.begin()
        referee.say(OTHER, round=1)
        referee.say(Fault("The checks could not run."), round=1)
        await pilot.pause()
        assert "Five rows" not in screen(app) and WRONG not in screen(app)
        referee.say(Fault("The referee ended by SIGKILL."))
        await pilot.pause()
        assert "The referee ended by SIGKILL." in screen(app) and "No score" in screen(app)

    using(clone, use)


def test_a_save_is_noticed_and_followed(clone: Path) -> None:
    """Of the current exercise, and of another one, also while a list is open."""

    async def use(app: DojoApp, pilot: "Pilot[None]", referee: Scripted) -> None:
        await asyncio.sleep(0.5)  # until the folder is watched
        edit(clone / f"exercises/{SPLIT}.py", "import torch", "import torch  # mine")
        await until(lambda: len(referee.begun) == 2)
        await pilot.press("l")
        shutil.copy(clone / f"solutions/{WELCOME}.py", clone / f"exercises/{WELCOME}.py")
        await until(lambda: len(referee.begun) == 3)
        referee.end(*FULL)
        await pilot.pause()
        await pilot.press("escape")
        assert referee.begun[-1].id == WELCOME and WELCOME in screen(app)
        assert "[01 1/2]" in screen(app) and "Full marks" in screen(app)

    using(clone, use)


def test_files_that_appear_later_are_watched(clone: Path) -> None:
    """In an empty folder of one's own, `reset` makes the track's folder."""
    (clone / "mine").mkdir()
    desk = Desk.at(clone, clone / "mine", lambda sentence: None)
    stop, found = threading.Event(), []
    thread = tell_saves(desk, stop, found.append, found.append)
    time.sleep(1)
    reset(desk, desk.collection.find("split"))
    deadline = time.monotonic() + 20
    while not found and time.monotonic() < deadline:
        time.sleep(0.5)
        edit(clone / f"mine/{SPLIT}.py", "import torch", "import torch  # mine")
    stop.set()
    thread.join(10)
    assert {one.id for one in found} == {SPLIT} and not thread.is_alive()


async def until(fits: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for what a thread does."""
    deadline = time.monotonic() + seconds
    while not fits():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


def test_hints_come_one_by_one(clone: Path) -> None:
    """Each key press shows one more, to the third; they are remembered."""

    async def use(app: DojoApp, pilot: "Pilot[None]", referee: Scripted) -> None:
        referee.end(MET, LOST)
        for number in (1, 2, 3, 3):
            await pilot.press("h")
            await pilot.pause()
            assert f"Hint {number} of 3:" in screen(app) and app.practice.record.hints == number
        assert f"Hint {4} of 3" not in screen(app)

    using(clone, use)


def test_a_wrong_answer_is_drawn(clone: Path) -> None:
    """With a star at each number that is not as expected; where there is none, it is said."""
    grids = tuple(
        Grid(role, "int64 (2,)", (row,), wrong=wrong)
        for role, row, wrong in (
            ("yours", ("1", "7"), ((False, True),)),
            ("expected", ("1", "2"), ()),
        )
    )
    drawn = replace(LOST, picture=Picture(grids))

    async def use(app: DojoApp, pilot: "Pilot[None]", referee: Scripted) -> None:
        referee.end(MET, OTHER)
        await pilot.press("d")
        await pilot.pause()
        said = " ".join(screen(app).split())
        assert "answer that can be drawn." in said
        app.begin()
        referee.end(MET, drawn)
        await pilot.pause()
        await pilot.press("d")
        await pilot.pause()
        assert "7*" in screen(app) and "expected: int64 (2,)" in screen(app)

    using(clone, use)


def test_at_full_marks_the_wrong_answers_are_told_and_the_solution_has_a_key(clone: Path) -> None:
    """Before that, the solution is shown only after a question."""

    async def use(app: DojoApp, pilot: "Pilot[None]", referee: Scripted) -> None:
        await pilot.press("s")
        assert "You do not have full marks yet." in screen(app)
        await pilot.press("n")
        assert "divmod" not in screen(app)
        referee.end(*FULL)
        await pilot.pause()
        assert "Full marks: n goes on, s shows the solution." in screen(app)
        assert "What goes wrong in other answers:\n - `torch.chunk(t, n)` may" in screen(app)
        await pilot.press("s")
        await pilot.pause()
        assert "size, larger = divmod(len(t), n)" in screen(app)
        await pilot.press("q")
        await pilot.press("t")
        await pilot.pause()
        assert "A batch is cut into pieces" in screen(app)
        await pilot.press("q")
        await pilot.press("n")
        assert referee.begun[-1].id == WELCOME

    using(clone, use)


def test_the_list_is_searched_by_typing(clone: Path) -> None:
    """Letters that are keys elsewhere are letters there; Enter chooses, Esc goes back."""

    async def use(app: DojoApp, pilot: "Pilot[None]", referee: Scripted) -> None:
        await pilot.press("slash", *"wel qx")
        assert app.screen.query_one(Input).value == "wel qx"
        assert app.screen.query_one(OptionList).option_count == 0
        await pilot.press("enter")
        await pilot.press(*["backspace"] * 3, "enter")
        assert referee.begun[-1].id == WELCOME
        await pilot.press("l", "down", "enter")
        await pilot.pause()
        assert referee.begun[-1].id == SPLIT
        count = len(referee.begun)
        await pilot.press("l", "escape")
        assert len(referee.begun) == count and SPLIT in screen(app)

    using(clone, use)


def test_reset_asks_and_says_where_the_work_is(clone: Path) -> None:
    """No keeps it; yes brings the stub back and checks that."""

    async def use(app: DojoApp, pilot: "Pilot[None]", referee: Scripted) -> None:
        file = clone / f"exercises/{SPLIT}.py"
        await pilot.press("x", "n")
        assert file.read_text("utf-8") == "mine = 1\n"
        await pilot.press("x", "y")
        await pilot.pause()
        assert file.read_bytes() == (ROOT / f"exercises/{SPLIT}.py").read_bytes()
        assert len(referee.begun) >= 2
        (copy,) = (clone / ".torchdojo/backups").rglob("*.py")
        assert copy.read_text("utf-8") == "mine = 1\n"

    (clone / f"exercises/{SPLIT}.py").write_text("mine = 1\n", encoding="utf-8")
    using(clone, use)


def test_a_question_is_about_the_exercise_that_it_names(clone: Path) -> None:
    """Another one may be saved, and become the current one, before the answer."""
    work = {id: clone / f"exercises/{id}.py" for id in (SPLIT, WELCOME)}
    for file in work.values():
        file.write_text("mine = 1\n", encoding="utf-8")

    async def use(app: DojoApp, pilot: "Pilot[None]", referee: Scripted) -> None:
        await pilot.press("x")
        app.turn_to(app.desk.collection.find(WELCOME))
        await pilot.press("y")
        await pilot.pause()
        assert work[WELCOME].read_text("utf-8") == "mine = 1\n"
        assert work[SPLIT].read_bytes() == (ROOT / f"exercises/{SPLIT}.py").read_bytes()
        assert referee.begun[-1].id == SPLIT
        await pilot.press("s")
        app.turn_to(app.desk.collection.find(WELCOME))
        await pilot.press("y")
        await pilot.pause()
        assert "divmod" in screen(app)

    using(clone, use)


def test_what_holds_no_work_is_not_followed(clone: Path) -> None:
    """Such as stubs that a merge or a build writes."""

    async def use(app: DojoApp, pilot: "Pilot[None]", referee: Scripted) -> None:
        app.post_message(Saved(app.desk.collection.find(SPLIT)))
        await pilot.pause()
        count = len(referee.begun)
        app.turn_to(app.desk.collection.find(WELCOME))
        app.post_message(Saved(app.desk.collection.find(SPLIT)))
        await pilot.pause()
        assert len(referee.begun) == count + 1 and app.practice.exercise.id == WELCOME

    using(clone, use)


def test_a_program_that_cannot_be_started_leaves_the_app_as_it_was(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither suspended nor deaf to Ctrl-C, which while the terminal is lent is the program's."""
    before, lent = signal.getsignal(signal.SIGINT), []

    @contextmanager
    def suspend() -> Iterator[None]:
        yield  # as Textual does: without `finally`
        lent.append(signal.getsignal(signal.SIGINT))

    async def use(app: DojoApp, pilot: "Pilot[None]", referee: Scripted) -> None:
        monkeypatch.setattr(app, "suspend", suspend)
        app.lend(("/nowhere/editor",))
        app.lend((sys.executable, "-c", ""))
        await pilot.pause()
        said = [notification.message for notification in app._notifications]
        assert any("/nowhere/editor cannot be started" in text for text in said), said
        assert len(lent) == 2 and all(handler is not before for handler in lent)

    using(clone, use)
    assert signal.getsignal(signal.SIGINT) is before


def test_the_end_of_a_round_kills_nobody_later(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its number may be another process's by then."""
    killed: list[object] = []
    monkeypatch.setattr(client, "kill", killed.append)
    grading = Grading(Desk.at(clone, None, print), Collection(clone).find(WELCOME), once=True)
    assert [one for one in grading.results() if isinstance(one, Scored)]
    grading.cancel()
    assert killed == []


def test_whatever_ends_a_round_is_told(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, for instance: or it would be checking forever."""

    def full(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(client, "start", full)
    heard: queue.Queue[News] = queue.Queue()
    rounds = Rounds(Desk.at(clone, None, print), heard.put)
    rounds.begin(Collection(clone).find(WELCOME))
    news = heard.get(timeout=20).heard
    assert isinstance(news, Fault) and "No space left on device" in news.sentence
    rounds.close()


def test_the_environment_names_the_folder_for_the_bare_command_too(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for all other commands."""
    (clone / "work").mkdir()
    opened: list[Path] = []
    monkeypatch.chdir(clone)
    monkeypatch.setenv("TORCHDOJO_SUBMISSION", "work")
    for name in ("main", "app"):  # the package's own `main` is the command
        monkeypatch.setattr(sys.modules[f"torchdojo.cli.{name}"], "in_terminal", lambda: True)
    monkeypatch.setattr(DojoApp, "run", lambda app: opened.append(app.desk.submission))
    done = CliRunner().invoke(main, [])
    assert opened == [clone / "work"], done.output


def test_the_editor_opens_at_the_function_that_failed(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One with a window beside the app; without any, a sentence says what to do."""
    opened = clone / "opened"
    code = clone / "code"
    code.write_text(f'#!/bin/sh\necho "$@" > {opened}\n', encoding="utf-8")
    code.chmod(0o755)

    async def use(app: DojoApp, pilot: "Pilot[None]", referee: Scripted) -> None:
        referee.say(MET, LOST)
        await pilot.pause()
        monkeypatch.setenv("VISUAL", str(code))
        await pilot.press("o")
        await until(lambda: opened.is_file() and bool(opened.read_text()))
        assert opened.read_text().strip() == f"-g {clone}/exercises/{SPLIT}.py:{line}"
        monkeypatch.setenv("VISUAL", "'")
        monkeypatch.setenv("PATH", "")
        await pilot.press("o")
        monkeypatch.delenv("VISUAL")
        monkeypatch.delenv("EDITOR", raising=False)
        await pilot.press("o")
        await pilot.pause()
        said = [notification.message for notification in app._notifications]
        assert any("No editor is known" in text for text in said), said
        assert any("is no command" in text for text in said), said

    text = (clone / f"exercises/{SPLIT}.py").read_text("utf-8").splitlines()
    line = next(n for n, code in enumerate(text, 1) if code.startswith("def split_even"))
    using(clone, use)


def test_narrow_and_low_terminals_show_it_too(clone: Path) -> None:
    """Nothing breaks at 40x10; keys stay in sight."""

    async def use(app: DojoApp, pilot: "Pilot[None]", referee: Scripted) -> None:
        referee.end(MET, LOST, OTHER)
        await pilot.pause()
        assert "q quit" in screen(app)
        await pilot.press("l", "escape", "t", "q", "pagedown", "pageup")

    using(clone, use, size=(40, 16))


def test_what_cannot_be_kept_is_said(clone: Path) -> None:
    """The app goes on without a memory."""
    (clone / ".torchdojo").write_text("mine", encoding="utf-8")

    async def use(app: DojoApp, pilot: "Pilot[None]", referee: Scripted) -> None:
        referee.end(MET, LOST)
        await pilot.pause()
        said = " ".join(notification.message for notification in app._notifications)
        assert said.count("Your progress is not kept") == 1 and WRONG in screen(app)

    using(clone, use, size=(100, 40))


def test_a_real_referee_checks_each_save(clone: Path) -> None:
    """The whole of it: a first round, a mistake that is named, full marks, what is kept."""
    desk = Desk.at(clone, None, lambda sentence: None)

    async def run() -> None:
        app = DojoApp(desk, desk.collection.find("split"))
        async with app.run_test(size=(80, 40)) as pilot:
            await until(lambda: "Not written yet" in screen(app), 120)
            code = "return [piece.clone() for piece in t.chunk(n)]"
            edit(clone / f"exercises/{SPLIT}.py", "raise NotImplementedError", code)
            await until(lambda: "3 other causes" in screen(app) or "1 attempt" in screen(app), 60)
            await pilot.pause()
            assert "`torch.chunk(t, n)` may return fewer than n pieces" in screen(app)
            shutil.copy(clone / f"solutions/{SPLIT}.py", clone / f"exercises/{SPLIT}.py")
            await until(lambda: "Full marks" in screen(app), 60)

    asyncio.run(run())
    kept = json.loads((clone / ".torchdojo/progress.json").read_text("utf-8"))
    assert kept["exercises"][SPLIT]["done"] and kept["exercises"][SPLIT]["attempts"] == 2


SHOWN = "def shown(first, second):\n    return first * 10 + second\n"
FORMS = {
    "module": f"{SHOWN}",
    "script that shows": f'# %%\n{SHOWN}\n# %% tags=["explore"]\nprint("not shown")\n',
    "program that raises": f"{SHOWN}\nraise SystemExit(2)\n",
    "notebook": json.dumps(
        {
            "cells": [
                {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}
                for source in (f"%matplotlib inline\n!date\n{SHOWN}", "1 / 0", "last = 1")
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 2,
        }
    ),
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_a_replay_from_the_app_is_a_process_of_its_own(
    clone: Path, tmp_path: Path, text: str
) -> None:
    """It is told the call that was lost, loads work of every form, and ends with its input."""
    told = tmp_path / "order.json"
    failing = Failing("shown(4, 2)", "shown", "", "", True, '["list",4,2]', "")
    lost = Checked("a", "b", 1.0, 0.0, "failed", "It is wrong.", None, failing)
    told.write_text(order(clone, clone / "exercises", SPLIT, [lost]), encoding="utf-8")
    (clone / f"exercises/{SPLIT}.py").unlink()
    suffix = ".ipynb" if text.startswith("{") else ".py"
    (clone / f"exercises/{SPLIT}{suffix}").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "torchdojo.learner.replaying", str(told)]
    done = subprocess.run(
        command, input="again(), second\n", capture_output=True, text=True, check=False
    )
    assert "(42, 2)" in done.stdout and "It is wrong." in done.stderr, done.stderr
    assert ">>> " in done.stdout and "not shown" not in done.stdout


def test_without_a_terminal_or_its_packages_there_is_one_sentence(clone: Path) -> None:
    """`torchdojo` alone prints its help where no app can be shown."""
    bare = subprocess.run([COMMAND], cwd=clone, capture_output=True, text=True, check=False)
    assert bare.returncode == 0 and "Commands for your work on exercises" in bare.stdout
    named = subprocess.run([COMMAND, "app"], cwd=clone, capture_output=True, text=True, check=False)
    assert named.returncode == 1 and "needs a terminal" in named.stderr
    hidden = (
        "import sys\nsys.modules['textual'] = sys.modules['watchfiles'] = None\n"
        "import torchdojo.cli.app as app\napp.in_terminal = lambda: True\n"
        "from torchdojo.cli import main\nmain(sys.argv[1:])\n"
    )
    for words in (["app"], ["watch", "split"]):
        done = subprocess.run(
            [sys.executable, "-c", hidden, *words],
            cwd=clone,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "TERM": "xterm"},
        )
        assert done.returncode == 1 and "pip install" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr


def test_in_a_real_terminal_the_app_opens_and_ends(clone: Path) -> None:
    """`torchdojo` alone, without colours where there are to be none; q gives the terminal back."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        [COMMAND],
        cwd=clone,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm-256color", "NO_COLOR": "1"},
    )
    os.close(follower)
    said = _read(leader, lambda said: b"quit" in said)
    os.write(leader, b"q")
    assert process.wait(30) == 0
    said += _read(leader, lambda said: False)
    assert b"Welcome" in said and b"\x1b[?1049h" in said and b"\x1b[?1049l" in said
    colours = set(re.findall(rb"38;2;(\d+);(\d+);(\d+)", said))
    assert all(red == green == blue for red, green, blue in colours), colours


def _read(leader: int, fits: Callable[[bytes], bool], seconds: float = 60.0) -> bytes:
    """What comes from a terminal until it fits, or until there is no more."""
    said, deadline = b"", time.monotonic() + seconds
    while not fits(said):
        assert time.monotonic() < deadline, said
        try:
            if not select.select([leader], [], [], 1.0)[0]:
                continue
            if not (data := os.read(leader, 65536)):
                break
        except OSError:
            break
        said += data
    return said
