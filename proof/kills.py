"""`torchdojo grade` killed again and again: what is lost, counted twice, or left behind.

``python proof/kills.py [--kills 200] [--students 60] [--seed 1]`` grades a class and sends SIGKILL
at a random moment to the command itself, to a referee, to a player host, or to all of a kind. After
a kill of the command, all of its processes must end by themselves, the ledger must be whole, no
result that was there may be gone, and the next run must have exactly the rest to grade. After any
other kill the command must go on to the end. A class that is complete is compared with one that
nobody disturbed. It prints what happened, as JSON.
"""

import argparse
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
ID = "01_tensors/10_split_and_chunk"
KINDS = {
    "command": "torchdojo grade",
    "referee": "torchdojo.resident",
    "host": "torchdojo.players.host",
}
_DUE = re.compile(r"^0 of (\d+) graded$", re.MULTILINE)
_ENDING_SECONDS = 120.0


@dataclass
class Proof:
    """A class, how often it was disturbed, and what went wrong."""

    folder: Path
    students: int
    draw: random.Random
    killed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    options: tuple[str, ...] = ()
    """Further ones of the command."""
    classes: int = 0
    kept: int = 0
    """Results that a killed command had kept, summed over all kills."""

    def lay_out(self) -> None:
        """Programs of which every second one is right; no two are the same."""
        text = (ROOT / f"solutions/{ID}.py").read_text(encoding="utf-8")
        for number in range(self.students):
            wrong = "\n# %%\ndef interleave(a, b):\n    return a\n" if number % 2 else ""
            work = self.folder / "class" / f"s{number:03}" / f"{ID}.py"
            work.parent.mkdir(parents=True, exist_ok=True)
            work.write_text(f"{text}{wrong}\n# {number}\n", encoding="utf-8")

    def start(self, reports: Path, mark: Path) -> "subprocess.Popen[str]":
        """The command, all of whose processes have `mark` in their environment."""
        mark.mkdir(exist_ok=True)
        command = [str(Path(sys.executable).parent / "torchdojo"), "grade"]
        command += [str(self.folder / "class"), str(reports), "--exercise", ID]
        return subprocess.Popen(
            [*command, "--device", "cpu", "--seed", "5", *self.options],
            cwd=ROOT,
            env=os.environ | {"TMPDIR": str(mark)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def grade(self, kills: int) -> dict[str, str]:
        """A whole class, disturbed at most so many times; returns its table of marks."""
        self.classes += 1
        reports = self.folder / f"reports{self.classes}"
        while True:
            before = labels(reports)
            mark = self.folder / f"mark{self.classes}-{sum(self.killed.values())}"
            process = self.start(reports, mark)
            disturbed = False
            if sum(self.killed.values()) < kills:
                disturbed = self.disturb(process, mark)
            said, _ = process.communicate()
            self._need(self._ended(mark), f"processes are left: {list(processes(str(mark)))}")
            after = labels(reports)
            due = _DUE.search(said)
            if due is not None:
                self._need(int(due[1]) == self.students - len(before), f"to grade: {due[1]}")
            self._need(before <= after, f"{len(before - after)} results are lost")
            if process.returncode == 0:
                self._need(len(after) == self.students, f"{len(after)} results at the end")
                return table(reports)
            self._need(disturbed and self.excused(process.returncode, said), said[-1500:])
            if self.faults:
                return {}
            self.kept += len(after)

    def excused(self, code: int, said: str) -> bool:
        """Whether the command may have ended so, as it was disturbed."""
        return code == -signal.SIGKILL

    def disturb(self, process: "subprocess.Popen[str]", mark: Path) -> bool:
        """Kill a process, or all of a kind, at a random moment; tell whether it was the command."""
        end = time.monotonic() + self.draw.uniform(0, self.draw.choice([3, 15, 60]))
        while time.monotonic() < end and process.poll() is None:
            time.sleep(0.01)
        kind = self.draw.choice([*KINDS, "command", "everything"])
        words = tuple(KINDS.values()) if kind == "everything" else (KINDS[kind],)
        found = [p for p, said in processes(str(mark)) if any(word in said for word in words)]
        if kind not in ("command", "everything"):
            found = self.draw.sample(found, min(len(found), self.draw.choice([1, 9])))
        for pid in found:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if found:
            self.killed[kind] += 1
        return bool(found) and kind in ("command", "everything")

    def _ended(self, mark: Path) -> bool:
        end = time.monotonic() + _ENDING_SECONDS
        while list(processes(str(mark))):
            if time.monotonic() > end:
                return False
            time.sleep(0.1)
        return True

    def _need(self, holds: bool, fault: str) -> None:
        if not holds:
            self.faults.append(fault)


def processes(mark: str) -> Iterator[tuple[int, str]]:
    """Processes whose environment or command line holds `mark`."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            environment = (place / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if mark in command + environment:
            yield int(place.name), command


def labels(reports: Path) -> set[str]:
    """The labels of all results in a ledger, which must be whole."""
    if not (reports / "graded.db").is_file():
        return set()
    with closing(sqlite3.connect(reports / "graded.db", timeout=60)) as ledger:
        if (
            ledger.execute("SELECT name FROM sqlite_master WHERE name = 'results'").fetchone()
            is None
        ):
            return set()
        assert ledger.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = [label for (label,) in ledger.execute("SELECT label FROM results")]
        marks = {label for (label,) in ledger.execute("SELECT label FROM marks")}
    assert len(found) == len(set(found)) and set(found) == marks
    return set(found)


def table(reports: Path) -> dict[str, str]:
    """The lines of the table by student."""
    lines = (reports / "grades.csv").read_text(encoding="utf-8").splitlines()
    return {line.split(",")[0]: line for line in lines}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--students", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        proof = Proof(Path(folder), options.students, random.Random(options.seed))
        prove(proof, options)


def prove(proof: Proof, options: argparse.Namespace) -> None:
    """Grade classes until there were enough kills, print what happened, and exit."""
    started = time.monotonic()
    proof.lay_out()
    undisturbed = proof.grade(0)
    while sum(proof.killed.values()) < options.kills and not proof.faults:
        found = proof.grade(options.kills)
        if found != undisturbed:
            proof.faults.append("the marks are others than without kills")
        print(f"{proof.classes} classes, {dict(proof.killed)}", file=sys.stderr, flush=True)
    told = {"kills": sum(proof.killed.values()), "killed": dict(proof.killed)}
    told |= {"classes": proof.classes, "programs_a_class": options.students}
    told |= {"kept_over_all_kills": proof.kept, "faults": proof.faults, "seed": options.seed}
    told |= {"seconds": round(time.monotonic() - started), "cpus": os.cpu_count()}
    print(json.dumps(told, indent=2))
    sys.exit(1 if proof.faults else 0)


if __name__ == "__main__":
    main()
