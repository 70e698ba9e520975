"""A notebook's file as the little of it that is graded, in bounded time and memory.

nbformat reads all of a file, checks it against a schema, and mends it: 350 s and 1.3 GiB for
900,000 cells. Here pictures are cut out of the bytes, what is still large is decoded in a process
of its own under limits, and only cells with their sources, tags and nbgrader's metadata are kept.
nbformat then sees no more than that: it turns older formats into today's.
"""

import codecs
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from torchdojo.catalog import slimming
from torchdojo.catalog.files import read_file
from torchdojo.catalog.slimming import MAX_CELLS, Damaged
from torchdojo.catalog.syntax import parsed
from torchdojo.catalog.unreadable import Unreadable

MAX_FILE = 64 * 2**20
"""Bytes: a notebook may show many pictures."""
_HERE = 2**20
"""Bytes, without pictures, up to which a notebook is decoded in this process: at most 60 MB."""
_SECONDS = 60.0
"""However busy the machine is; what the process computes is limited to far less."""
_PICTURE = re.compile(
    rb'("image/(?:png|jpeg|gif|webp)"\s*:\s*)"[A-Za-z0-9+/=]*+(?:\\n[A-Za-z0-9+/=]*+)*+"'
)
_CELL = b'"cell_type"'
_AGAIN = "open it in JupyterLab, or take a fresh copy and paste your cells into it"


def read_notebook(path: Path, folder: Path, *, attachments: bool = False) -> dict[str, Any]:
    """The notebook `path` of the submission `folder`, slim, in nbformat 4; raises `Unreadable`."""
    data = read_file(path, folder, MAX_FILE, "clear its outputs")
    return slim_notebook(data, path.name, attachments=attachments)


def slim_notebook(data: bytes, name: str, *, attachments: bool = False) -> dict[str, Any]:
    """A notebook's JSON as ``{"cells": [...]}``; raises `Unreadable`.

    Each cell has ``cell_type`` (code, markdown or raw), ``source`` (str) and ``metadata`` with no
    more than ``tags`` and ``nbgrader``. Pictures attached to Markdown are kept if asked for.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable(f"`{name}` is UTF-16 text: save it with the encoding UTF-8.")
    if data.count(_CELL) > 2 * MAX_CELLS:
        raise _too_much(name, f"more than {MAX_CELLS} cells")
    data = data.removeprefix(codecs.BOM_UTF8)
    if not attachments:
        data = _PICTURE.sub(rb'\1""', data)
    try:
        found = slimming.slim(data) if len(data) <= _HERE else _slim_elsewhere(data)
        return found if found["nbformat"] == 4 else _upgraded(found)
    except slimming.TooMuch as error:
        raise _too_much(name, str(error)) from error
    except Damaged as error:
        raise Unreadable(_damaged(data, name, str(error))) from error


def _too_much(name: str, what: str) -> Unreadable:
    return Unreadable(f"`{name}` holds {what}: clear its outputs, or take a fresh copy.")


def _damaged(data: bytes, name: str, what: str) -> str:
    """What is wrong with a notebook; git's marks of a conflict are named by their line."""
    text = data.decode("utf-8", "replace")
    if text.strip() and not text.lstrip().startswith(("{", "[", "<")) and parsed(text) is not None:
        return f"`{name}` is Python text: rename it to `{name.removesuffix('.ipynb')}.py`."
    found = re.search(rb"^(?:<{7}|>{7}) ", data, re.MULTILINE)
    if found is not None:
        line = data.count(b"\n", 0, found.start()) + 1
        what = f"line {line} holds a merge marker of git"
    return f"`{name}` is a damaged notebook ({what}): {_AGAIN}."


def _slim_elsewhere(data: bytes) -> dict[str, Any]:
    """`slimming.slim` in a process that may not take long nor much memory."""
    command = [sys.executable, "-I", "-S", str(slimming.__file__)]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise slimming.TooMuch("more than can be read in a few seconds") from None
    if done.returncode == slimming.DAMAGED:
        raise Damaged(done.stdout.decode(errors="replace")[:200])
    if done.returncode == slimming.TOO_MUCH:
        raise slimming.TooMuch(done.stdout.decode(errors="replace")[:200])
    if done.returncode != 0:
        raise slimming.TooMuch("more than can be read")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _upgraded(found: dict[str, Any]) -> dict[str, Any]:
    """A notebook of an older format, slim already, as nbformat turns it into today's."""
    import nbformat  # a second of its own, and hardly any notebook needs it

    try:
        old = nbformat.from_dict(found)
        return slimming.slimmed(json.loads(json.dumps(nbformat.convert(old, 4))))
    except Exception as error:
        raise Damaged(type(error).__name__) from error
