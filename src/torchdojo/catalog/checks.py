"""The checks of an exercise as its grader's text defines them: nothing is imported or run."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PREFIX = "test_"


@dataclass(frozen=True)
class Check:
    """One named requirement."""

    name: str
    requirement: str
    """The first line of its docstring."""
    points: float
    hidden: bool
    file: str = ""
    line: int = 0

    @property
    def function(self) -> str:
        """The name of the test function."""
        return _PREFIX + self.name


def plain_name(reported: str) -> str:
    """A check's name without the device that it ran on: ``sums`` for ``sums[cpu]``."""
    return reported.split("[")[0]


def read_checks(graders: Path) -> list[Check]:
    """The checks in an exercise's folder of graders, in the order of the files."""
    return [check for path in sorted(graders.glob("test_*.py")) for check in _checks_in(path)]


def _checks_in(path: Path) -> Iterator[Check]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith(_PREFIX):
            marks = dict(_marks(node))
            yield Check(
                name=node.name.removeprefix(_PREFIX),
                requirement=(ast.get_docstring(node) or node.name).splitlines()[0],
                points=float(marks.get("points", 1.0)),
                hidden="hidden" in marks,
                file=path.name,
                line=min([node.lineno, *(d.lineno for d in node.decorator_list)]),
            )


def _marks(node: ast.FunctionDef) -> Iterator[tuple[str, float]]:
    """The names of a function's pytest marks, each with its first argument if that is a number."""
    for decorator in node.decorator_list:
        text = ast.unparse(decorator)
        if text.startswith("pytest.mark."):
            arguments = decorator.args if isinstance(decorator, ast.Call) else []
            first = arguments[0] if arguments else None
            value = first.value if isinstance(first, ast.Constant) else None
            name = text.removeprefix("pytest.mark.").split("(")[0]
            yield name, float(value) if isinstance(value, int | float) else 1.0
