"""The player: loads a student's code, runs probes on it, sends back what happened.

Nothing in this process is trusted. It is told where to shut itself in, what to load and what to
run; its answers are evidence that the referee compares.
"""

import builtins
import multiprocessing
import os
import random
import shutil
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch

from torchdojo.players import sharing, wire
from torchdojo.players.belongings import bring
from torchdojo.players.isolation import Enclosure, Level
from torchdojo.players.limits import Limits
from torchdojo.players.loading import load_module, load_probe
from torchdojo.players.replies import (
    LONGEST_MESSAGE,
    LONGEST_NAME,
    MOST_FRAMES,
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

_equal = torch.equal
_FONTS = ".cache/matplotlib"
_NO_MEMORY = ("can't allocate memory", "not enough memory", "Cannot allocate memory")


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
        _furnish(home, user, order)
        if enclosure.level is Level.CONFINED:
            sharing.share_by_value()
        home, refusals = enclosure.confine(bounds, user, home, order["readable"], order["device"])
        _hand_over(notices, refusals)
        _move_in(home, order)
        channel.sendall(encode_reply(Ready()))
        _serve(channel, frames, order)
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


def _furnish(home: Path, user: int, order: dict[str, Any]) -> None:
    """Copy what the player finds in its home from places that it will not see."""
    fonts = os.environ.get("TORCHDOJO_FONTS")
    if fonts and Path(fonts).is_dir():
        shutil.copytree(fonts, home / _FONTS, dirs_exist_ok=True)
    if order["folder"]:
        bring(Path(order["folder"]), home, user if os.geteuid() == 0 else None)


def _move_in(home: Path, order: dict[str, Any]) -> None:
    """Make `home` the only place to write: working directory, temporary files, caches."""
    os.environ.update(TMPDIR=str(home), HOME=str(home), MPLBACKEND="Agg", GLOO_SOCKET_IFNAME="lo")
    tempfile.tempdir = None
    os.environ["MPLCONFIGDIR"] = str(home / _FONTS)
    os.chdir(home)
    if order["folder"]:
        sys.path.append(str(home))
        order["filename"] = str(home / Path(order["filename"]).name)
    sys.argv = [str(order["filename"])]
    # What a new interpreter would have to import, a program of no module, it cannot find.
    multiprocessing.set_start_method("fork", force=True)


def _serve(channel: socket.socket, frames: wire.Frames, order: dict[str, Any]) -> None:
    _deterministic(order["device"])
    _seed(order["seed"])
    problem: Reply | None = None
    module = ModuleType(order["module"])
    try:
        load_module(module, order)
    except BaseException as error:
        problem = replace(_raised(error, order), loading=True)
    restore = _defaults()
    _try_to_send(channel, Loaded())
    while True:
        request = wire.receive(channel, frames)
        restore()
        _send(channel, problem or _perform(module, request, order))


def _deterministic(device: str) -> None:
    if device == "cuda":
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        torch.backends.cudnn.deterministic = True


def _defaults() -> Callable[[], None]:
    """What puts torch's global settings and the working directory back as they are now."""
    dtype, grad, place = torch.get_default_dtype(), torch.is_grad_enabled(), Path.cwd()
    device = torch.get_default_device()

    def restore() -> None:
        torch.set_default_dtype(dtype)
        torch.set_grad_enabled(grad)
        if torch.get_default_device() != device:
            torch.set_default_device(device)
        os.chdir(place)

    return restore


def _seed(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)


def _perform(module: ModuleType, request: dict[str, Any], order: dict[str, Any]) -> Reply:
    """Run one probe; return its value, or what it raised, as evidence."""
    try:
        probe = load_probe(request["source"], request["probe"])
        arguments = _placed(request["args"], order["device"])
        before = _copied(arguments)
        _seed(request["seed"])
        value = probe(module, *arguments)
        changed = (
            i for i, pair in enumerate(zip(before, arguments, strict=True)) if _differ(*pair)
        )
        return Returned(value, wire.devices(value), tuple(changed))
    except BaseException as error:
        return _absence(_raised(error, order), error, module)


def _absence(raised: Raised, error: BaseException, module: ModuleType) -> Raised:
    """With the name that the student's module lacks, and the notebook cell that may be to blame."""
    if not (isinstance(error, AttributeError) and error.obj is module):
        return raised
    first = module.__dict__.get("__first_error__")
    cell = f"{_kind(first)}: {_text(first)}" if isinstance(first, BaseException) else ""
    return replace(raised, absent=_short(error.name), first_error=cell[:LONGEST_MESSAGE])


def _send(channel: socket.socket, reply: Reply) -> None:
    _flush()
    try:
        data = encode_reply(reply)
    except wire.NotData as error:
        data = encode_reply(Unsendable(str(error)[:LONGEST_MESSAGE]))
    except BaseException as error:
        data = encode_reply(Unsendable(f"reading it: {_kind(error)}"))
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


def _raised(error: BaseException, order: dict[str, Any]) -> Raised:
    frames = traceback.extract_tb(error.__traceback__)
    lines = order["code"]["text"].splitlines()
    mine = [f for f in frames if f.filename == order["filename"]]
    message = _text(error)
    return Raised(
        kind=_kind(error),
        nearest=nearest(error),
        message=message,
        frames=tuple(_frame(f, lines) for f in mine[-MOST_FRAMES:]),
        # The stub raises it bare; torch's own, as for reading a `meta` tensor, has a message.
        missing=isinstance(error, NotImplementedError) and not message,
        memory=isinstance(error, MemoryError) or any(text in message for text in _NO_MEMORY),
        signature=isinstance(error, TypeError) and not mine,
    )


def _kind(error: BaseException) -> str:
    return _short(type(error).__name__)


def _short(name: object) -> str:
    return _plain(name)[:LONGEST_NAME] if isinstance(name, str) else "(no name)"


def _plain(text: str) -> str:
    """`text` as a plain `str`, whatever class it is of."""
    return str.encode(text, "utf-8", "backslashreplace").decode()


def _text(error: BaseException) -> str:
    try:
        return _plain(str(error))[:LONGEST_MESSAGE]
    except BaseException:
        return "(its message cannot be shown)"


def _frame(frame: traceback.FrameSummary, lines: list[str]) -> str:
    number = frame.lineno or 0
    text = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    return f"line {number}, in {frame.name[:LONGEST_NAME]}: {text[:160]}"


def _map(value: Any, on_tensor: Callable[[torch.Tensor], torch.Tensor]) -> Any:
    if isinstance(value, torch.Tensor):
        return on_tensor(value)
    if isinstance(value, list | tuple):
        return type(value)(_map(item, on_tensor) for item in value)
    if isinstance(value, dict):
        return {key: _map(item, on_tensor) for key, item in value.items()}
    return value.copy() if isinstance(value, np.ndarray) else value


def _placed(arguments: list[Any], device: str) -> Any:
    return _map(arguments, lambda t: t if t.device.type == "meta" else t.to(device))


def _copied(arguments: Any) -> Any:
    return _map(arguments, torch.Tensor.clone)


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
