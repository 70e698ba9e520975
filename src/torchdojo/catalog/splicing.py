"""Laying a definition over the one of the same name in a solution."""

import ast

from torchdojo.catalog.syntax import Definition


def imports(text: str, tree: ast.Module) -> dict[str, str]:
    """The import statements of a file by the name that each one binds."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                name = (alias.asname or alias.name).split(".")[0]
                single: ast.stmt = (
                    ast.Import([alias])
                    if isinstance(node, ast.Import)
                    else ast.ImportFrom(node.module, [alias], node.level)
                )
                found[name] = ast.unparse(single)
    return found


def used_names(code: str) -> set[str]:
    """Every name that a piece of code reads, its annotations and defaults included."""
    nodes = ast.walk(ast.parse(code))
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def splice(solution: str, definition: str, name: str, available: dict[str, str]) -> str:
    """`solution` with its top-level `name` replaced by `definition`, and the imports it needs.

    Raises `LookupError` if the solution defines no `name`.
    """
    for node in ast.parse(solution).body:
        if isinstance(node, Definition) and node.name == name:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            lines = solution.splitlines()
            needed = sorted(available[n] for n in used_names(definition) if n in available)
            needed = [line for line in needed if line not in lines[: first - 1]]
            new = [*needed, *definition.splitlines()]
            return "\n".join(lines[: first - 1] + new + lines[node.end_lineno :]) + "\n"
    raise LookupError(f"the solution defines no `{name}`, so nothing can be laid over it")
