"""Whatever a student hands in is read in bounded time and memory, and costs nobody else a thing."""

import csv
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from torchdojo.catalog import Collection, Unreadable
from torchdojo.catalog.nearby import means, near_miss
from torchdojo.catalog.notebooks import slim_notebook
from torchdojo.catalog.submission import Code, code_of_text, read_submission
from torchdojo.catalog.syntax import TooComplex, parse
from torchdojo.classroom.students import find_students
from torchdojo.classroom.walking import student_name, walk
from torchdojo.referee.handed_in import handed_in
from torchdojo.referee.policy import forbidden_words

SPLIT = "01_tensors/10_split_and_chunk"
COLLECTION = Collection(ROOT)
SOLVED = (ROOT / f"solutions/{SPLIT}.py").read_text("utf-8")
MIB = 2**20
CELL = b'{"cell_type":"code","metadata":{},"source":"","outputs":[]}'


def _notebook(*cells: object, **more: object) -> bytes:
    told = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells, **more}
    return json.dumps(told).encode()


def _code(source: object, **more: object) -> dict[str, object]:
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], **more}


def _cells(count: int, cell: bytes = CELL) -> bytes:
    return b'{"nbformat":4,"metadata":{},"cells":[' + b",".join([cell] * count) + b"]}"


def _pictures(key: str, count: int, first: str) -> bytes:
    """A notebook of `count` MiB of pictures, under `key`."""
    data = {key: "A" * MIB}
    shown = [{"output_type": "display_data", "metadata": {}, "data": data}]
    return _notebook(_code(first), *(_code("x", outputs=shown) for _ in range(count)))


def _put(folder: Path, data: bytes, suffix: str = ".ipynb") -> Path:
    place = folder / f"{SPLIT}{suffix}"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    return place


def _read(folder: Path, suffix: str = ".py") -> Code:
    return read_submission(folder, SPLIT, suffix, lambda code: False)


# --- a class --------------------------------------------------------------------------------------

ODD = {
    "deep": "Folders lie more than 32 deep",
    "many": "holds more than 10000 files",
    "cells": "holds more than 5000 cells",
    "pipe": "There, `10_split_and_chunk.py` is no file.",
    "zero": "is a link to a place outside the submission",
    "loop": "cannot be opened",
    "copy": "There is `01_tensors/10_split_and_chunk (1).py`: if that is it, rename it to",
    "flat": "There is `10_split_and_chunk.py`: if that is it, move it to",
    "json": "is a notebook (line 1 opens its JSON): rename it to `10_split_and_chunk.ipynb`",
    "merge": "Line 3 of `10_split_and_chunk.py` holds `<<<<<<<`, a merge marker of git",
    "other": "is the notebook of `01_tensors/09_standardise`",
}
FORMULA = '=HYPERLINK("http:x","y")'
RIGHT = ("ada", FORMULA, "new\nline", "x" * 255)


def _make_odd(place: Path) -> None:
    for name in ("deep", "many"):
        _put(place / name, SOLVED.encode(), ".py")
    here, inner = Path.cwd(), Path("d")
    os.chdir(place / "deep/01_tensors")
    for _ in range(1500):
        inner.mkdir()
        os.chdir(inner)
    os.chdir(here)
    for number in range(10_001):
        (place / f"many/01_tensors/{number}.txt").touch()
    _put(place / "cells", _cells(900_000))
    for name in ("pipe", "zero", "loop", "flat"):
        (place / name / "01_tensors").mkdir(parents=True)
    os.mkfifo(place / f"pipe/{SPLIT}.py")
    (place / f"zero/{SPLIT}.py").symlink_to("/dev/zero")
    (place / f"zero/{SPLIT}.ipynb").symlink_to("/proc/self/mem")
    (place / f"loop/{SPLIT}.py").symlink_to("10_split_and_chunk.py")
    (place / "flat/10_split_and_chunk.py").write_text(SOLVED)
    _put(place / "copy", SOLVED.encode(), " (1).py")
    _put(place / "json", _notebook(_code("x = 1")), ".py")
    _put(
        place / "merge", b"import torch\n\n<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> b\n", ".py"
    )
    cell = _code('check("01_tensors/09_standardise")', metadata={"tags": ["check"]})
    _put(place / "other", _notebook(_code("def standardise(x):\n    return x"), cell))


@pytest.fixture(scope="module")
def graded() -> Iterator[Path]:
    """A class of odd hand-ins, and of right work under odd names, graded with the command.

    Not in a folder of pytest's: it could not remove one that lies so deep.
    """
    place = Path(tempfile.mkdtemp(prefix="torchdojo-odd-"))
    try:
        _grade_odd(place)
        yield place
    finally:
        subprocess.run(["rm", "-rf", str(place)], check=False)


def _grade_odd(place: Path) -> None:
    _make_odd(place / "class")
    for name in RIGHT:
        _put(place / "class" / name, SOLVED.encode(), ".py")
    (place / "class" / os.fsdecode(b"\xff")).mkdir()
    (place / "class/bob.zip").write_bytes(b"PK\x03\x04")
    (place / "class/lovelaceada_123_10_split_and_chunk.py").write_text(SOLVED)
    command = [str(Path(sys.executable).parent / "torchdojo"), "grade", str(place / "class")]
    command += [str(place / "reports"), "--exercise", SPLIT, "--device", "cpu"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    (place / "said").write_text(done.stdout + done.stderr)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_odd_hand_in_gets_its_sentence(graded: Path) -> None:
    """0 points, the sentence in the student's report, and a line for the instructor."""
    said = (graded / "said").read_text()
    for name, sentence in ODD.items():
        (report,) = json.loads((graded / f"reports/{name}.json").read_text())["exercises"].values()
        assert report["score"] == 0, name
        assert all(sentence in check["feedback"] for check in report["checks"]), (name, report)
        assert any(line.startswith(name) and sentence in line for line in said.splitlines()), name
    assert "Traceback" not in said


def test_everybody_else_is_graded(graded: Path) -> None:
    """Right work has full marks, under a name that is a formula, has two lines or is very long."""
    with (graded / "reports/grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    full = [name for name, row in rows.items() if row["score"] == row["max_score"] == "10.0"]
    assert len(full) == len(RIGHT) and "ada" in full
    assert f"'{FORMULA}" in full and FORMULA not in rows
    assert not any(sign in name for name in rows for sign in "\n\r\t")
    assert len(rows) == len(RIGHT) + len(ODD) + 2


def test_files_beside_the_folders_are_told(graded: Path) -> None:
    """A damaged archive is its student's, and a platform's flat file is named, with what to do."""
    said = (graded / "said").read_text()
    (line,) = [line for line in said.splitlines() if line.startswith("Not taken: ")]
    assert "lovelaceada_123_10_split_and_chunk.py" in line and "put it into a folder" in line
    assert "ada," not in line
    assert "bob: `bob.zip` is damaged or no ZIP archive: pack it anew." in said


# --- notebooks ------------------------------------------------------------------------------------

_MEASURED = """
import resource, sys, time
from pathlib import Path
from torchdojo.catalog import Unreadable, read_submission

def used():
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF,
                                                         resource.RUSAGE_CHILDREN))
    seconds = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    return seconds, own.ru_maxrss / 1024, children.ru_maxrss / 1024

seconds, memory, _ = used()
try:
    code = read_submission(Path(sys.argv[1]), sys.argv[2], ".ipynb", lambda code: False)
    said = f"{len(code.cells)} cells"
except Unreadable as error:
    said = str(error)
after, peak, child = used()
print(after - seconds, peak - memory, child, said)
"""
LARGE: dict[str, tuple[Callable[[], bytes], str]] = {
    "900,000 cells": (lambda: _cells(900_000), "more than 5000 cells"),
    "as many, in disguise": (
        lambda: _cells(900_000, CELL.replace(b"cell_type", b"cell\\u005ftype")), "more than",
    ),
    "empty objects": (lambda: _cells(9_000_000, b"{}"), "more than"),
    "empty lists": (lambda: b'{"cells":[' + b"[]," * (20 * MIB) + b"[]]}", "more than"),
    "lists in lists": (lambda: b'{"cells":' + b"[" * (50 * MIB), "nested too deeply"),
    "one key again and again": (
        lambda: b"{" + b'"cells":[],' * (5 * MIB) + b'"nbformat":4}', "",
    ),
    "a number of 10 MB": (lambda: b'{"cells":[],"x":' + b"9" * (10 * MIB) + b"}", "0 cells"),
    "more than is taken": (lambda: b" " * (65 * MIB), "larger than 64 MiB"),
    "blank lines for pages": (
        lambda: _notebook(*[{"cell_type": "markdown", "source": "\n" * 19_999}] * 400), "0 cells",
    ),
    "code without end": (lambda: _notebook(_code("x=1\n" * 800_000)), "more than 2 MiB of code"),
    "60 MiB of pictures": (lambda: _pictures("image/png", 60, "x"), "61 cells"),
    "60 MiB of films": (lambda: _pictures("text/html", 60, "# \U0001f600"), "61 cells"),
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_large_notebooks_take_little(tmp_path: Path, name: str) -> None:
    """A few seconds of computing at most, and no memory of the process that grades the class."""
    made, sentence = LARGE[name]
    _put(tmp_path, made())
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(tmp_path), SPLIT],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    seconds, memory, child, said = done.stdout.split(maxsplit=3)
    assert sentence in said
    assert float(seconds) < 4 and float(memory) < 100 and float(child) < 520, done.stdout


def test_ordinary_notebooks_are_read_at_once() -> None:
    """Below 5 ms each, by the processor's time, and without nbformat."""
    code = (
        "import sys, time; from pathlib import Path\n"
        "from torchdojo.catalog.notebooks import read_notebook\n"
        "path = Path(sys.argv[1]); start = time.process_time()\n"
        "for _ in range(50): read_notebook(path, path.parent)\n"
        "print((time.process_time() - start) / 50, 'nbformat' in sys.modules)"
    )
    path = next((ROOT / "exercises").glob("*/*.ipynb"))
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    seconds, loaded = done.stdout.split()
    assert float(seconds) < 0.005 and loaded == "False"


V3 = {
    "nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""},
    "worksheets": [{"metadata": {}, "cells": [
        {"cell_type": "heading", "level": 2, "source": "Hi", "metadata": {}},
        {"cell_type": "code", "input": ["a = 1\n", "b = 2"], "language": "python", "metadata": {},
         "outputs": [], "collapsed": False, "prompt_number": 3},
    ]}],
}  # fmt: skip
READ: dict[str, tuple[bytes, list[str]]] = {
    "lines": (_notebook(_code(["a = 1\n", "b = 2"])), ["a = 1\nb = 2"]),
    "nulls": (
        b'{"nbformat": null, "metadata": null, "cells": [{"cell_type": null, "source": null}, '
        b'{"cell_type": "code"}, {"cell_type": "code", "metadata": null, "source": "x"}]}',
        ["", "x"],
    ),
    "a byte order mark": (b"\xef\xbb\xbf" + _notebook(_code("x")), ["x"]),
    "half a character": (_notebook(_code("x = '\ud800'")), ["x = '\ufffd'"]),
    "no numbers": (_notebook(_code("x"))[:-1] + b', "a": NaN, "b": -Infinity}', ["x"]),
    "an old format": (json.dumps(V3).encode(), ["a = 1\nb = 2"]),
    "other kinds of cells": (
        _notebook({"cell_type": "raw", "source": "r"}, {"cell_type": "heading", "source": "h"},
                  _code("x", metadata={"tags": "no list", "nbgrader": ["?"]})), ["x"],
    ),
    "line ends": (_notebook(_code("a\r\nb\rc")), ["a\nb\nc"]),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_odd_notebooks_are_read(name: str) -> None:
    """What JupyterLab would open, or nearly, is no reason to lose a point."""
    data, sources = READ[name]
    cells = slim_notebook(data, "a.ipynb")["cells"]
    assert [cell["source"] for cell in cells if cell["cell_type"] == "code"] == sources


REFUSED = {
    "UTF-16": (_notebook(_code("x")).decode().encode("utf-16"), "is UTF-16 text"),
    "no cells": (b'{"nbformat": 4}', "a damaged notebook (it holds no cells)"),
    "text": (b"my answer is this", "a damaged notebook (Expecting value in line 1)"),
    "Python": (b"import torch\n", "is Python text: rename it to `a.py`"),
    "a conflict": (b'{"cells": [\n<<<<<<< HEAD\n', "line 2 holds a merge marker of git"),
    "a source that is a number": (_notebook(_code(7)), "a cell's source is no text"),
    "cells in cells": (_notebook([[]]), "a cell is no object"),
    "broken characters": (b'{"cells": ["\xff\xfe\xfa"]}', "no UTF-8 text at byte 12"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_notebook_is_told_in_a_sentence(name: str) -> None:
    """With the line or the byte, where it is known."""
    data, sentence = REFUSED[name]
    with pytest.raises(Unreadable) as error:
        slim_notebook(data, "a.ipynb")
    assert sentence in str(error.value)


# --- modules --------------------------------------------------------------------------------------

TEXTS = {
    "latin-1": ("# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1"), "é"),
    "shift_jis": ("# coding: shift_jis\nx = 'あ'\n".encode("shift_jis"), "あ"),
    "a byte order mark": (b"\xef\xbb\xbfx = '\xc3\xa9'\r\n", "é"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_declared_encodings_are_those_of_the_text(tmp_path: Path, name: str) -> None:
    """As Python reads a source file (PEP 263)."""
    data, word = TEXTS[name]
    _put(tmp_path, data, ".py")
    assert word in _read(tmp_path).text and "\r" not in _read(tmp_path).text


UNDECODED = {
    "another encoding": (b"x = 1\ny = '\xe9'\n", "is not UTF-8 text (line 2)"),
    "not what it declares": (b"# coding: ascii\nx = '\xe9'\n", "is not ascii text"),
    "an encoding that is none": (b"# coding: klingon\n", "that Python does not know"),
    "a slow codec": (b"# coding: punycode\n" + b"a" * 2000, "declares the encoding punycode"),
    "a codec of bytes": (b"# coding: zlib\n", "save it with that encoding"),
    "UTF-16": ("x = 1".encode("utf-16"), "is UTF-16 text"),
    "an archive": (b"PK\x03\x04" + b"\0" * 90, "is a ZIP archive"),
    "a web page": (b"\n<!DOCTYPE html><html>", "is a web page (line 1 opens its HTML)"),
}


@pytest.mark.parametrize("name", UNDECODED)
def test_what_cannot_be_decoded_gets_a_sentence(tmp_path: Path, name: str) -> None:
    """It says what the file is, and what to do."""
    data, sentence = UNDECODED[name]
    _put(tmp_path, data, ".py")
    with pytest.raises(Unreadable) as error:
        _read(tmp_path)
    assert sentence in str(error.value)


def test_markers_in_a_text_are_no_conflict(tmp_path: Path) -> None:
    """A module that Python can read is one, whatever its strings hold."""
    text = '"""\n<<<<<<< HEAD\n=======\n>>>>>>> b\n"""\n'
    _put(tmp_path, text.encode(), ".py")
    assert _read(tmp_path).text == text


_TREE = """
import resource, sys
from torchdojo.catalog import code_of_text
from torchdojo.catalog.syntax import parsed
from torchdojo.referee.policy import forbidden_words
from torchdojo.referee.reach import Given
text = eval(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF)
tree = parsed(text)
code = code_of_text("# %% tags=[explore]\\n" + text + "\\n# %%\\n" + text, "a.py")
given = Given(frozenset("fg"), frozenset("x"))
words = forbidden_words(code_of_text(text, "a.py"), ("softmax",), given)
after = resource.getrusage(resource.RUSAGE_SELF)
print(after.ru_utime - before.ru_utime, (after.ru_maxrss - before.ru_maxrss) / 1024, tree is None)
"""
HOSTILE = (
    "'(' * 2_000_000", "'-' * 2_000_000 + '1'", "'not ' * 500_000 + '1'", "'x' + '.a' * 900_000",
    "'x' + '()' * 900_000", "'1' + '+1' * 900_000", "'1' + '<1' * 900_000", "'x;' * 900_000",
    "'f(' + 'a=1,' * 500_000 + '1)'", "'f\"' + '{1}' * 600_000 + '\"'",
    "'[' + '1,' * 900_000 + ']'",
    "'9' * 2_000_000", "'0x' + 'f' * 2_000_000", "'\\n' * 2_000_000", "'lambda:' * 250_000 + '1'",
    "'# %% tags=[' * 180_000", "'# %%\\n' * 330_000", "'x.softmax' + '.softmax' * 800",
    "'f(' + '1,' * 20_000 + ').softmax' + '.softmax' * 800", "'f\"' + '{1}' * 16_000 + '\"'",
    "'\"\\ud800\"'", "'if 1:\\n' + '  if __name__: pass\\n' * 100_000", "'\\\\\\n' * 900_000",
    "'\\n'.join(f'def g{n}(x): return g{n + 1}(x)' for n in range(3400)) + '\\ng0(1)'",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_syntax_trees_take_little(text: str) -> None:
    """Whatever 2 MiB of text hold, the referee looks at it within seconds and 200 MB, and lives."""
    done = subprocess.run(
        [sys.executable, "-c", _TREE, text], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]
    seconds, memory, _ = done.stdout.split()
    assert float(seconds) < 5 and float(memory) < 200, done.stdout


def test_what_is_not_looked_at_is_not_trusted() -> None:
    """Too long or too deep a text may hold any forbidden name, so it does not pass."""
    for text in ("x = " + "-" * 5000 + "1", "x = [" + "1," * 60_000 + "]"):
        with pytest.raises(TooComplex):
            parse(text)
        assert forbidden_words(code_of_text(text, "a.py"), ("softmax",))
    assert forbidden_words(code_of_text("x = y.mean()", "a.py"), ("softmax",)) == []
    assert parse("x = 1").body


# --- folders --------------------------------------------------------------------------------------


def test_a_locked_folder_is_told_and_costs_nobody_else(tmp_path: Path) -> None:
    """As an account that is not root: a folder without permissions, a track, a file, a helper's."""
    place = tmp_path / "class"
    for name in ("ada", "all", "track", "file", "inner"):
        _put(place / name, SOLVED.encode(), ".py")
    (place / "inner/01_tensors/private").mkdir()
    for locked in ("all", "track/01_tensors", f"file/{SPLIT}.py", "inner/01_tensors/private"):
        (place / locked).chmod(0)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.is_relative_to("/tmp"):
            folder.chmod(folder.stat().st_mode | 0o055)
    read_end, write_end = os.pipe()
    if (child := os.fork()) == 0:
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        told = {}
        for student in find_students(place, COLLECTION, tmp_path / "reports"):
            try:
                assert student.folder, student.why
                code = handed_in(COLLECTION.find(SPLIT), student.folder)
                told[student.name] = f"{len(list(walk(Path(code.folder))))} found"
            except (AssertionError, Unreadable) as error:
                told[student.name] = str(error)
        os.write(write_end, json.dumps(told).encode())
        os._exit(0)
    os.waitpid(child, 0)
    told = json.loads(os.read(read_end, 10_000))
    assert told.pop("ada") == "1 found"
    assert "`all` cannot be entered (Permission denied)" in told.pop("all")
    assert "cannot be opened (Permission denied)" in told.pop("track")
    assert "`10_split_and_chunk.py` cannot be opened (Permission denied)" in told.pop("file")
    assert "`private` cannot be entered (Permission denied)" in told.pop("inner")
    assert not told


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    """A pipe, a socket and a device would block or never end; each is missing, and told."""
    place = tmp_path / f"{SPLIT}.py"
    place.parent.mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(place.parent)
        listening.bind(place.name)
        os.chdir(here)
        with pytest.raises(Unreadable, match=r"`10_split_and_chunk\.py` is no file"):
            _read(tmp_path)


def test_two_names_never_become_one() -> None:
    """Names with bytes that are no text, that are too long or have two lines stay apart."""
    odd = ["a\nb", "a\rb", "a_b", "\udcff", "\udcfe", "\\xff", "ü" * 127, "ü" * 126 + "a", "ada"]
    names = [student_name(name) for name in odd]
    assert len(set(names)) == len(names) and names[-1] == "ada" and names[2] == "a_b"
    assert all(len(name.encode()) <= 180 and name.isprintable() for name in names)


NEAR = (
    "10_split_and_chunk (1).py", "10_split_and_chunk-Copy1.ipynb", "10_Split_And_Chunk.py",
    "10_split_and_chunk.txt", "10_split_and_chunk.py.txt", "10_split_and_chunk.ipynb.json",
    "10 split and chunk.py", "10-split-and-chunk.ipynb", "split_and_chunk.py",
    "10_split_and_chunk - Copy.py", "10_split_and_chunk_final.py", "10_split_and_chunk.PY",
    "lovelaceada_123_10_split_and_chunk.py", "10_split_and_chunk-1.py",
    "10_split_and_chunk_2.ipynb", "10_split_and_chunk_v2.py", "Copy of 10_split_and_chunk.ipynb",
)  # fmt: skip


@pytest.mark.parametrize("name", NEAR)
def test_near_misses_are_named(tmp_path: Path, name: str) -> None:
    """Beside its place or above it, with the name that it should have."""
    for folder in ("01_tensors", "."):
        place = tmp_path / folder.strip(".").rjust(1, "t") / folder
        (place / "01_tensors").mkdir(parents=True, exist_ok=True)
        (place / name).touch()
        told = near_miss(tmp_path / folder.strip(".").rjust(1, "t"), SPLIT, ".py")
        assert f"{name}`: if that is it," in told
        assert f"`{SPLIT}{'.ipynb' if 'ipynb' in name else '.py'}`" in told


@pytest.mark.parametrize(
    ("name", "near"),
    [("split_chunk.py", True), ("10_split_and_chunks.ipynb", True),
     ("11_split_and_chunk.py", False), ("11_join.py", False), ("notes.py", False)],
)  # fmt: skip
def test_a_name_that_is_nearly_right_is_named(tmp_path: Path, name: str, near: bool) -> None:
    """In the track's folder, unless it has another number."""
    (tmp_path / "01_tensors").mkdir()
    (tmp_path / "01_tensors" / name).touch()
    told = near_miss(tmp_path, SPLIT, ".py")
    assert told.startswith(f"There is `01_tensors/{name}`: if that is it, rename") == near, told


@pytest.mark.parametrize("name", ["09_standardise.py", "10_split.py", "notes.txt", "1.py", ".py"])
def test_other_files_are_no_near_misses(name: str) -> None:
    """Another exercise's own file, and notes."""
    assert not means(name, "10_split_and_chunk")


def test_of_two_files_the_one_that_is_not_graded_is_known(tmp_path: Path) -> None:
    """The code says which file it is, and which one was passed over."""
    _put(tmp_path, SOLVED.encode(), ".py")
    _put(tmp_path, _notebook(_code("x = 1")))
    code = _read(tmp_path)
    assert (code.name, code.passed_over) == ("10_split_and_chunk.py", "10_split_and_chunk.ipynb")
    code = read_submission(tmp_path, SPLIT, ".py", lambda code: True)
    assert (code.name, code.passed_over) == ("10_split_and_chunk.ipynb", "10_split_and_chunk.py")
