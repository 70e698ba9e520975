"""Mutants of a solution, made by cosmic-ray's operators inside the marked regions."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mutant:
    """The solution with one small change."""

    label: str
    text: str
    line: int
    was: str
    becomes: str


@dataclass(frozen=True)
class Equivalent:
    """A recorded survivor: a change of one line that does not change what is asked for."""

    was: str
    becomes: str
    why: str

    def covers(self, mutant: Mutant) -> bool:
        """Whether `mutant` is this change."""
        return (self.was, self.becomes) == (mutant.was, mutant.becomes)


def read_equivalents(folder: Path) -> list[Equivalent]:
    """The survivors listed in a grader's folder, ``equivalent.toml``: one change each, or several
    of one line for the same reason.
    """
    path = folder / "equivalent.toml"
    if not path.is_file():
        return []
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Equivalent(entry["was"], becomes, entry["why"])
        for entry in data["mutant"]
        for becomes in _listed(entry["becomes"])
    ]


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def mutants(solution: str) -> Iterator[Mutant]:
    """Every mutant that differs from `solution` in a marked region and still is Python."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator, operator_names

    region = _marked_lines(solution)
    nodes = list(ast_nodes(get_ast(solution)))
    seen: set[str] = set()
    for name in sorted(operator_names()):
        operator = get_operator(name)
        if operator.arguments():
            continue
        places = [p for node in nodes for p in operator().mutation_positions(node)]
        for number, (start, _) in enumerate(places):
            text = mutate_code(solution, operator(), number) if start[0] in region else None
            if text and text not in seen and _parses(text):
                seen.add(text)
                yield _mutant(solution, text)


def _marked_lines(solution: str) -> set[int]:
    found: set[int] = set()
    inside = False
    for number, line in enumerate(solution.splitlines(), 1):
        inside = ("### BEGIN SOLUTION" in line or inside) and "### END SOLUTION" not in line
        if inside:
            found.add(number)
    return found


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def _mutant(solution: str, text: str) -> Mutant:
    pairs = zip(solution.splitlines(), text.splitlines(), strict=False)
    line, (was, becomes) = next((n, p) for n, p in enumerate(pairs, 1) if p[0] != p[1])
    was, becomes = was.strip(), becomes.strip()
    return Mutant(f"line {line}: {becomes}", text, line, was, becomes)
