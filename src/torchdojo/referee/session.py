"""What a pytest run of graders shares: the host, the stage, the seed, the devices."""

import inspect
import random
import sys
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from torchdojo.catalog import Code, Collection, Exercise
from torchdojo.catalog.gates import checks_of, gates
from torchdojo.errors import DojoError
from torchdojo.players.isolation import Level
from torchdojo.referee.engine_log import note_host, open_log
from torchdojo.referee.onwards import next_after
from torchdojo.referee.options import only_looks
from torchdojo.referee.programs import Program, read_programs
from torchdojo.referee.results import GATE, KEY, Check, Graded, Report, Results, score_exercises
from torchdojo.referee.selection import chosen_exercises, root_of
from torchdojo.referee.settling import settled
from torchdojo.referee.verdict import Verdict
from torchdojo.referee.warm import Wanted, WarmHost, host_for, packages_of

ABSENT = "accelerator"
GRADED = pytest.StashKey[Graded]()


class Session:
    """One run of graders: in the main process, or in an xdist worker."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.option = config.option
        self.collection = Collection(root_of(config))
        self.submission = self._submission()
        given: dict[str, Any] = getattr(config, "workerinput", {}).get("torchdojo", {})
        self.seed: int = given.get("seed", self.option.seed)
        released = self.collection.release_seed
        if released is not None:
            if self.seed not in (None, released):
                raise DojoError(f"A release knows the answers for --seed {released} only.")
            self.seed = released
        if self.seed is None:
            self.seed = random.SystemRandom().randrange(10**15)
        self.settled: set[tuple[int, str]] = set()
        """The places, among programs, of those of which enough is known."""
        self._host: Any = None
        self._warm: WarmHost | None = None
        self._broker: Any = None
        self._closed = False
        self._address: Any = given.get("host")
        self.level: dict[str, Any] | None = None
        if self.option.engine_log is not None:
            open_log(Path(config.invocation_params.dir, self.option.engine_log))
        if self._forks and not given and not only_looks(config):
            self._start_host()

    def _submission(self) -> Path:
        if self.option.submission is None:
            return self.collection.root / "exercises"
        given = Path(self.option.submission)
        folder = (self.config.invocation_params.dir / given).resolve()
        if not folder.is_dir():
            raise DojoError(
                f"--submission: there is no folder {folder}: name the folder that holds the "
                "student's `01_tensors/`, `02_...` and so on."
            )
        return folder

    @property
    def _forks(self) -> bool:
        mode = self.option.players or ("fork" if sys.platform == "linux" else "start")
        return bool(mode == "fork")

    def _start_host(self) -> None:
        if self.option.engine_log is None:  # a warm host's log tells of other runs too
            self._warm = host_for(self._wanted)
        if self._warm is None:
            from torchdojo.players.host_process import HostProcess

            self._host = HostProcess(**asdict(self._wanted))

    @cached_property
    def _wanted(self) -> Wanted:
        packages = packages_of(chosen_exercises(self.config, self.collection))
        return Wanted.by(self.collection, self.option.isolation, packages)

    def for_worker(self) -> dict[str, Any]:
        """What an xdist worker must know, as plain data."""
        if self._host is None:
            return {"seed": self.seed}
        if self._broker is None:
            from torchdojo.players.broker import Broker

            self._broker = Broker(self._host)
        return {"seed": self.seed, "host": (self._broker.path, self._broker.secret)}

    @cached_property
    def _launcher(self) -> Any:
        """What starts players; waits for the host, or for the trial of one player."""
        if self._address is not None:
            from torchdojo.players.broker import introduced

            return introduced(*self._address)
        if self._warm is not None or self._host is not None:
            from torchdojo.players.connection import HostConnection

            if self._warm is not None:
                return HostConnection(self._warm.connection, level=self._warm.level)
            return HostConnection(self._host.connection, self._host)
        from torchdojo.players.detect import best_starter

        wanted = self._wanted
        return best_starter(wanted.levels, wanted.readable, wanted.secrets)

    def another_connection(self) -> Any:
        """A further connection to the host for a child of this process; None without a host."""
        if self._closed or not (self._host or self._warm or self._address):
            return None
        return self._launcher.introduce()

    def start_over(self, connection: Any) -> Any:
        """In a child of the process that began the run, leave all to the parent but `connection`.

        Returns what the parent goes on with.
        """
        from torchdojo.players.connection import HostConnection

        parents = self._launcher, self.__dict__.pop("stage", None), self._host, self._broker
        self._host = self._broker = self._warm = None
        self.__dict__["_launcher"] = HostConnection(connection, level=self._launcher.level)
        return parents

    @cached_property
    def stage(self) -> Any:
        """The players and programs of this run; waits for the host."""
        from torchdojo.players.client import Troupe
        from torchdojo.referee.stage import Stage

        launcher = self._launcher
        level: Level = launcher.level
        least = Level(self.option.require_isolation)
        if not level.at_least(least):
            raise DojoError(
                f"Isolation `{least.value}` is required but this machine gives `{level.value}`: "
                "run `torchdojo doctor` to see what is missing."
            )
        if level is Level.CONFINED and self.collection.release_seed is None:
            self._keep_secrets()
        self.level = {"level": level.value, "layers": list(level.layers)}
        host = self._wanted if self._warm is None else self._warm.wanted
        troupe = Troupe(launcher, spares=2 if self._forks else 0, packages=host.packages)
        return Stage(self.collection, self.submission, self.seed, troupe)

    def _keep_secrets(self) -> None:
        """Raise `DojoError` if players could read the graders or the solutions."""
        from torchdojo.players.isolation import exposed

        for name in ("graders", "solutions"):
            if place := exposed(self.collection.root / name):
                raise DojoError(
                    f"`{name}/` lies in {place}, which students' code can read: move the "
                    "collection to a folder of your own."
                )

    def close(self) -> None:
        """End the players and, where this process started it, the host."""
        self._closed = True
        if "stage" in self.__dict__:
            self.stage.kept.close()
            self.stage.mistaking.close()
            self.stage.troupe.close()
        if "_launcher" in self.__dict__:
            self._launcher.close()
        if self._broker is not None:
            self._broker.close()
        if self._host is not None:
            note_host(self._host.said())
            self._host.stop()

    @cached_property
    def devices(self) -> list[str]:
        """The devices that device checks run on; the last is `ABSENT` where there is none."""
        wanted = self.option.device
        if wanted == "cpu" or self.collection.release_seed is not None:
            return ["cpu"]
        found = accelerator()
        if wanted == "auto":
            return ["cpu", found or ABSENT]
        if wanted != found:
            raise pytest.UsageError(f"--device {wanted}: torch finds no such device here.")
        return [wanted]

    def owns(self, item: Any) -> bool:
        """Whether a pytest item is a check of an exercise."""
        return self.id_of(item) in self.collection.exercises

    def id_of(self, item: Any) -> str:
        """The id of the exercise that an item checks, or an empty text."""
        folder = Path(item.path).parent.resolve()
        graders = self.collection.root / "graders"
        return folder.relative_to(graders).as_posix() if folder.is_relative_to(graders) else ""

    def id_of_node(self, node: str) -> str:
        """The id of the exercise that the node of this id checks, or an empty text."""
        folder = (self.config.rootpath / node.split("::")[0]).parent.resolve()
        id = "/".join(folder.parts[-2:])
        return id if id in self.collection.exercises else ""

    def exercise_of(self, item: Any) -> Exercise:
        """The exercise that an item checks."""
        return self.collection.exercises[self.id_of(item)]

    @cached_property
    def _programs(self) -> list[Program]:
        return read_programs(Path(self.option.programs))

    def programs_for(self, item: Any) -> list[Program] | None:
        """The programs to grade in place of the submission, if any were given."""
        if self.option.programs is None:
            return None
        return [p for p in self._programs if p.exercise == self.id_of(item)]

    def place_of(self, item: Any) -> tuple[int, str]:
        """Sorts checks by program, in the order given, so that each keeps its player."""
        params = getattr(getattr(item, "callspec", None), "params", {})
        program = params.get("program")
        return self._order[program.exercise, program.label] if program else -1, self.id_of(item)

    @cached_property
    def _order(self) -> dict[tuple[str, str], int]:
        return {(p.exercise, p.label): number for number, p in enumerate(self._programs)}

    def describe(self, item: Any) -> Check:
        """What is known of a check before it runs."""
        exercise = self.exercise_of(item)
        marker = item.get_closest_marker("points")
        params = getattr(getattr(item, "callspec", None), "params", {})
        name = getattr(item, "originalname", item.name).removeprefix("test_")
        device = params.get("device")
        program = params.get("program")
        points = float(marker.args[0]) if marker else 1.0
        if device is not None:
            running = [d for d in self.devices if d != ABSENT]
            points = 0.0 if device == ABSENT else round(points / len(running), 6)
        return {
            "node": item.nodeid,
            "exercise": f"{exercise.id}::{program.label}" if program else exercise.id,
            "title": exercise.source.title,
            "name": f"{name}[{device}]" if device else name,
            "requirement": _requirement(item),
            "visible": item.get_closest_marker("hidden") is None,
            "points": 0.0 if name in gates(exercise) else points,
            "gate": name in gates(exercise),
            "place": _place(item.path.name, item.function.__code__.co_firstlineno),
        }

    def listed(self, key: str) -> list[Check]:
        """All checks of an exercise, run or not, as far as the text of its graders tells."""
        exercise = self.collection.exercises[key.split("::")[0]]
        return [
            {
                "title": exercise.source.title,
                "name": check.name,
                "requirement": check.requirement,
                "visible": not check.hidden,
                "points": check.points,
                "gate": check.name in gates(exercise),
                "place": _place(check.file, check.line),
            }
            for check in checks_of(exercise)
            if not (check.hidden and self.option.visible)
        ]

    def graded(self, code: Code) -> Graded:
        """What the report says of the file that `code` was read from."""
        file = "/".join(Path(code.filename).parts[-2:])  # a file lies in its track's folder
        return {"file": file, "passed_over": code.passed_over or None}

    def settle(self, item: Any, call: Any, report: pytest.TestReport) -> None:
        """Turn what pytest saw of a check into its result; hide the referee's frames."""
        from torchdojo.referee.plugin import NOTES

        error = call.excinfo.value if call.excinfo else None
        if error is None and call.when != "call":
            return
        check = self.describe(item) | {"seconds": round(call.duration, 4)}
        if isinstance(error, Verdict):
            required = f"Required: {check['requirement']}"
            only = [GATE] if check["gate"] and not error.not_started else []
            report.longrepr = "\n".join([*error.lines, required, *only])
        ended = settled(error, points=check["points"], visible=check["visible"])
        check |= ended.as_data()
        check |= {
            "notes": item.stash.get(NOTES, []),
            "isolation": self.level,
            "graded": item.stash.get(GRADED, None),
        }
        report.user_properties.append((KEY, check))

    def header(self) -> list[str]:
        """The lines above a run."""
        line = f"torchdojo: scoring {_shown(self.submission, self.config.invocation_params.dir)}"
        return [f"{line}, seed {self.seed} (replay with --seed {self.seed})"]

    def report(self, results: Results) -> Report:
        """The report of a run that has ended."""
        checks = results.all(self.listed)
        levels = [check["isolation"] for check in checks if check.get("isolation")]
        exercises = score_exercises(checks)
        submission = _shown(self.submission, self.config.invocation_params.dir)
        return Report(
            seed=self.seed,
            isolation=levels[0] if levels else None,
            device=", ".join(d for d in self.devices if d != ABSENT),
            submission=submission,
            exercises=exercises,
            next=next_after(exercises, self.collection, submission),
        )


def _place(file: str, line: int) -> str:
    """Sorts checks as they are written."""
    return f"{file}:{line:09}"


def _requirement(item: Any) -> str:
    text = inspect.getdoc(item.function) or item.name
    return text.splitlines()[0]


def _shown(path: Path, here: Path) -> str:
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def accelerator() -> str | None:
    """The accelerator that torch finds; asks torch only where one could be."""
    if not Path("/dev/nvidiactl").exists() and sys.platform != "darwin":
        return None
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else None
