"""The tree: which exercises there are and where their parts lie."""

import json
import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from torchdojo.catalog.card import read_card
from torchdojo.catalog.source import Source, read_source
from torchdojo.errors import DojoError

RELEASE_FILE = "torchdojo_release.json"
RELEASE_FORM = 2
"""In which form a release keeps its recorded answers; raised with each change of it."""
_SUFFIXES = {"module": ".py", "notebook": ".ipynb"}


@dataclass(frozen=True)
class Exercise:
    """One exercise of the collection at `root`."""

    root: Path
    id: str
    """Track and name, such as ``01_tensors/10_split_and_chunk``."""

    @property
    def track(self) -> str:
        """The folder of exercises that this one belongs to."""
        return self.id.split("/")[0]

    @property
    def name(self) -> str:
        """The file name without suffix."""
        return self.id.split("/")[1]

    @property
    def solution(self) -> Path:
        """The hand-written source; absent in a release."""
        return self.root / "solutions" / f"{self.id}.py"

    @property
    def graders(self) -> Path:
        """The folder of checks, mistakes and alternatives."""
        return self.root / "graders" / self.id

    @property
    def released(self) -> bool:
        """Whether this is a release for students, which has a card in place of the solution."""
        return (self.root / RELEASE_FILE).is_file()

    @cached_property
    def source(self) -> Source:
        """The solution, read; in a release no more than its header."""
        return read_card(self.graders) if self.released else read_source(self.solution)

    @property
    def file(self) -> str:
        """The stub's path inside a submission."""
        return self.id + _SUFFIXES[self.source.form]


@dataclass(frozen=True)
class Collection:
    """All exercises under one root."""

    root: Path

    @classmethod
    def around(cls, place: Path) -> "Collection":
        """The collection that holds `place`; raises `DojoError` if there is none."""
        for folder in (place.resolve(), *place.resolve().parents):
            if (folder / "graders").is_dir() and (folder / "exercises").is_dir():
                return cls(folder)
        raise DojoError(
            f"No torchdojo collection around {place}: go to the folder that holds "
            "`exercises/` and `graders/`, or begin one with `torchdojo new collection DIR`."
        )

    @cached_property
    def release_seed(self) -> int | None:
        """The seed that a release's answers are recorded for; None for a whole collection."""
        path = self.root / RELEASE_FILE
        if not path.is_file():
            return None
        told = json.loads(path.read_text("utf-8"))
        if told.get("form") != RELEASE_FORM:
            raise DojoError(
                "This release was made by another version of torchdojo than the one installed "
                "here: ask your instructor for a new release, or install the engine that came "
                "with this one."
            )
        return int(told["seed"])

    def need_solutions(self) -> None:
        """Raise `DojoError` if this is a release."""
        if self.release_seed is not None:
            raise DojoError(
                "This is a release for students, without solutions and hidden checks: this "
                "command needs the whole collection."
            )

    @cached_property
    def exercises(self) -> dict[str, Exercise]:
        """Every exercise by id, in order."""
        graders = self.root / "graders"
        folders = sorted({path.parent for path in graders.glob("*/*/test_*.py")})
        ids = [folder.relative_to(graders).as_posix() for folder in folders]
        return {id: Exercise(self.root, id) for id in ids}

    def find(self, name: str) -> Exercise:
        """The exercise meant by `name`: an id, a file name or an unmistakable part of one."""
        wanted = re.sub(r"\.(py|ipynb)$", "", name.strip("/")).removeprefix("exercises/")
        if wanted in self.exercises:
            return self.exercises[wanted]
        found = [exercise for id, exercise in self.exercises.items() if wanted in id]
        whole = [e for e in found if wanted in (e.name, _bare(e.id))]
        found = whole if len(whole) == 1 else found
        if len(found) == 1:
            return found[0]
        if found:
            meant = ", ".join(e.id for e in found)
            raise DojoError(f"`{name}` fits several exercises: choose one of {meant}.")
        raise DojoError(f"`{name}` is no exercise: {self._alternatives(wanted)}")

    def _alternatives(self, wanted: str) -> str:
        """What to do about a name that is none: the nearest ones, if any are near."""
        if not self.exercises:
            return "the collection has none; `torchdojo new exercise TRACK/NN_name` begins one."
        names = {key: id for id in self.exercises for key in (id, _bare(id))}
        near = get_close_matches(wanted, names, n=6, cutoff=0.6)
        meant = list(dict.fromkeys(names[name] for name in near))[:3]
        if meant:
            return f"did you mean {' or '.join(meant)}?"
        return f"name one of the files in `exercises/`, such as {next(iter(self.exercises))}."


def _bare(id: str) -> str:
    """The name without its track and its number."""
    return re.sub(r"^\d+_", "", id.split("/")[1])
