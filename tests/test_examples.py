"""Each function that students write shows one call with its result, and it is what comes back."""

import ast
import doctest
from collections.abc import Iterator
from pathlib import Path

import pytest

from torchdojo.catalog import Collection, Exercise

COLLECTION = Collection(Path(__file__).parents[1])
NO_EXAMPLE: dict[str, str] = {
    "08_data_parallel/07_mini_ddp:train_with_ddp": "needs a process group of real processes",
}
"""Functions by ``ID:name``, and why no call of them can be shown."""


def written(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """Names and docstrings of what students write: functions and classes with a solution inside."""
    text = exercise.source.text
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            code = ast.get_source_segment(text, node) or ""
            if "### BEGIN SOLUTION" in code or exercise.source.start != "empty":
                inner = [n for n in ast.walk(node) if isinstance(n, ast.FunctionDef | ast.ClassDef)]
                yield node.name, "\n\n".join(ast.get_docstring(n) or "" for n in inner)


@pytest.mark.parametrize("id", sorted(COLLECTION.exercises))
def test_examples_are_shown_and_true(id: str) -> None:
    """Run on the solution, as somebody would type them below it."""
    exercise = COLLECTION.exercises[id]
    names: dict[str, object] = {"__name__": "solution"}
    cells = (c for c in exercise.source.cells if c.kind == "code" and "explore" not in c.tags)
    exec(compile("\n".join(cell.text for cell in cells), id, "exec"), names)
    runner, said = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS), []
    for name, words in written(exercise):
        if f"{id}:{name}" in NO_EXAMPLE:
            continue
        found = doctest.DocTestParser().get_doctest(words, dict(names), name, id, 0)
        assert found.examples, f"`{name}` shows no call"
        runner.run(found, out=said.append)
    assert not said, "".join(said)


def test_nobody_is_excused_twice() -> None:
    """Who is excused exists, and has no example."""
    for place in NO_EXAMPLE:
        id, _, name = place.partition(":")
        assert ">>>" not in dict(written(COLLECTION.exercises[id]))[name], place
