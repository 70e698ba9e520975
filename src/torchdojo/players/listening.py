"""Waiting for a player's reply: until its deadline, its end, or a frame that is none."""

import os
import selectors
from typing import TYPE_CHECKING

from torchdojo.errors import GraderError
from torchdojo.players import wire
from torchdojo.players.clock import TICK
from torchdojo.players.launching import Launcher
from torchdojo.players.replies import (
    Answer,
    At,
    Broken,
    Crashed,
    Loaded,
    Malformed,
    Ready,
    Reply,
    TimedOut,
    decode_reply,
)

if TYPE_CHECKING:
    from torchdojo.players.client import Player

_START_PATIENCE = 60.0
"""Getting ready is the engine's work: on a busy machine it must not eat a student's time."""
GRACE = 2.0


def answer(player: "Player", launcher: Launcher, seconds: float) -> Answer:
    """Wait for the player's next answer, for `seconds` of its own time.

    Raises `GraderError` if the player failed before any student code ran in it.
    """
    if not player.ready:
        _wait_until_ready(player, launcher)
    if not player.loaded:
        player.allow(player.loading_seconds)
        reply = _loading(player, launcher)
        if isinstance(reply, TimedOut):
            return TimedOut(loading=True, at=player.at)
        if isinstance(reply, Crashed):
            return Crashed(reply.code, player.at)
        if not isinstance(reply, Loaded):
            return _in_turn(reply)
        player.loaded, player.account = True, reply.account
    player.allow(seconds)
    return _in_turn(_reply(player, launcher))


def _loading(player: "Player", launcher: Launcher) -> Reply:
    """What a player says last while it loads its program; before, it says how far it is."""
    while isinstance(reply := _reply(player, launcher), At):
        player.at = reply
        if player.clock.over():
            player.close()
            return TimedOut()
    return reply


def _in_turn(reply: Reply) -> Answer:
    if isinstance(reply, Ready | At | Loaded | Broken):
        return Malformed("the answer is out of turn")
    return reply


def _wait_until_ready(player: "Player", launcher: Launcher) -> None:
    player.allow(_START_PATIENCE)
    reply = _reply(player, launcher)
    if not isinstance(reply, Ready):
        player.close()
        what = reply.message if isinstance(reply, Broken | Malformed) else type(reply).__name__
        raise GraderError(f"a player could not be shut in: {what}")
    player.ready = True


def _reply(player: "Player", launcher: Launcher) -> Reply:
    if player.closed:
        return Crashed()
    try:
        frame = _await(player)
        return TimedOut() if frame is None else decode_reply(frame)
    except wire.ChannelClosed:
        code = launcher.exit_code(player.number, GRACE)
        player.drain()
        player.close()
        return Crashed(code)
    except wire.WireError as error:
        player.close()
        return Malformed(str(error))


def _await(player: "Player") -> wire.Frame | None:
    """The next frame, or None if it does not come in time: then the player is ended."""
    with selectors.PollSelector() as selector:
        selector.register(player.channel, selectors.EVENT_READ, "channel")
        selector.register(player.output, selectors.EVENT_READ, "output")
        while not player.frames.complete:
            ready = selector.select(TICK)
            if player.clock.over():
                player.close()
                return None
            for key, _ in ready:
                if key.data == "output":
                    _drain_or_forget(player, selector)
                else:
                    read(player)
        player.drain()
    return player.frames.take()


def _drain_or_forget(player: "Player", selector: selectors.BaseSelector) -> None:
    before = len(player.printed)
    player.drain()
    if len(player.printed) == before and not _more(player.output):
        selector.unregister(player.output)


def _more(output: int) -> bool:
    """Whether the pipe is still open for writing at the other end."""
    try:
        return bool(os.read(output, 2**16))
    except BlockingIOError:
        return True


def read(player: "Player") -> None:
    """Read what has come on the channel; raises `wire.WireError` if it has been closed."""
    try:
        data = player.channel.recv(2**20)
    except BlockingIOError:
        return
    except OSError:
        data = b""
    if not data:
        raise wire.ChannelClosed("the player closed its channel")
    player.frames.feed(data)
