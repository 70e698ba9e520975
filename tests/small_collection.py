"""A collection of one exercise whose graders may be edited, and classes for it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from conftest import ROOT

SPLIT = "01_tensors/10_split_and_chunk"
COMMAND = str(Path(sys.executable).parent / "torchdojo")


def small_collection(folder: Path, *ids: str) -> Path:
    """A copy of the exercises `ids`, or of `SPLIT`, at `folder`, with everything that judges."""
    for id in ids or (SPLIT,):
        shutil.copytree(ROOT / "graders" / id, folder / "graders" / id)
        for kind in ("solutions", "exercises"):
            (folder / kind / id).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / kind / f"{id}.py", folder / kind / f"{id}.py")
    shutil.copy(ROOT / "graders/conftest.py", folder / "graders")
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "datasets").symlink_to(ROOT / "datasets")
    return folder


def hand_in(folder: Path, id: str, text: str) -> None:
    """Put a module into a student's folder."""
    place = folder / f"{id}.py"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text.encode(errors="surrogatepass"))


def grade(
    root: Path, submissions: Path, reports: Path, *options: str
) -> "subprocess.CompletedProcess[str]":
    """`torchdojo grade`, as a user runs it in the collection at `root`."""
    command = [COMMAND, "grade", str(submissions), str(reports), "--device", "cpu", *options]
    return subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, timeout=500
    )


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first `old` in a file, which must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def labels(reports: Path) -> list[str]:
    """The labels of all results in a ledger that nobody has open."""
    with closing(sqlite3.connect(reports / "graded.db")) as ledger:
        return [label for (label,) in ledger.execute("SELECT label FROM results")]


def processes(mark: str) -> Iterator[tuple[int, str]]:
    """Processes, with their command lines, whose environment or command line holds `mark`."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            environment = (place / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if int(place.name) != os.getpid() and mark in command + environment:
            yield int(place.name), command
