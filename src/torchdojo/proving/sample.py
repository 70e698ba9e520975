"""A sample of the programs of an exercise: another one whenever the engine has changed."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import torchdojo
from torchdojo.proving.cases import Case

_ONE_IN = 3


def sample(cases: Iterable[Case]) -> Iterator[Case]:
    """The first case of each kind, and one in three of the others."""
    met: set[str] = set()
    for case in cases:
        if case.kind not in met or _drawn(case):
            yield case
        met.add(case.kind)


def _drawn(case: Case) -> bool:
    words = f"{_engine()} {case.program.exercise} {case.program.label}"
    return hashlib.sha256(words.encode()).digest()[0] % _ONE_IN == 0


@cache
def _engine() -> str:
    """A hash of the engine's own text."""
    found = hashlib.sha256()
    for path in sorted(Path(torchdojo.__file__).parent.rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()
