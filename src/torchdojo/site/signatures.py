"""What a stub asks for: its functions and classes with their signatures and docstrings."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from torchdojo.site.inline import inline

_LONGEST = 84
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Signature:
    """One function, class or method."""

    code: str
    doc: str

    def markdown(self) -> str:
        """The signature as code, the docstring as text below it."""
        paragraphs = [inline(part) for part in self.doc.split("\n\n") if part.strip()]
        text = "".join(f"<p>{part}</p>" for part in paragraphs)
        told = f'\n\n<div class="dojo-doc">{text}</div>' if text else ""
        return f"```python\n{self.code}\n```{told}"


def signatures(stub: str) -> list[Signature]:
    """Those of the stub's top level, and the methods of its classes."""
    return [one for node in ast.parse(stub).body for one in _signatures_of(node)]


def _signatures_of(node: ast.stmt) -> Iterator[Signature]:
    if isinstance(node, _Function):
        yield Signature(_head(node, ""), ast.get_docstring(node) or "")
    elif isinstance(node, ast.ClassDef):
        bases = f"({', '.join(map(ast.unparse, node.bases))})" if node.bases else ""
        yield Signature(f"class {node.name}{bases}", ast.get_docstring(node) or "")
        for inner in node.body:
            if isinstance(inner, _Function):
                yield Signature(_head(inner, f"{node.name}."), ast.get_docstring(inner) or "")


def _head(node: _Function, owner: str) -> str:
    word = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    arguments = ast.unparse(node.args)
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    line = f"{word} {owner}{node.name}({arguments}){returns}"
    if len(line) <= _LONGEST:
        return line
    inner = ",\n".join(f"    {one}" for one in _split(arguments))
    return f"{word} {owner}{node.name}(\n{inner},\n){returns}"


def _split(arguments: str) -> list[str]:
    """The arguments one by one: commas inside of brackets part nothing."""
    parts, depth = [""], 0
    for letter in arguments:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]
