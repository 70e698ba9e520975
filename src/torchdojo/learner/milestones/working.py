"""A student's programs at work for a milestone: each question is asked in a player."""

import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from torchdojo.catalog import Code, Collection, Exercise, Unreadable
from torchdojo.errors import DojoError
from torchdojo.learner.desk import Desk
from torchdojo.learner.milestones.finding import Milestone

if TYPE_CHECKING:
    from torchdojo.players.client import Troupe
    from torchdojo.players.launching import Launcher
    from torchdojo.referee.asking import Question

_LIMIT = 60.0
"""Seconds of own time for an answer: it is the student's own work, on the student's machine."""
_PROBE = "run_together"
_SEED = 1


@dataclass(frozen=True)
class Work:
    """What a milestone asks: a student's programs of the exercises that it needs."""

    milestone: Milestone
    desk: Desk
    troupe: "Troupe"

    @property
    def datasets(self) -> Path:
        """The folder ``datasets/``, which players may read."""
        return self.desk.collection.root / "datasets"

    def run(self, probe: Callable[..., Any], *args: Any) -> Any:
        """What ``probe(mine, *args)`` returns in a fresh player, as plain data.

        ``mine`` has the student's modules, by the names in `NEEDS`. Raises `DojoError` with the
        student's own error if there is one.
        """
        from torchdojo.players.limits import Limits
        from torchdojo.referee.asking import Actor
        from torchdojo.referee.judging import value_of
        from torchdojo.referee.pool import Pool, Setting
        from torchdojo.referee.verdict import Verdict

        codes = {name: self._code(one) for name, one in self.milestone.needs.items()}
        (first, exercise), *_ = self.milestone.needs.items()
        limits = Limits(seconds=_LIMIT, loading_seconds=_LIMIT)
        setting = Setting(exercise.id, _SEED, "cpu", limits, (str(self.datasets),))
        actor = Actor(Pool(self.troupe, 0), codes[first], setting, _SEED)
        others = {
            name: setting.order(code) | {"module": self.milestone.needs[name].name}
            for name, code in codes.items()
            if name != first
        }
        question = _question(probe, first, others, args)
        with closing(actor):
            reply = actor.ask(question)
            try:
                return _harmless(value_of(question, reply, actor.limit, actor.account))
            except Verdict as verdict:
                told = "\n".join(line for line in verdict.feedback if line)
                raise DojoError(
                    f"The milestone stopped in your code; `torchdojo check` scores it.\n{told}"
                ) from verdict

    def _code(self, exercise: Exercise) -> Code:
        try:
            return self.desk.code(exercise)
        except Unreadable as error:
            raise DojoError(str(error)) from error


def _question(
    probe: Callable[..., Any], first: str, others: dict[str, Any], args: tuple[Any, ...]
) -> "Question":
    from torchdojo.referee.asking import Question
    from torchdojo.referee.probes import probe_source

    wrapped = f"""
    def {_PROBE}(module, others, *args):
        from torchdojo.players.together import together

        return {probe.__name__}(together({first!r}, module, others), *args)
    """
    source = probe_source(probe) + textwrap.dedent(wrapped)
    words = (probe.__doc__ or probe.__name__).splitlines()[0]
    return Question(source, _PROBE, (others, *args), words, "What ran", probe.__name__)


def _harmless(value: Any) -> Any:
    """Plain data whose texts, which a program may have made, can be shown in a terminal."""
    from torchdojo.feedback.wording import clean

    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {_harmless(key): _harmless(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_harmless, value))
    return value


@contextmanager
def players(collection: Collection, *milestones: Milestone) -> Iterator["Troupe"]:
    """Players for these milestones, from a host of their own."""
    from torchdojo.players.client import Troupe
    from torchdojo.players.packages import likely
    from torchdojo.referee.warm import Wanted

    texts = [milestone.file.read_text("utf-8") for milestone in milestones]
    wanted = Wanted.by(collection, packages=likely(texts))
    with _launcher(wanted) as launcher:
        troupe = Troupe(launcher, 0, wanted.packages)
        with closing(troupe):
            yield troupe


@contextmanager
def _launcher(wanted: Any) -> Iterator["Launcher"]:
    if sys.platform != "linux":
        from torchdojo.players.detect import best_starter

        with closing(best_starter(wanted.levels, wanted.readable, wanted.secrets)) as starter:
            yield starter
        return
    from torchdojo.players.host_process import HostProcess

    host = HostProcess(**asdict(wanted))
    try:
        from torchdojo.players.connection import HostConnection

        with closing(HostConnection(host.connection, host)) as connection:
            yield connection
    finally:
        host.stop()
