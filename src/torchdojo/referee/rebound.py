"""Which line of a program gives another meaning to a name that is called."""

import ast
import builtins
import re

from torchdojo.catalog import Code
from torchdojo.catalog.shows import readable
from torchdojo.catalog.syntax import parsed
from torchdojo.feedback.wording import clean

_CALLED = re.compile(r"(?<![\w.])(\w+)\(")


def rebound(code: Code, name: str, frames: tuple[str, ...]) -> list[str]:
    """A sentence on the assignment because of which `name`, or what a line calls, is no function.

    Asked where something was called that cannot be; `frames` are the lines that it passed.
    """
    line = frames[-1].split(": ", 1)[-1] if frames else f"{name}("
    wanted = {one for one in _CALLED.findall(line) if one == name or hasattr(builtins, one)}
    for number, (_, text) in enumerate(code.cells, 1):
        tree = parsed(readable(text) if code.keep_going else text)
        for node in tree.body if tree is not None else ():
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                if (found := node.targets[0].id) in wanted:
                    place = f"Cell {number}, line" if code.keep_going else "Line"
                    shown = clean(ast.unparse(node), 80)
                    what = f"{place} {node.lineno} gives the name `{found}` to something else"
                    return [f"{what}, `{shown}`: use another name there."]
    return []
