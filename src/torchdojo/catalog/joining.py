"""Two recorded mistakes in one program, as a student makes them who makes both."""

import ast
from dataclasses import replace

from torchdojo.catalog.bank import Variant
from torchdojo.catalog.splicing import imports, splice
from torchdojo.catalog.syntax import Definition


def joined(solution: str, one: Variant, other: Variant) -> Variant | None:
    """A program with both mistakes; None if they change the same function or method.

    Args:
        solution: the text that both were laid over.
        one: a mistake.
        other: another one.
    """
    definition = _definition(other.text, other.name)
    if one.name == other.name:
        merged = _merged(
            *(_definition(text, one.name) for text in (solution, one.text, other.text))
        )
        if merged is None:
            return None
        definition = merged
    if definition is None:
        return None
    available = imports(other.text, ast.parse(other.text))
    text = splice(one.text, ast.unparse(definition), other.name, available)
    return replace(one, text=text, id=f"{one.id}+{other.id}", loses=(*one.loses, *other.loses))


def _definition(text: str, name: str) -> Definition | None:
    for node in ast.parse(text).body:
        if isinstance(node, Definition) and node.name == name:
            return node
    return None


def _merged(
    base: Definition | None, one: Definition | None, other: Definition | None
) -> Definition | None:
    """The class `one` with the methods in which `other` differs from `base`, if `one` does not."""
    if not all(isinstance(node, ast.ClassDef) for node in (base, one, other)):
        return None
    assert base is not None and one is not None and other is not None
    first, mine, its = _methods(base), _methods(one), _methods(other)
    changed = {name for name in {*first, *its} if _text(first, name) != _text(its, name)}
    if any(_text(first, name) != _text(mine, name) for name in changed):
        return None
    if _without(base, set(first)) != _without(other, set(its)):
        return None
    kept = [node for node in one.body if getattr(node, "name", None) not in changed]
    one.body = kept + [its[name] for name in sorted(changed) if name in its]
    return one


def _methods(node: Definition) -> dict[str, ast.stmt]:
    return {child.name: child for child in node.body if isinstance(child, ast.FunctionDef)}


def _text(methods: dict[str, ast.stmt], name: str) -> str:
    return ast.dump(methods[name]) if name in methods else ""


def _without(node: Definition, names: set[str]) -> list[str]:
    """Everything of a class but its methods."""
    rest = [ast.dump(child) for child in node.body if getattr(child, "name", "") not in names]
    heads = [*node.decorator_list, *(node.bases if isinstance(node, ast.ClassDef) else [])]
    return rest + [ast.dump(head) for head in heads]
