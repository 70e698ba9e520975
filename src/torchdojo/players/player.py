"""The player: loads a student's code, runs probes on it, sends back what happened.

Nothing in this process is trusted. It is told where to shut itself in, what to load and what to
run; its answers are evidence that the referee compares.
"""

import builtins
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch

from torchdojo.players import sharing, switches, wire
from torchdojo.players.absence import absence
from torchdojo.players.isolation import Enclosure, Level
from torchdojo.players.limits import Limits
from torchdojo.players.loading import Program, load_probe
from torchdojo.players.plain import copied, mapped
from torchdojo.players.replies import (
    LONGEST_MESSAGE,
    At,
    Broken,
    Loaded,
    Raised,
    Ready,
    Reply,
    Returned,
    Unsendable,
    encode_reply,
    nearest,
)
from torchdojo.players.source import kind_of, suggestion, text_of
from torchdojo.players.statements import Statement
from torchdojo.players.stumbles import refuses, stumbled, what_came_back
from torchdojo.players.surroundings import furnish, move_in

_equal = torch.equal
_NO_MEMORY = ("can't allocate memory", "not enough memory", "Cannot allocate memory")

_BRIEFLY = 0.2
"""Seconds; what took longer is not done again for the sake of a sentence."""


def play(
    channel: socket.socket,
    notices: socket.socket,
    enclosure: Enclosure,
    user: int,
    place: Path,
) -> None:
    """Serve one order and its probes until the channel closes; never returns.

    `notices` leads to the warden, `user` is who this process will be at `full`, `place` its home
    elsewhere.
    """
    frames = wire.Frames()
    try:
        home = enclosure.settle(Limits(), user, place)
        order = wire.receive(channel, frames)
        bounds = Limits(**order["limits"])
        furnish(home, user, order["folder"])
        if enclosure.level is Level.CONFINED:
            sharing.share_by_value()
        places, talks = order["readable"], order["talks"]
        home, refusals = enclosure.confine(bounds, user, home, places, order["device"], talks=talks)
        _hand_over(notices, refusals)
        move_in(home, order)
        channel.sendall(encode_reply(Ready()))
        _serve(channel, frames, order, home)
    except wire.ChannelClosed:
        pass
    except BaseException as error:
        _try_to_send(channel, Broken(f"{type(error).__name__}: {error}"[:LONGEST_MESSAGE]))
    finally:
        os._exit(0)


def _hand_over(notices: socket.socket, refusals: int | None) -> None:
    """Give the warden the descriptor that tells of refused system calls, and keep neither."""
    if refusals is not None:
        socket.send_fds(notices, [b"!"], [refusals])
        os.close(refusals)
    notices.close()


def _serve(channel: socket.socket, frames: wire.Frames, order: dict[str, Any], home: Path) -> None:
    _deterministic(order["device"])
    own = switches.state()
    switches.seed(order["seed"])
    program = Program(order, lambda statement: _tell(channel, statement), home)
    program.load()
    _try_to_send(channel, Loaded(tuple(program.account)))
    place = _here(home)
    while True:
        request = wire.receive(channel, frames)
        switches.set_back(own)
        os.chdir(place)
        _send(channel, _perform(program, request, order["device"]))


def _tell(channel: socket.socket, statement: Statement) -> None:
    """Say which statement's turn it is, in case it never ends."""
    said = At(statement.number, statement.line, statement.cell, statement.text)
    channel.sendall(encode_reply(said))


def _here(otherwise: Path) -> Path:
    try:
        return Path.cwd()
    except OSError:  # the program has removed the folder that it was in
        return otherwise


def _deterministic(device: str) -> None:
    if device == "cuda":
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        torch.backends.cudnn.deterministic = True


def _perform(program: Program, request: dict[str, Any], device: str) -> Reply:
    """Run one probe; return its value, or what it raised, as evidence."""
    if program.unreadable is not None:
        return replace(_raised(program.unreadable, program), loading=True, blame=0)

    def ask() -> Returned:
        with torch.inference_mode(False):
            return _returned(program.module, request, device)

    began = time.perf_counter()
    try:
        return ask()
    except BaseException as error:
        reply = replace(_raised(error, program), **absence(error, program))
        if reply.absent or not stumbled(error, program.module, program.home):
            return reply
    returned = ""
    if time.perf_counter() - began < _BRIEFLY:
        with _in_silence():
            returned = what_came_back(ask, program.source.filename)
    return replace(reply, stumbled=True, returned=returned)


@contextmanager
def _in_silence() -> Iterator[None]:
    """Nothing is printed meanwhile that was printed before."""
    _flush()
    kept, nothing = [os.dup(1), os.dup(2)], os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        yield
        _flush()
    finally:
        os.dup2(kept[0], 1)
        os.dup2(kept[1], 2)
        for descriptor in (*kept, nothing):
            os.close(descriptor)


def _returned(module: ModuleType, request: dict[str, Any], device: str) -> Returned:
    probe = load_probe(request["source"], request["probe"])
    arguments = _placed(request["args"], device)
    before = copied(arguments)
    switches.seed(request["seed"])
    value = probe(module, *arguments)
    changed = (i for i, pair in enumerate(zip(before, arguments, strict=True)) if _differ(*pair))
    return Returned(value, wire.devices(value), tuple(changed))


def _send(channel: socket.socket, reply: Reply) -> None:
    _flush()
    try:
        data = encode_reply(reply)
    except wire.NotData as error:
        data = encode_reply(Unsendable(str(error)[:LONGEST_MESSAGE]))
    except BaseException as error:
        data = encode_reply(Unsendable(f"reading it: {kind_of(error)}"))
    channel.sendall(data)


def _try_to_send(channel: socket.socket, reply: Reply) -> None:
    try:
        channel.sendall(encode_reply(reply))
    except OSError:
        return


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            continue


def _raised(error: BaseException, program: Program) -> Raised:
    frames, message = program.source.shown(error), text_of(error)
    return Raised(
        kind=kind_of(error),
        nearest=nearest(error),
        message=message,
        frames=frames,
        # The stub raises it bare; torch's own, as for reading a `meta` tensor, has a message.
        missing=isinstance(error, NotImplementedError) and not message,
        memory=isinstance(error, MemoryError) or any(text in message for text in _NO_MEMORY),
        signature=refuses(error, program.module) and not frames,
        suggestion=suggestion(error),
    )


def _placed(arguments: list[Any], device: str) -> Any:
    return mapped(arguments, lambda t: t if t.device.type == "meta" else t.to(device))


def _differ(before: Any, after: Any) -> bool:
    if isinstance(before, torch.Tensor):
        if before.shape != after.shape or before.dtype != after.dtype:
            return True
        return before.device.type != "meta" and not _same_bits(before, after)
    if isinstance(before, list | tuple):
        return len(before) != len(after) or any(map(_differ, before, after))
    if isinstance(before, dict):
        return before.keys() != after.keys() or any(_differ(before[k], after[k]) for k in before)
    if isinstance(before, np.ndarray):
        return not np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
    return bool(before != after)


def _same_bits(before: torch.Tensor, after: torch.Tensor) -> bool:
    if before.is_floating_point():
        before, after = before.nan_to_num(nan=0.5), after.nan_to_num(nan=0.5)
    return builtins.bool(_equal(before, after))
