"""The corpus of hostile programs: what each attacks, what it may earn, which levels stop it.

Each file under ``programs/`` is one attack: its docstring says what it tries, comments below it
what differs from the defaults. An attack is laid over wrong code that honestly earns nothing; one
that gets through by a side door calls ``succeed()``, which installs the right answers. So a
program that scores has broken out, whatever the door.

An attack runs only at levels that claim to stop it, so that what would succeed does no harm here;
``stops = none`` records a known limit. Whatever writes does so under ``@DECOY@``, a copy, or under
the name ``@MARK@``, and never over a file that is there: nothing shields the machine from a
program that an engine with a fault lets out.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from torchdojo.catalog import code_of_text
from torchdojo.referee.programs import Program

LEVELS = ("full", "confined", "process")
EXERCISES = {
    "split": "01_tensors/10_split_and_chunk",
    "softmax": "06_activations/02_softmax",
    "judge": "09_write_the_test/01_judge_softmax",
}
_HERE = Path(__file__).parent
_OPTION = re.compile(r"^# (on|earns|stops|seconds|loses) = (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Attack:
    """One entry of the corpus."""

    category: str
    name: str
    what: str
    text: str
    on: str = "split"
    earns: float = 0.0
    """The most that it may score: what the same code earns without the attack."""
    stops: tuple[str, ...] = LEVELS
    """The isolation levels that claim to stop it."""
    seconds: float | None = None
    loses: str | None = None
    """The one check that it must lose, where the rest of its code is right."""

    @property
    def label(self) -> str:
        """Its place in the corpus."""
        return f"{self.category}/{self.name}"

    def program(self, fill: dict[str, str]) -> Program:
        """The attack over its wrong code, with the places of this run filled in."""
        text = (_HERE / "base" / f"{self.on}.py").read_text("utf-8") + "\n\n" + self.text
        for name, value in fill.items():
            text = text.replace(f"@{name}@", value)
        id = EXERCISES[self.on]
        code = code_of_text(text, f"{id.rpartition('/')[2]}.py")
        return Program(id, self.label, code, seconds=self.seconds)


def read_attacks() -> list[Attack]:
    """Every attack, by category and name."""
    return [_read(path) for path in sorted((_HERE / "programs").glob("*/*.py"))]


def read_controls() -> list[Attack]:
    """Programs that attack nothing, to be scored among the others: `earns` is their exact score."""
    return [_read(path) for path in sorted((_HERE / "controls").glob("*.py"))]


def _read(path: Path) -> Attack:
    text = path.read_text("utf-8")
    what = ast.get_docstring(ast.parse(text)) or ""
    found = dict(_OPTION.findall(text))
    return Attack(
        category=path.parent.name,
        name=path.stem,
        what=what,
        text=text,
        on=found.get("on", "split"),
        earns=float(found.get("earns", 0)),
        stops=()
        if found.get("stops") == "none"
        else tuple(found.get("stops", ", ".join(LEVELS)).split(", ")),
        seconds=float(found["seconds"]) if "seconds" in found else None,
        loses=found.get("loses"),
    )
