"""The contract of an exercise, sentence by sentence, and which recorded program breaks each one.

``contract.toml`` beside the checks answers for every sentence: what fails if it is not kept?

    [[sentence]]
    says = "The dtype stays."
    broken_by = ["column-3f21aa"]

It names mistakes of the bank or wrong answers by strangers; `torchdojo selfcheck` proves that they
lose points. A sentence that asks for nothing says so: ``explains = "..."`` instead.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from torchdojo.errors import GraderError

CONTRACT = "contract.toml"
_SECTION = re.compile(r"^## Contract\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_RULE = re.compile(r"^\|[\s:|-]+\|$")
_ITEM = re.compile(r"^(\s*)(?:[-*]|\d+\.)\s+")
_TERM = re.compile(r"^(`[^`]+`(?:, `[^`]+`)*):(?: |$)")
_LABEL = re.compile(r"^\*[^*]+\*:? ")
_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?]\*\*))\s+(?=[A-Z`*(\"])")


@dataclass(frozen=True)
class Promise:
    """What is recorded of a sentence."""

    says: str
    broken_by: tuple[str, ...] = ()
    """Ids of recorded programs that do not keep it."""
    explains: str = ""
    """Why there is nothing to keep."""


def sentences_of(lesson: str) -> list[str]:
    """The sentences of a lesson's section "Contract".

    What is said of a name is one: a row of a table, an item with items of its own, or an item that
    begins with code and a colon.
    """
    found = _SECTION.search(lesson)
    if found is None:
        return []
    blocks = _blocks(_CODE.sub("\n", found[1]).splitlines())
    told = (sentence for block in blocks for sentence in _sentences(block))
    return list(dict.fromkeys(s for s in told if s and not s.endswith(":")))


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Paragraphs and items with what is below them, and rows of tables with their cells."""
    held: list[str] = []
    rows: list[str] = []
    for line in (*lines, ""):
        if line.startswith("|"):
            rows.append(line)
            continue
        yield from _table(rows)
        rows = []
        item = _ITEM.match(line)
        nested = item is not None and item[1] != "" and held != []
        if held and not nested and (item or not line.strip()):
            yield held
            held = []
        if item:
            text = line[item.end() :].strip()
            held = [*held, _LABEL.sub("", text)] if nested else _TERM.split(text)[-2:]
        elif held:
            held[-1] += f" {line.strip()}"
        elif line.strip():
            held = [line.strip()]
    yield from _table(rows)


def _table(rows: list[str]) -> Iterator[list[str]]:
    """The cells of each row below the head."""
    body = rows[2:] if len(rows) > 1 and _RULE.match(rows[1]) else rows
    for row in body:
        yield row.strip().removeprefix("|").removesuffix("|").split("|")


def _sentences(block: list[str]) -> list[str]:
    if len(block) > 1:
        return [" | ".join(cell.strip() for cell in block)]
    return [sentence.strip() for sentence in _END.split(block[0])]


def read_contract(folder: Path) -> list[Promise] | None:
    """What a grader's folder says of the sentences; None if it says nothing.

    Raises `GraderError` with what is wrong in the file.
    """
    path = folder / CONTRACT
    if not path.is_file():
        return None
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return [_promise(entry) for entry in data.get("sentence", [])]
    except (ValueError, TypeError, KeyError) as error:
        raise GraderError(f"{path}: {error}") from error


def _promise(entry: dict[str, object]) -> Promise:
    says, explains = entry.get("says"), entry.get("explains", "")
    broken_by = entry.get("broken_by", [])
    if not (isinstance(says, str) and isinstance(explains, str) and isinstance(broken_by, list)):
        raise ValueError("`says` and `explains` are strings, `broken_by` is a list of ids")
    if unknown := entry.keys() - {"says", "explains", "broken_by"}:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    if broken_by and explains:
        raise ValueError(f"`{says}` is either broken by something or asks for nothing")
    return Promise(says, tuple(map(str, broken_by)), explains)


def contract_text(promises: Iterable[Promise]) -> str:
    """The file that says this."""
    return "\n".join(map(_entry, promises))


def _entry(promise: Promise) -> str:
    """An entry, with TOML's basic strings, which are JSON's."""
    lines = ["[[sentence]]", f"says = {json.dumps(promise.says, ensure_ascii=False)}"]
    if promise.explains:
        lines.append(f"explains = {json.dumps(promise.explains, ensure_ascii=False)}")
    else:
        lines.append(f"broken_by = {json.dumps(list(promise.broken_by))}")
    return "\n".join(lines) + "\n"
