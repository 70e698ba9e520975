"""The student's commands: checks, progress, lessons, hints, as a student meets them."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from rich.console import Console
from small_collection import COMMAND, SPLIT, edit, small_collection

from torchdojo.catalog import Collection
from torchdojo.classroom.release import lay_out
from torchdojo.learner.lessons import lesson
from torchdojo.learner.pages import page

WELCOME = "01_tensors/00_welcome"
PROGRESS = ".torchdojo/progress.json"
MISSING = "raise NotImplementedError"
Run = subprocess.CompletedProcess[str]


def dojo(root: Path, *words: str, typed: str = "", **more: str) -> Run:
    """`torchdojo WORDS`, in the collection at `root`."""
    return subprocess.run(
        [COMMAND, *words],
        cwd=root,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "COLUMNS": "100", **more},
    )


def kept(root: Path) -> dict[str, Any]:
    """What is kept about the student of the folder `root`."""
    found: dict[str, Any] = json.loads((root / PROGRESS).read_text("utf-8"))
    return found


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A collection of two exercises, nothing done."""
    return small_collection(tmp_path / "clone", SPLIT, WELCOME)


def half_done(root: Path) -> None:
    """Write the first function with a common mistake, the second rightly."""
    for code in ("[piece.clone() for piece in t.chunk(n)]", "list(torch.split(t, sizes))"):
        edit(root / f"exercises/{SPLIT}.py", MISSING, f"return {code}")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A student who checks a mistake, replays it, and then solves the exercise."""
    root = small_collection(tmp_path_factory.mktemp("story") / "clone", SPLIT, WELCOME)
    half_done(root)
    found: dict[str, Any] = {"root": root, "wrong": dojo(root, "check", "split")}
    found["after wrong"] = kept(root)
    found["solution refused"] = dojo(root, "solution", typed="n\n")
    found["replay"] = dojo(root, "replay", typed="print(n, len(args), len(again()))\n")
    shutil.copy(root / f"solutions/{SPLIT}.py", root / f"exercises/{SPLIT}.py")
    found["right"] = dojo(root, "check")
    found["after right"] = kept(root)
    found["solution"] = dojo(root, "solution")
    edit(root / f"exercises/{WELCOME}.py", 'f"Welcome', 'f"Wellcome')
    found["all"] = dojo(root, "check", "--all")
    found["after all"] = kept(root)
    yield found


def test_check_tells_every_requirement_and_the_first_cause_in_full(story: dict[str, Any]) -> None:
    """States, points, the cause with its call, what else it costs, the others in a line each."""
    said = story["wrong"].stdout
    assert story["wrong"].returncode == 1, story["wrong"].stderr
    assert "met             2/2  `split_sizes` returns a piece for each size" in said
    assert "not met         0/2  `split_even` always returns n pieces" in said
    assert "not written     0/2  `interleave` takes rows" in said
    assert "\n`torch.chunk(t, n)` may return fewer than n pieces" in said
    assert "items, expected 5.\nSmallest input found that fails: split_even(tensor([[" in said
    assert "\nIt also costs: `split_even` returns empty pieces" in said
    assert "\n3 other causes, folded:\n- " in said
    assert "2 of 10 points; 1 attempt, best 2 of 10 points." in said
    line = (story["root"] / f"solutions/{SPLIT}.py").read_text("utf-8")
    assert "def split_even" in line and f"Go on in exercises/{SPLIT}.py:" in said


def test_the_place_to_go_on_is_the_function_that_failed(story: dict[str, Any]) -> None:
    """Its line in the student's own file."""
    stub = (ROOT / f"exercises/{SPLIT}.py").read_text("utf-8").split("\n")
    number = next(n for n, line in enumerate(stub, 1) if line.startswith("def split_even"))
    assert f"Go on in exercises/{SPLIT}.py:{number};" in story["wrong"].stdout


def test_check_exits_0_only_at_full_marks_and_says_what_comes_next(story: dict[str, Any]) -> None:
    """Without a name it checks the file that was saved last."""
    said = story["right"].stdout
    assert story["right"].returncode == 0
    assert "10 of 10 points; 2 attempts, best 10 of 10 points." in said and "Full marks." in said
    assert f"{SPLIT}: Split, chunk, interleave (the exercise that you worked on last)" in said


def test_progress_is_kept_and_read_by_people(story: dict[str, Any]) -> None:
    """Attempts, best score, mistakes by their ids, times; a replay is no attempt."""
    first = story["after wrong"]
    record = first["exercises"][SPLIT]
    assert (first["version"], first["current"]) == (1, SPLIT)
    assert (record["attempts"], record["best"], record["done"]) == (1, 2.0, False)
    assert any(id.startswith("split_even-") for id in record["mistakes"])
    later = story["after right"]["exercises"][SPLIT]
    assert (later["attempts"], later["best"], later["done"]) == (2, 10.0, True)
    assert later["first"] == record["first"] < later["last"] and later["seconds"] > 0


def test_check_all_scores_what_holds_work_and_leaves_the_current_exercise(
    story: dict[str, Any],
) -> None:
    """A line for each; exit 0 only if all of them have full marks."""
    said = story["all"]
    assert said.returncode == 1, said.stderr
    assert f"10 of 10 points  {SPLIT}\n1 of 2 exercises with work" in said.stdout
    assert f"of 3 points  {WELCOME}" in said.stdout
    assert story["after all"]["current"] == SPLIT
    assert story["after all"]["exercises"][SPLIT] == story["after right"]["exercises"][SPLIT]


def test_replay_binds_the_call_that_was_lost(story: dict[str, Any]) -> None:
    """The arguments by their names; the student's own function answers once more."""
    replay = story["replay"]
    assert replay.returncode == 0 and "5 2 3" in replay.stdout, replay.stdout + replay.stderr
    assert "without the sandbox and its limits" in replay.stdout
    assert "`n`" in replay.stderr
    assert "Smallest input found that fails: split_even(" in replay.stderr


def test_the_solution_asks_first_until_full_marks(story: dict[str, Any]) -> None:
    """Afterwards it comes at once, with what the wrong answers do."""
    refused, shown = story["solution refused"], story["solution"]
    assert refused.returncode == 1 and "divmod" not in refused.stdout
    assert shown.returncode == 0 and "divmod(len(t), n)" in shown.stdout
    assert "### BEGIN" not in shown.stdout and "What goes wrong in other answers:" in shown.stdout


def test_hints_come_one_by_one_and_are_remembered(clone: Path) -> None:
    """Each call shows one more; --number still shows the one that is asked for."""
    said = [dojo(clone, "hint", "split").stdout for _ in range(4)]
    assert [text[:11] for text in said] == [f"Hint {n} of 3" for n in (1, 2, 3, 3)]
    assert "torchdojo hint" in said[0] and "last one" in said[2]
    assert kept(clone)["exercises"][SPLIT]["hints"] == 3
    assert dojo(clone, "hint", "split", "--number", "2").stdout == said[1]


def test_the_current_exercise_is_chosen_and_it_is_said_how(clone: Path) -> None:
    """First the first; then what was worked on; then a file that was saved since."""
    assert f"{WELCOME} (the first that is not finished)" in dojo(clone, "status").stdout
    dojo(clone, "hint", "split")
    assert f"{SPLIT} (the exercise that you worked on last)" in dojo(clone, "status").stdout
    dojo(clone, "hint", "welcome")
    touched = clone / f"exercises/{SPLIT}.py"
    os.utime(touched, (time.time() + 5, time.time() + 5))
    assert f"{WELCOME} (the exercise that" in dojo(clone, "status").stdout, "only touched, no work"
    half_done(clone)
    os.utime(touched, (time.time() + 5, time.time() + 5))
    assert f"{SPLIT} (the file that you saved last)" in dojo(clone, "status").stdout
    assert f"> {SPLIT.split('/')[1]}" in dojo(clone, "list").stdout


def test_next_goes_on_in_order_and_comes_back_to_what_is_left(clone: Path) -> None:
    """It names the file, and where in it to begin."""
    dojo(clone, "hint", "welcome")
    said = dojo(clone, "next").stdout
    assert f"{SPLIT}: Split" in said and f"Edit exercises/{SPLIT}.py:" in said
    assert f"{WELCOME}: " in dojo(clone, "next").stdout
    (clone / f"exercises/{SPLIT}.py").unlink()
    assert "is missing: `torchdojo reset` puts it there" in dojo(clone, "next").stdout


def test_reset_brings_the_stub_back_and_keeps_the_work(clone: Path) -> None:
    """It asks first; the copy is where it says; a submission has its own."""
    half_done(clone)
    work = (clone / f"exercises/{SPLIT}.py").read_bytes()
    asked = dojo(clone, "reset", "split", typed="n\n")
    assert asked.returncode == 1 and (clone / f"exercises/{SPLIT}.py").read_bytes() == work
    done = dojo(clone, "reset", "split", typed="y\n")
    place = done.stdout.split("Your work is in ")[1].splitlines()[0].removesuffix(".")
    assert (clone / place).read_bytes() == work
    stub = (ROOT / f"exercises/{SPLIT}.py").read_bytes()
    assert (clone / f"exercises/{SPLIT}.py").read_bytes() == stub
    mine = clone / "mine"
    mine.mkdir()
    assert dojo(clone, "reset", "split", "--submission", "mine").returncode == 0
    assert (mine / f"{SPLIT}.py").read_bytes() == stub and (mine / PROGRESS).is_file()


def test_reset_is_about_the_file_that_the_student_works_in(clone: Path) -> None:
    """A notebook is put aside for a notebook, and no module appears beside it."""
    dojo(clone, "build", "--as", "notebook", "--to", "work", "split")
    place = clone / f"work/{SPLIT}.ipynb"
    given = place.read_bytes()
    edit(place, MISSING, "return [t]")
    done = dojo(clone, "reset", "split", "--submission", "work", "--yes")
    assert done.returncode == 0 and place.read_bytes() == given, done.stderr
    assert not place.with_suffix(".py").exists()
    (copy,) = (clone / "work/.torchdojo/backups").rglob("*.ipynb")
    assert "return [t]" in copy.read_text("utf-8")


def test_titles_are_shown_as_they_are_written(clone: Path) -> None:
    """Brackets mean something to the library that prints tables."""
    edit(clone / f"solutions/{SPLIT}.py", "Split, chunk", "Masks x[mask] [/] and chunk")
    done = dojo(clone, "list")
    assert "Masks x[mask] [/] and chunk" in done.stdout, done.stderr


def test_a_solution_that_is_missing_is_one_sentence(clone: Path) -> None:
    """The collection cannot do without; a student may have put it away."""
    (clone / f"solutions/{WELCOME}.py").unlink()
    for words in (["status"], ["check", WELCOME], ["read", WELCOME]):
        done = dojo(clone, *words)
        assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
        assert "cannot be read" in done.stderr and "restore it" in done.stderr


def test_work_before_the_first_command_is_what_is_meant(clone: Path) -> None:
    """The welcome, which is solved from the start, is no work."""
    edit(clone / f"exercises/{SPLIT}.py", MISSING, "return [t]")
    done = dojo(clone, "status")
    assert f"Current: {SPLIT} (the file that you saved last)" in done.stdout


def test_read_shows_the_lesson_as_it_is_meant(clone: Path) -> None:
    """Tables and code are laid out; no mark of Markdown is left; any terminal can show it."""
    said = dojo(clone, "read", "split", COLUMNS="80", NO_COLOR="1").stdout
    assert "Contract" in said and "split_even(t, n)" in said and "|---" not in said
    assert "## " not in said and "\x1b" not in said
    assert max(map(len, said.splitlines())) <= 80
    for words in (
        ("read", "split"),
        ("read", "welcome"),
        ("list",),
        ("solution", "split", "--yes"),
    ):
        plain = dojo(clone, *words, PYTHONIOENCODING="ascii")
        assert plain.returncode == 0 and plain.stdout.isascii(), plain.stderr


def test_no_lesson_is_cut_in_a_narrow_terminal() -> None:
    """Every contract, with the signatures in its tables, fits into 80 columns."""
    for exercise in Collection(ROOT).exercises.values():
        console = Console(width=80, file=StringIO())
        with console.capture() as captured:
            console.print(page(lesson(exercise)))
        text = captured.get()
        assert "…" not in text and max(map(len, text.splitlines())) <= 80, exercise.id
        table = re.search(r"^\| `(.+?)` \|", lesson(exercise), re.MULTILINE)
        if table:  # a signature, perhaps broken, but whole
            assert re.sub(r"\W", "", table[1])[:20] in re.sub(r"\W", "", text), exercise.id


def test_forget_deletes_what_is_kept_about_the_student_and_no_work(clone: Path) -> None:
    """After a question, or with --yes."""
    half_done(clone)
    dojo(clone, "reset", "split", "--yes")
    (clone / PROGRESS).write_text("{", encoding="utf-8")
    dojo(clone, "hint", "split")
    assert dojo(clone, "forget", typed="n\n").returncode == 1 and (clone / PROGRESS).exists()
    assert "is deleted" in dojo(clone, "forget", "--yes").stdout
    names = {path.name for path in (clone / ".torchdojo").iterdir()}
    assert names == {".gitignore", "backups", "progress.lock"}
    assert "Nothing was kept" in dojo(clone, "forget", "--yes").stdout


DAMAGED = {
    "cut off": b'{"torchdojo": "progress", "version": 1, "exer',
    "empty": b"",
    "no text": b"\xff\xfe\x00",
    "foreign": b'{"name": "somebody else"}',
    "a list": b"[1, 2]",
    "deep": b"[" * 200_000,
    "wrong values": b'{"torchdojo": "progress", "version": 1, "current": null, "chosen": "", '
    b'"exercises": {"a/b": {"attempts": -1}}}',
    "no time": b'{"torchdojo": "progress", "version": 1, "current": null, "chosen": "soon", '
    b'"exercises": {}}',
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_set_aside_and_nothing_is_lost(clone: Path, data: bytes) -> None:
    """One sentence, no traceback; the next progress is kept as ever."""
    (clone / ".torchdojo").mkdir()
    (clone / PROGRESS).write_bytes(data)
    said = dojo(clone, "hint", "split")
    assert said.returncode == 0 and "Hint 1" in said.stdout
    assert said.stderr.count("\n") == 1 and "is not your progress" in said.stderr
    aside = list((clone / ".torchdojo").glob("progress-set-aside-*.json"))
    assert [path.read_bytes() for path in aside] == [data]
    assert kept(clone)["exercises"][SPLIT]["hints"] == 1
    assert dojo(clone, "status").stderr == ""


def test_what_cannot_be_kept_stops_nobody(clone: Path) -> None:
    """A newer file stays as it is; a folder, or a file in the folder's place, is told."""
    private = clone / ".torchdojo"
    private.mkdir()
    newer = b'{"torchdojo": "progress", "version": 2}'
    (clone / PROGRESS).write_bytes(newer)
    said = dojo(clone, "hint", "split")
    assert "later version" in said.stderr and "Hint 1" in said.stdout
    assert (clone / PROGRESS).read_bytes() == newer
    (clone / PROGRESS).unlink()
    (clone / PROGRESS).mkdir()
    said = dojo(clone, "hint", "split")
    assert "Hint 1" in said.stdout and "no regular file" in said.stderr
    shutil.rmtree(private)
    private.write_text("mine", encoding="utf-8")
    said = dojo(clone, "hint", "split")
    assert "Hint 1" in said.stdout and "progress is not kept" in said.stderr
    assert "Traceback" not in said.stderr and private.read_text("utf-8") == "mine"


_WRITES = """
import os, random, signal, sys, time
from dataclasses import replace
from pathlib import Path
from torchdojo.learner.store import Store

def more(progress, id):
    record = progress.of(id)
    return progress.having(id, replace(record, attempts=record.attempts + 1))

def fail(sentence):
    print(sentence)
    os._exit(3)

store = Store(Path(sys.argv[1]), fail)
"""
_KILLED = (
    _WRITES
    + """
for _ in range(25):
    pid = os.fork()
    if pid == 0:
        while True:
            store.update(lambda progress: more(progress, "a/b"))
    time.sleep(random.uniform(0.005, 0.06))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    before = store.read().of("a/b").attempts
    assert store.update(lambda progress: more(progress, "a/b")).of("a/b").attempts == before + 1
print("attempts:", store.read().of("a/b").attempts)
"""
)
_AT_ONCE = (
    _WRITES
    + """
children = []
for id in ("a/b", "a/c", "a/b"):
    pid = os.fork()
    if pid == 0:
        for _ in range(40):
            store.update(lambda progress: more(progress, id))
        os._exit(0)
    children.append(pid)
assert all(os.waitpid(pid, 0)[1] == 0 for pid in children)
print({id: store.read().of(id).attempts for id in ("a/b", "a/c")})
"""
)


def _python(text: str, *words: str) -> str:
    command = [sys.executable, "-c", text, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_kill_while_writing_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """Twenty-five times at a random moment; and the lock of the dead is nobody's."""
    said = _python(_KILLED, str(tmp_path))
    assert int(said.split("attempts:")[1]) >= 25
    assert not list((tmp_path / ".torchdojo").glob("progress-set-aside-*"))


def test_programs_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    """Three at a time, forty changes each, two of them of the same exercise."""
    assert _python(_AT_ONCE, str(tmp_path)).strip() == "{'a/b': 80, 'a/c': 40}"


def test_what_needs_no_torch_imports_none(clone: Path) -> None:
    """These commands answer before torch could even be imported."""
    code = (
        "import sys\nfrom torchdojo.cli import main\n"
        "for words in (['list'], ['status'], ['hint', 'split'], ['next'], ['read', 'split'],"
        " ['reset', 'split', '--yes'], ['solution', 'split', '--yes'], ['forget', '--yes']):\n"
        "    main(words, standalone_mode=False)\n"
        "    print(words[0], 'torch' in sys.modules, file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("False") == 8 and "True" not in done.stderr


BAD = (
    (("check", "no_such"), "`no_such` is no exercise"),
    (("hint", "0"), "fits several exercises"),
    (("hint", "split", "--number", "4"), "4 is not in the range 1<=x<=3"),
    (("status", "--submission", "nowhere"), "there is no folder"),
    (("watch", "split", "--submission", f"exercises/{SPLIT}.py"), "there is no folder"),
    (("list", "--track", "99"), "There is no track `99`"),
    (("next", "split"), "unexpected extra argument"),
)


def test_bad_input_gets_one_sentence(clone: Path, tmp_path: Path) -> None:
    """What happened, and what to do; never a traceback."""
    for words, sentence in BAD:
        done = dojo(clone, *words)
        assert done.returncode != 0 and sentence in done.stderr, (words, done.stderr)
        assert "Traceback" not in done.stderr
    outside = tmp_path / "outside"
    outside.mkdir()
    for command in ("check", "next", "list", "status", "hint", "read", "watch", "replay", "forget"):
        done = dojo(outside, command)
        assert done.returncode == 1 and "No torchdojo collection around" in done.stderr


def test_the_help_lists_students_commands_first() -> None:
    """Authors' commands stand in a group of their own."""
    said = dojo(ROOT, "-h").stdout
    students, authors = said.index("your work on exercises"), said.index("authors and instructors")
    assert students < said.index("  check ") < said.index("  forget ") < authors
    assert authors < said.index("  build ") and authors < said.index("  selfcheck ")


def test_a_release_has_lessons_and_stubs_and_no_solution(tmp_path: Path) -> None:
    """`read` and `reset` work there as in a clone; `solution` says who has it."""
    collection = Collection(ROOT)
    alias = collection.find("13_alias")
    release = tmp_path / "release"
    lay_out(release, collection, [collection.find("split"), alias], seed=1)
    assert "Whose memory is it?" in dojo(release, "read", "alias").stdout
    assert "split_even(t, n)" in dojo(release, "read", "split").stdout
    notebook = release / f"exercises/{alias.file}"
    stub = notebook.read_bytes()
    notebook.write_bytes(b"{}")
    assert dojo(release, "reset", "alias", "--yes").returncode == 0
    assert notebook.read_bytes() == stub
    said = dojo(release, "solution", "alias", "--yes")
    assert said.returncode == 1 and "This is a release for students" in said.stderr


def _hears_interruptions() -> None:
    """Also where the tests run in a shell's background, which ignores them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Watching:
    """`torchdojo watch`, running; what it says is read as it comes."""

    def __init__(self, root: Path, *words: str) -> None:
        self.said = ""
        self.process = subprocess.Popen(
            [COMMAND, "watch", *words],
            cwd=root,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=_hears_interruptions,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def until(self, fits: Callable[[str], bool], seconds: float = 120) -> str:
        """What was said since the last time, as soon as it fits."""
        deadline = time.monotonic() + seconds
        while not fits(self.said):
            assert time.monotonic() < deadline and self.process.poll() is None, self.said
            time.sleep(0.02)
        said, self.said = self.said, ""
        return said


@pytest.fixture
def watching(clone: Path) -> Iterator[Watching]:
    """`torchdojo watch` in `clone`; nothing of it is left, whatever a test does."""
    found = Watching(clone)
    yield found
    found.process.kill()
    found.process.wait()


def test_watch_checks_each_save_and_follows_the_student(clone: Path, watching: Watching) -> None:
    """Modules and notebooks, written in place or by renaming; Ctrl-C ends it at once."""

    def ended(said: str) -> bool:
        return "Waiting for you to save" in said

    assert f"{WELCOME}: " in watching.until(ended)
    half_done(clone)
    said = watching.until(lambda said: "3 other causes" in said and ended(said))
    assert f"{SPLIT}: " in said and "`torch.chunk(t, n)` may return fewer" in said
    new = clone / "exercises/new.tmp"
    shutil.copy(clone / f"solutions/{SPLIT}.py", new)
    new.replace(clone / f"exercises/{SPLIT}.py")
    assert "Full marks." in watching.until(ended)
    shutil.copy(ROOT / f"exercises/{SPLIT}.py", clone / "exercises" / f"{SPLIT}.py")
    watching.until(lambda said: "Not written yet" in said and ended(said))
    built = dojo(clone, "build", "split", "--as", "notebook", "--to", "exercises")
    assert built.returncode == 0, built.stderr
    notebook = clone / f"exercises/{SPLIT}.ipynb"
    watching.until(ended)
    edit(notebook, MISSING, "return [piece.clone() for piece in t.chunk(n)]")
    said = watching.until(ended)
    assert "may return fewer" in said and f"{SPLIT}.ipynb, the cell of `split_even`" in said
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(60) == 0
    assert kept(clone)["exercises"][SPLIT]["done"] is True
