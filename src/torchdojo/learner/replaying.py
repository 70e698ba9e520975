"""A Python prompt with the student's module loaded, and the call that a check was lost on.

``python -m torchdojo.learner.replaying FILE`` opens one in a process of its own: see `order`.
"""

import asyncio
import base64
import code
import inspect
import json
import sys
import tempfile
import traceback
import types
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from torchdojo.catalog import Code, Collection, Unreadable
from torchdojo.learner.verdicts import Checked, Failing, checked

MODULE = "student"


@dataclass(frozen=True)
class Replay:
    """What is bound at the prompt, and which names of it stand for the call that was lost."""

    names: dict[str, Any]
    bound: tuple[str, ...]


def replay_of(program: Code, failing: Failing | None) -> Replay:
    """The module and its names, and of the call `args`, each argument by its name, and `again`.

    The student's program is loaded here, in this process, without any limits.
    """
    module = types.ModuleType(MODULE)
    module.__file__ = program.filename
    sys.modules[MODULE] = module
    sys.path.insert(0, program.folder or ".")
    _load(program, module)
    names = {name: value for name, value in vars(module).items() if not name.startswith("__")}
    names |= {"__name__": "__console__", MODULE: module}
    call = _call(failing, module) if failing is not None else {}
    return Replay(names | call, tuple(name for name in call if name != "again"))


def prompt(program: Code, checks: Iterable[Checked]) -> None:
    """Say what is bound, then read and run lines until Ctrl-D."""
    lost = next((check for check in checks if check.failing is not None), None)
    print("Your code runs in this process, without the sandbox and its limits.")
    replay = replay_of(program, None if lost is None else lost.failing)
    if sys.stdin.isatty():
        _complete(replay.names)
    banner = _banner(replay.bound, "" if lost is None else lost.feedback)
    code.interact(banner, local=replay.names, exitmsg="")


def _banner(bound: tuple[str, ...], feedback: str) -> str:
    if not bound:
        return "No check was lost on a call: only your module is loaded. Ctrl-D ends."
    names = ", ".join(f"`{name}`" for name in bound)
    return f"{feedback}\n{names} are bound; `again()` asks once more. Ctrl-D ends."


def order(root: Path, submission: Path, id: str, checks: Iterable[Checked]) -> str:
    """What a process of its own is to be told in a file, to open a prompt for exercise `id`."""
    told = {"root": str(root), "submission": str(submission), "id": id}
    return json.dumps(told | {"checks": [asdict(check) for check in checks]})


def main(file: str) -> None:
    """Open the prompt that is ordered in `file`."""
    from torchdojo.referee.handed_in import handed_in

    told = json.loads(Path(file).read_text("utf-8"))
    exercise = Collection(Path(told["root"])).exercises[told["id"]]
    try:
        program = handed_in(exercise, Path(told["submission"]))
    except Unreadable as error:
        print(error)
        return
    prompt(program, [checked(check) for check in told["checks"]])


def _load(program: Code, module: types.ModuleType) -> None:
    """Run the program; what it bound before an error stays."""
    if program.keep_going:
        _load_notebook(program, module)
        return
    try:
        for _, text in program.cells:
            exec(compile(text, program.filename, "exec"), vars(module))
    except (Exception, SystemExit):
        _show_error(program.filename)


def _load_notebook(program: Code, module: types.ModuleType) -> None:
    """Run its cells as the checks do: commands that would start programs do nothing."""
    from torchdojo.players.shell import awaken

    prompts = {name: getattr(sys, name, None) for name in ("ps1", "ps2")}
    with tempfile.TemporaryDirectory(prefix="torchdojo-") as home:
        shell = awaken(Path(home), module)
        for _, cell in program.cells:
            asyncio.run(shell.run(cell))
    for name, value in prompts.items():
        setattr(sys, name, value) if value is not None else delattr(sys, name)


def _show_error(filename: str) -> None:
    """The error as Python shows it, from the student's first line on."""
    kind, error, place = sys.exc_info()
    while place is not None and place.tb_frame.f_code.co_filename != filename:
        place = place.tb_next
    sys.stderr.write("".join(traceback.format_exception(kind, error, place)))
    sys.stderr.write("What stands above that line is loaded.\n")


def _call(failing: Failing, module: types.ModuleType) -> dict[str, Any]:
    """The arguments, as `args` and by their names, and a function that asks once more."""
    from torchdojo.players.decoding import decode

    args = tuple(decode(failing.header.encode(), base64.b64decode(failing.body)))
    if failing.called:
        asked = _found(module, failing.about)

        def again() -> Any:
            """Call it again, with the same arguments."""
            return _found(module, failing.about)(*args)

        named = dict(zip(_parameters(asked), args, strict=False))
        return named | {"args": args, "again": again}
    probe = _probe(failing)

    def again_probed() -> Any:
        """Run what the check ran, with the same arguments."""
        return probe(module, *args)

    named = dict(zip(_parameters(probe)[1:], args, strict=False))
    return named | {"args": args, "probe": probe, "again": again_probed}


def _found(module: types.ModuleType, name: str) -> Any:
    """A function of the module, or ``Class.method``; None if it is not there."""
    value: Any = module
    for part in name.split("."):
        value = getattr(value, part, None)
    return value


def _parameters(function: Any) -> list[str]:
    try:
        return list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return []


def _probe(failing: Failing) -> Any:
    """The probe, which is the collection's own code."""
    names: dict[str, Any] = {}
    exec(compile(failing.source, "<probe>", "exec"), names)
    return names[failing.probe]


def _complete(names: dict[str, Any]) -> None:
    try:
        import readline
        import rlcompleter
    except ImportError:
        return
    readline.set_completer(rlcompleter.Completer(names).complete)
    readline.parse_and_bind("tab: complete")


if __name__ == "__main__":
    main(*sys.argv[1:])
