"""Finding the strongest isolation that works on this machine, by trying it."""

import time

from torchdojo.errors import DojoError, GraderError
from torchdojo.players.client import Troupe
from torchdojo.players.isolation import Level
from torchdojo.players.launching import Launcher
from torchdojo.players.limits import Limits
from torchdojo.players.replies import Malformed, Raised, Returned, Unsendable

_PATIENCE = 60.0
_PROBE = "def probe(module):\n    return module.answer\n"


def trial(launcher: Launcher, level: Level) -> str | None:
    """Play one tiny order at `level`; return None if it went well, else what went wrong."""
    troupe = Troupe(launcher, level, spares=0)
    player = troupe.player()
    player.deadline = time.monotonic() + _PATIENCE
    code = {"text": "answer = 42\n", "cells": [[0, "answer = 42\n"]], "keep_going": False}
    order = {
        "module": "trial",
        "filename": "trial.py",
        "folder": "",
        "code": code,
        "seed": 0,
        "device": "cpu",
        "limits": Limits().as_data(),
        "readable": [],
    }
    player.send(order)
    player.send({"source": _PROBE, "probe": "probe", "args": [], "seed": 0})
    try:
        reply = troupe.answer(player)
    except GraderError as error:
        return str(error)
    said = bytes(player.printed).decode(errors="replace").strip().splitlines()[-1:]
    player.close()
    if isinstance(reply, Returned):
        return None if reply.value == 42 else "a player gives wrong answers"
    if isinstance(reply, Raised | Unsendable | Malformed):
        return reply.message
    return said[0] if said else f"the player ended ({reply})"


def best_level(launcher: Launcher) -> tuple[Level, dict[Level, str]]:
    """The strongest level that works here, and why each stronger one does not."""
    problems: dict[Level, str] = {}
    for level in Level:
        problem = trial(launcher, level)
        if problem is None:
            return level, problems
        problems[level] = problem
    reasons = "; ".join(f"{level.value}: {why}" for level, why in problems.items())
    raise DojoError(f"No player can be started here ({reasons}); run `torchdojo doctor`.")


def require_level(launcher: Launcher, level: Level) -> None:
    """Raise `DojoError` unless players work at exactly `level` here."""
    problem = trial(launcher, level)
    if problem is not None:
        raise DojoError(
            f"Isolation level `{level.value}` does not work on this machine ({problem}); "
            "run `torchdojo doctor` to see what does."
        )
