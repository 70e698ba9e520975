"""What tests of players share: asking one program one probe, without pytest around it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torchdojo.catalog import Code, code_of_cells, code_of_text
from torchdojo.players.account import Fate
from torchdojo.players.client import Troupe
from torchdojo.players.connection import HostConnection
from torchdojo.players.host_process import HostProcess
from torchdojo.players.limits import Limits
from torchdojo.players.packages import WORDS
from torchdojo.players.replies import Answer, Returned
from torchdojo.referee.asking import Actor, Question
from torchdojo.referee.pool import Pool, Setting


@dataclass(frozen=True)
class Played:
    """What came of a program: the reply to the probe, the account, and what it printed."""

    reply: Answer
    account: tuple[Fate, ...]
    printed: str

    @property
    def value(self) -> Any:
        """What the probe returned."""
        assert isinstance(self.reply, Returned), (self.reply, self.account)
        return self.reply.value


@dataclass(frozen=True)
class Playground:
    """Players of one host, at the strongest level of this machine."""

    troupe: Troupe

    def answers(self, code: Code, *probes: Callable[..., Any]) -> list[Answer]:
        """What one player that runs `code` answers to several probes, one after the other."""
        setting = Setting("track/program", 7, "cpu", Limits(seconds=60, loading_seconds=60), ())
        actor = Actor(Pool(self.troupe, 0), code, setting, 7)
        try:
            return [actor.ask(Question.of_probe(probe, ())) for probe in probes]
        finally:
            actor.close()

    def play(
        self, code: Code, probe: Callable[..., Any], *args: Any, seconds: float = 60
    ) -> Played:
        """Ask `code` one probe."""
        setting = Setting(
            "track/program", 7, "cpu", Limits(seconds=60, loading_seconds=seconds), ()
        )
        actor = Actor(Pool(self.troupe, 0), code, setting, 7)
        try:
            reply = actor.ask(Question.of_probe(probe, args))
            return Played(reply, actor.account, actor.printed)
        finally:
            actor.close()

    def module(self, text: str, probe: Callable[..., Any], *args: Any, **more: Any) -> Played:
        """Ask a module with this text."""
        return self.play(code_of_text(text, "program.py"), probe, *args, **more)

    def beside(self, folder: Path, text: str, probe: Callable[..., Any], **more: Any) -> Played:
        """Ask a module that was handed in with the other files of `folder`."""
        code = code_of_text(text, str(folder / "program.py"), str(folder))
        return self.play(code, probe, **more)

    def notebook(
        self, cells: Sequence[str], probe: Callable[..., Any], *args: Any, **more: Any
    ) -> Played:
        """Ask a notebook with these code cells."""
        code = code_of_cells([(cell, ()) for cell in cells], "program.ipynb")
        return self.play(code, probe, *args, **more)


@contextmanager
def playground(packages: Iterable[str] = WORDS) -> Iterator[Playground]:
    """A host that has imported `packages`, and its players, which end with the block."""
    process = HostProcess(packages=packages)
    connection = HostConnection(process.connection, process)
    troupe = Troupe(connection, packages=frozenset(packages))
    try:
        yield Playground(troupe)
    finally:
        troupe.close()
        connection.close()
        process.stop()


def bound(module: Any) -> Any:
    """The names that a program has bound, and what they are of"""
    kept = ("In", "Out", "exit", "quit", "open", "get_ipython")
    names = {
        name: type(value).__name__
        for name, value in vars(module).items()
        if not name.startswith("_") and name not in kept
    }
    return dict(sorted(names.items()))
