"""From a notebook's JSON to its cells: decoding, and taking no more than is needed.

Also run as a program, with ``python -I -S``, on what is too large for the grading process: it reads
a notebook from standard input, under limits on time and memory, and writes the slim one. So this
module imports nothing but the standard library.
"""

import json
import sys
from typing import Any

MAX_CELLS = 5_000
MAX_TEXT = 8 * 2**20
"""Characters in all cells together."""
DAMAGED, TOO_MUCH = 3, 4
_MEMORY = 512 * 2**20
_CPU_SECONDS = 2
_TAGS, _LONGEST = 50, 200
_NBGRADER = (
    "cell_type", "checksum", "grade", "grade_id", "locked", "points", "schema_version", "solution",
    "task",
)  # fmt: skip
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_KINDS = ("code", "markdown", "raw")
_OLD_KINDS = (*_KINDS, "heading", "html")
_DIGITS = 400


class Damaged(Exception):
    """What was read is no notebook; says why."""


class TooMuch(Exception):
    """A notebook holds more than is taken; says of what."""


def slim(data: bytes) -> dict[str, Any]:
    """The JSON of a notebook with nothing but what is graded; raises `Damaged`, `TooMuch`."""
    try:
        return slimmed(json.loads(data.decode("utf-8"), parse_int=_integer))
    except (Damaged, TooMuch):
        raise
    except UnicodeDecodeError as error:
        raise Damaged(f"no UTF-8 text at byte {error.start}") from error
    except RecursionError as error:
        raise TooMuch("lists nested too deeply") from error
    except MemoryError as error:
        raise TooMuch("more than can be read") from error
    except json.JSONDecodeError as error:
        raise Damaged(f"{error.msg} in line {error.lineno}") from error


def _integer(digits: str) -> int:
    """An integer; one of thousands of digits would take long, and is nothing that is needed."""
    return int(digits) if len(digits) < _DIGITS else 0


def slimmed(found: object) -> dict[str, Any]:
    """A decoded notebook, slim; one of an older format keeps its shape."""
    if not isinstance(found, dict):
        raise Damaged("it holds no cells")
    if isinstance(found.get("cells"), list):
        return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": _cells(found["cells"])}
    sheets = found.get("worksheets")
    if not isinstance(sheets, list):
        raise Damaged("it holds no cells")
    cells = [c for s in sheets if isinstance(s, dict) for c in s.get("cells") or ()]
    sheet = {"cells": _cells(cells, source="input"), "metadata": {}}
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [sheet]}


def _cells(cells: list[Any], source: str = "source") -> list[dict[str, Any]]:
    if len(cells) > MAX_CELLS:
        raise TooMuch(f"more than {MAX_CELLS} cells")
    made = [_cell(cell, source) for cell in cells]
    if sum(len(cell.get("source", cell.get("input", ""))) for cell in made) > MAX_TEXT:
        raise TooMuch(f"more than {MAX_TEXT // 2**20} MiB of text")
    shown = [d for c in made for a in c.get("attachments", {}).values() for d in a.values()]
    if sum(map(len, shown)) > 2 * MAX_TEXT:
        raise TooMuch(f"more than {2 * MAX_TEXT // 2**20} MiB of pictures in its texts")
    return made


def _cell(cell: object, code: str) -> dict[str, Any]:
    if not isinstance(cell, dict):
        raise Damaged("a cell is no object")
    kinds = _OLD_KINDS if code == "input" else _KINDS
    kind = cell.get("cell_type") if cell.get("cell_type") in kinds else "raw"
    key = code if kind == "code" else "source"
    made = {"cell_type": kind, "metadata": _metadata(cell.get("metadata")), key: _text(cell, key)}
    if kind == "code":
        made |= {"outputs": [], "execution_count": None}
    if kind == "code" and code == "input":
        made |= {"language": "python", "collapsed": False, "prompt_number": None}
    if kind == "heading":
        level = cell.get("level")
        made["level"] = level if level in (1, 2, 3, 4, 5, 6) else 1
    if kind == "markdown" and (pictures := _attachments(cell.get("attachments"))):
        made["attachments"] = pictures
    return made


def _text(cell: dict[str, Any], key: str) -> str:
    """A cell's text, which may be a list of lines; characters that are none are replaced."""
    found = cell.get(key)
    if isinstance(found, list) and all(isinstance(line, str) for line in found):
        found = "".join(found)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Damaged("a cell's source is no text")
    if not found.isascii():
        found = found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return found.replace("\r\n", "\n").replace("\r", "\n")


def _metadata(found: object) -> dict[str, Any]:
    if not isinstance(found, dict):
        return {}
    made: dict[str, Any] = {}
    tags = found.get("tags")
    if isinstance(tags, list) and tags:
        made["tags"] = [tag[:_LONGEST] for tag in tags[:_TAGS] if isinstance(tag, str)]
    told = found.get("nbgrader")
    if isinstance(told, dict):
        made["nbgrader"] = {key: told[key] for key in _NBGRADER if _is_small(told, key)}
    return made


def _is_small(told: dict[str, Any], key: str) -> bool:
    if key not in told:
        return False
    value = told[key]
    if isinstance(value, str):
        return len(value) <= _LONGEST
    return value is None or isinstance(value, (bool, int, float))


def _attachments(found: object) -> dict[str, dict[str, str]]:
    """Pictures that a Markdown cell shows, as it was handed in."""
    if not isinstance(found, dict):
        return {}
    made = {}
    for name, pictures in list(found.items())[:_TAGS]:
        if isinstance(pictures, dict):
            kept = {k: v for k, v in pictures.items() if k in _PICTURES and isinstance(v, str)}
            made[name[:_LONGEST]] = kept
    return made


def _main() -> int:
    import resource

    limits = {resource.RLIMIT_CPU: _CPU_SECONDS, resource.RLIMIT_CORE: 0}
    if sys.platform == "linux":
        limits[resource.RLIMIT_AS] = _MEMORY
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))
    try:
        sys.stdout.write(json.dumps(slim(sys.stdin.buffer.read())))
    except Damaged as error:
        sys.stdout.write(str(error))
        return DAMAGED
    except TooMuch as error:
        sys.stdout.write(str(error))
        return TOO_MUCH
    except MemoryError:
        return TOO_MUCH
    return 0


if __name__ == "__main__":
    sys.exit(_main())
