"""Running a notebook's cells once more, in a player, for what they show: never for a score."""

import base64
from collections.abc import Sequence
from typing import Any

from torchdojo.catalog import code_of_cells
from torchdojo.players.limits import Limits
from torchdojo.players.replies import Answer, Crashed, Returned, TimedOut
from torchdojo.referee.asking import Actor, Endings, Question
from torchdojo.referee.pool import Setting
from torchdojo.referee.stage import Stage

Shown = dict[str, Any]
_LIMITS = Limits(seconds=20.0)


def show_cell(module: Any, source: str, datasets: str) -> dict[str, Any]:
    """Runs one cell and keeps what it prints, returns, draws and raises"""
    from torchdojo.players.showing import show

    return show(source, datasets)


def rerun(stage: Stage, exercise: str, cells: Sequence[str]) -> list[Shown]:
    """What each cell shows, until one ends its player or never ends; ready for JSON.

    Each entry has ``printed`` (str), ``value`` (str or None), ``error`` (str or None) and
    ``images`` (PNG files in base64). The last one may tell why there are no more.
    """
    setting = Setting(exercise, 0, "cpu", _LIMITS, stage.readable)
    actor = Actor(stage.fresh, code_of_cells([], "notebook.ipynb"), setting, 0)
    datasets = str(stage.collection.root / "datasets")
    shown: list[Shown] = []
    try:
        for cell in cells:
            reply = actor.ask(Question.of_probe(show_cell, (cell, datasets)))
            shown.append(shown_of(reply))
            if isinstance(reply, Endings):
                break
    finally:
        actor.close()
    return shown


def shown_of(reply: Answer) -> Shown:
    """What a player says that a cell showed, checked: it may say anything."""
    found = reply.value if isinstance(reply, Returned) else None
    if not isinstance(found, dict):
        return _nothing(_why_not(reply))
    images = found.get("images")
    pictures = [i for i in images[:20] if _is_png(i)] if isinstance(images, list) else []
    texts = {key: _text(found.get(key)) for key in ("printed", "value", "error")}
    return {
        **texts,
        "printed": texts["printed"] or "",
        "images": [base64.b64encode(picture).decode() for picture in pictures],
    }


def _why_not(reply: Answer) -> str:
    if isinstance(reply, TimedOut):
        return f"Stopped after {_LIMITS.seconds:g} s; the cells below were not run."
    if isinstance(reply, Crashed):
        return "The code ended its process; the cells below were not run."
    return "What this cell shows cannot be read."


def _nothing(why: str) -> Shown:
    return {"printed": "", "value": None, "error": why, "images": []}


def _text(value: object) -> str | None:
    return value[:20_000] if isinstance(value, str) else None


def _is_png(value: object) -> bool:
    return isinstance(value, bytes) and value.startswith(b"\x89PNG\r\n")
