"""What a text is that is no Python program, or one that waits for somebody: a name from a list.

The referee has a sentence for each; the player only says which it is, and on which line.
"""

import ast
import bdb
import re
import sys
from collections.abc import Sequence

MERGE, FENCE, PROMPT, NUMBERS = "merge", "fence", "prompt", "numbers"
NOTEBOOK, HTML, COMMAND, TABS = "notebook", "html", "command", "tabs"
DEBUGGER, INPUT = "debugger", "input"
MAGIC, NOT_FIRST, PACKAGE, FILE = "magic", "not first", "package", "file"

_MERGE = re.compile(r"^(<{7}|={7}|>{7}|\|{7})(\s|$)")
_FENCE = re.compile(r"^\s*(```|~~~)")
_PROMPT = re.compile(r"^\s*(>>>|\.\.\.|In \[\d*\]:|Out\[\d*\]:)(\s|$)")
_NUMBER = re.compile(r"^\s*\d+[.:|)]?(\s|$)")
_HTML = re.compile(r"\s*(<!DOCTYPE html|<html|<head|<body|<div)", re.IGNORECASE)
_COMMAND = re.compile(r"^\s*(?:\w+\s*=\s*)?(%%?\w|!\s*\w|\?\w)|^\s*[\w.]+\?{1,2}\s*$")
_LESSON = re.compile(r"(?:\s*#[^\n]*\n)*\s*[rR]?(\"{3}|'{3}).*?\1", re.DOTALL)
_DEBUGGER = re.compile(r"\b(breakpoint\s*\(|\w*set_trace\s*\(|post_mortem\s*\()")
_INPUT = re.compile(r"\b(input|getpass)\s*\(")
_NUMBERED = 0.8


def oddity(text: str, line: int = 0) -> tuple[str, int]:
    """What a text that Python cannot read is, and on which line; empty if nothing is known.

    `line` is the one that Python complains of.
    """
    if is_notebook(text):
        return NOTEBOOK, 1
    if _HTML.match(text):
        return HTML, 1
    lines = _without_lesson(text).split("\n")
    for name, form in ((MERGE, _MERGE), (FENCE, _FENCE)):
        if found := _first(lines, form):
            return name, found
    if _numbered(lines):
        return NUMBERS, 1
    for name, form in ((PROMPT, _PROMPT), (COMMAND, _COMMAND)):
        if 0 < line <= len(lines) and form.match(lines[line - 1]):
            return name, line
    found = _first(lines, _PROMPT)
    return (PROMPT, found) if found and found <= line else ("", 0)


def _without_lesson(text: str) -> str:
    """`text` with the docstring that it begins with blank: a lesson holds fences and prompts."""
    found = _LESSON.match(text)
    return "\n" * found[0].count("\n") + text[found.end() :] if found else text


def is_notebook(text: str) -> bool:
    """Whether a text is a notebook's JSON."""
    return text.lstrip()[:1] == "{" and '"cells"' in text and '"nbformat"' in text


def _first(lines: Sequence[str], form: re.Pattern[str]) -> int:
    return next((n for n, line in enumerate(lines, 1) if form.match(line)), 0)


def _numbered(lines: Sequence[str]) -> bool:
    """Whether nearly every line begins with a number, and the numbers go up."""
    full = [line for line in lines if line.strip()]
    numbers = [int(re.findall(r"\d+", line)[0]) for line in full if _NUMBER.match(line)]
    return len(full) > 1 and len(numbers) >= _NUMBERED * len(full) and numbers == sorted(numbers)


def waits(error: BaseException, lines: Sequence[str]) -> str:
    """What waited for somebody, if that is what `error` comes from; `lines` are where it passed."""
    if isinstance(error, bdb.BdbQuit):
        return DEBUGGER
    reads = isinstance(error, EOFError) or type(error).__name__ == "StdinNotImplementedError"
    return INPUT if reads and any(map(asks, lines)) else ""


def unusable(error: BaseException) -> str:
    """What a statement needs that is not here: a magic, a package, a file; or nothing."""
    if type(error).__name__ == "UsageError":
        if str(error).startswith("Cell magic `"):
            return MAGIC
        return NOT_FIRST if str(error).startswith("Line magic function `%%") else ""
    if isinstance(error, ModuleNotFoundError):
        return PACKAGE if _is_whole(error.name) else ""
    return FILE if isinstance(error, FileNotFoundError) else ""


def _is_whole(name: object) -> bool:
    """Whether it names a whole package, not a part of one that is here."""
    if not isinstance(name, str):
        return False
    around = sys.modules.get(name.partition(".")[0])
    return "." not in name or getattr(around, "__file__", None) is None


def asks(line: str) -> bool:
    """Whether a line waits for somebody to type."""
    return _INPUT.search(line) is not None


def names_in_text(text: str) -> set[str]:
    """The names that a text which is no Python seems to bind, line by line."""
    found = set(re.findall(r"^\s*(?:async\s+)?(?:def|class)\s+(\w+)", text, re.MULTILINE))
    for line in text.splitlines():
        if match := re.match(r"^((?:\w+\s*,\s*)*\w+)\s*(?::[^=]*)?=(?!=)", line):
            found |= {name.strip() for name in match[1].split(",")}
        found |= _imported(line)
    return found


def _imported(line: str) -> set[str]:
    try:
        nodes = ast.parse(line.strip()).body if "import" in line else []
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    names = [n for node in nodes for n in getattr(node, "names", ()) if isinstance(n, ast.alias)]
    return {(one.asname or one.name).split(".")[0] for one in names}
