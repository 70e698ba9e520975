"""What a program finds around it: a home to write in, the files beside it, no screen, no person."""

import bdb
import multiprocessing
import multiprocessing.context
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from torchdojo.players import late
from torchdojo.players.belongings import bring
from torchdojo.players.root import USER

_CACHES = {
    "MPLCONFIGDIR": ".cache/matplotlib",
    "TORCH_HOME": ".cache/torch",
    "TORCHINDUCTOR_CACHE_DIR": ".cache/inductor",
    "TRITON_CACHE_DIR": ".cache/triton",
    "HF_HOME": ".cache/huggingface",
    "XDG_CACHE_HOME": ".cache",
    "IPYTHONDIR": ".ipython",
}


def furnish(home: Path, user: int, folder: str) -> None:
    """Copy what a player finds in its `home` from places that it will not see."""
    fonts = os.environ.pop("TORCHDOJO_FONTS", None)
    if fonts and Path(fonts).is_dir():
        shutil.copytree(fonts, home / _CACHES["MPLCONFIGDIR"], dirs_exist_ok=True)
    if folder:
        bring(Path(folder), home, user if os.geteuid() == 0 else None)


def move_in(home: Path, order: dict[str, Any]) -> None:
    """Make `home` the only place to write: temporary files, caches, working directory."""
    os.environ.update({name: str(home / place) for name, place in _CACHES.items()})
    os.environ.update(TMPDIR=str(home), HOME=str(home), MPLBACKEND="Agg", GLOO_SOCKET_IFNAME="lo")
    tempfile.tempdir = None
    os.environ.update(dict.fromkeys(("USER", "LOGNAME", "USERNAME"), USER))
    os.environ.update(SHELL="/bin/sh", LANG=os.environ.get("LANG", "C.UTF-8"), PWD=str(home))
    os.getlogin = lambda: USER  # there is no terminal at which anybody has logged in
    os.chdir(home)
    sys.path.append(str(home))
    if order["folder"]:
        order["filename"] = str(home / Path(order["filename"]).name)
    sys.argv = [str(order["filename"])]
    _fork_every_worker()
    _no_debugger()
    late.arrange()


def _fork_every_worker() -> None:
    """Whatever way of starting processes a program asks for, they are forked.

    What a new interpreter would have to import, a program of no module, it cannot find; and to
    start one takes seconds. Nothing is set yet, so a program may set its way once, as anywhere.
    """
    context = multiprocessing.context
    fork = context._concrete_contexts["fork"]  # type: ignore[attr-defined]
    for name in ("spawn", "forkserver"):
        context._concrete_contexts[name] = fork  # type: ignore[attr-defined]
    multiprocessing.set_start_method(None, force=True)
    context._default_context._default_context = fork  # type: ignore[attr-defined]


def _no_debugger() -> None:
    """A debugger would wait for commands, and stop on a line that is not to blame."""

    def set_trace(*_: object, **__: object) -> None:
        raise bdb.BdbQuit("a debugger waits for commands, which nobody gives here")

    bdb.Bdb.set_trace = set_trace  # type: ignore[method-assign]
    sys.breakpointhook = set_trace
