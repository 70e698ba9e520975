"""What has been graded so far: a file that only grows, so that nothing is graded twice."""

import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from torchdojo.errors import DojoError

Entry = dict[str, Any]


class Ledger:
    """Results by the label of the work that they are for.

    The first line of the file holds the seed that all inputs are drawn from, every other one a
    result: ``label``, ``scored`` (as in the score report), ``isolation`` and ``device``.
    """

    def __init__(self, path: Path, seed: int | None) -> None:
        """Read the file at `path`, or begin it; raises `DojoError` if it has another seed."""
        self.path = path
        self.entries: dict[str, Entry] = {}
        lines = _whole_lines(path)
        if not lines:
            self.seed = random.SystemRandom().randrange(10**15) if seed is None else seed
            path.write_text(json.dumps({"seed": self.seed}) + "\n", encoding="utf-8")
            return
        self.seed = lines[0]["seed"]
        if seed not in (None, self.seed):
            raise DojoError(
                f"{path.parent} holds grades for --seed {self.seed}: leave --seed out to add to "
                "them, or name another folder."
            )
        self.entries = {entry["label"]: entry for entry in lines[1:]}

    def add(self, entries: Iterable[Entry]) -> None:
        """Note results, on disk first."""
        entries = list(entries)
        with self.path.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(entry) + "\n" for entry in entries)
        self.entries |= {entry["label"]: entry for entry in entries}


def _whole_lines(path: Path) -> list[Entry]:
    """The lines of the file; one that an interrupted run left unfinished is taken off it."""
    if not path.is_file():
        return []
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    try:
        lines = [json.loads(line) for line in whole.splitlines()]
    except ValueError as error:
        raise DojoError(f"{path} is damaged ({error}): move it away to grade anew.") from error
    if whole != data:
        path.write_bytes(whole)
    return lines
