"""Mutants of a solution, made by cosmic-ray's operators inside the marked regions."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from torchdojo.catalog.proof import Equivalent


@dataclass(frozen=True)
class Mutant:
    """The solution with one small change."""

    label: str
    text: str
    line: int
    was: str
    becomes: str

    def is_listed(self, equivalent: Equivalent) -> bool:
        """Whether `equivalent` is about this change."""
        return (equivalent.was, equivalent.becomes) == (self.was, self.becomes)


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
