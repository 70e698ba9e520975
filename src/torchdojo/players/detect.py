"""Trying whether players work, as a launcher shuts them in."""

from collections.abc import Sequence

from torchdojo.errors import GraderError
from torchdojo.players.client import Troupe
from torchdojo.players.connection import no_level
from torchdojo.players.isolation import Level
from torchdojo.players.launching import Launcher, Starter
from torchdojo.players.limits import Limits
from torchdojo.players.replies import Malformed, Raised, Returned, Unsendable

_PATIENCE = 60.0
_PROBE = "def probe(module):\n    return module.answer\n"


def trial(launcher: Launcher) -> str | None:
    """Play one tiny order; return None if it went well, else what went wrong."""
    troupe = Troupe(launcher, spares=0)
    player = troupe.player()
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
        "talks": True,
    }
    player.send(order)
    player.send({"source": _PROBE, "probe": "probe", "args": [], "seed": 0})
    try:
        reply = troupe.answer(player, _PATIENCE)
    except GraderError as error:
        return str(error)
    said = bytes(player.printed).decode(errors="replace").strip().splitlines()[-1:]
    player.close()
    if isinstance(reply, Returned):
        return None if reply.value == 42 else "a player gives wrong answers"
    if isinstance(reply, Raised | Unsendable | Malformed):
        return reply.message
    return said[0] if said else f"the player ended ({reply})"


def best_starter(
    levels: Sequence[str], readable: Sequence[str] = (), secrets: Sequence[str] = ()
) -> Starter:
    """Starts players at the first of `levels` that works; raises `DojoError` if none does."""
    problems: dict[Level, str] = {}
    for level in map(Level, levels):
        starter = Starter(level, readable, secrets)
        problem = trial(starter)
        if problem is None:
            return starter
        starter.close()
        problems[level] = problem
    raise no_level(problems)
