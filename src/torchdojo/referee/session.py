"""What a pytest run of graders shares: collection, submission, seed, devices, stage, programs."""

import random
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from torchdojo.catalog import Collection, Exercise
from torchdojo.errors import DojoError
from torchdojo.players.isolation import Level
from torchdojo.referee.engine_log import open_log
from torchdojo.referee.hosting import Hosting
from torchdojo.referee.programs import Program, read_programs
from torchdojo.referee.selection import root_of
from torchdojo.referee.warm import WarmHost

ABSENT = "accelerator"


class Session:
    """One run of graders: in the main process, or in an xdist worker."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.option = config.option
        self.collection = Collection(root_of(config))
        self.submission = self._submission()
        given: dict[str, Any] = getattr(config, "workerinput", {}).get("torchdojo", {})
        self.seed = self._seed(given.get("seed", self.option.seed))
        self.settled: set[tuple[int, str]] = set()
        """The places, among programs, of those of which enough is known."""
        self.level: dict[str, Any] | None = None
        self._ids: dict[Path, str] = {}
        if self.option.engine_log is not None:
            open_log(Path(config.invocation_params.dir, self.option.engine_log))
        self.hosting = Hosting(config, self.collection, given.get("host"), is_worker=bool(given))

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

    def _seed(self, given: int | None) -> int:
        released = self.collection.release_seed
        if released is not None and given not in (None, released):
            raise DojoError(f"A release knows the answers for --seed {released} only.")
        if released is not None:
            return released
        return random.SystemRandom().randrange(10**15) if given is None else given

    def begin(self, warm: WarmHost) -> None:
        """Become the run that the options ask for now; none of it has happened yet."""
        self.submission = self._submission()
        self.seed = self._seed(self.option.seed)
        self.hosting.begin(warm)

    def for_worker(self) -> dict[str, Any]:
        """What an xdist worker must know, as plain data."""
        return {"seed": self.seed} | self.hosting.for_worker()

    def start_over(self, connection: Any) -> Any:
        """In a child of the process that began the run, leave all to the parent but `connection`.

        Returns what the parent goes on with.
        """
        return self.__dict__.pop("stage", None), self.hosting.start_over(connection)

    @cached_property
    def stage(self) -> Any:
        """The players and programs of this run; waits for the host."""
        from torchdojo.referee.stage import Stage

        launcher = self.hosting.launcher
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
        return Stage(self.collection, self.submission, self.seed, self.hosting.troupe())

    def _keep_secrets(self) -> None:
        """Raise `DojoError` if players could read the graders or the solutions."""
        from torchdojo.players.isolation import exposed

        for name in ("graders", "solutions"):
            if place := exposed(self.collection.root / name):
                raise DojoError(
                    f"`{name}/` lies in {place}, which students' code can read: move the "
                    "collection to a folder of your own."
                )

    @property
    def has_begun(self) -> bool:
        """Whether any check has asked for players or programs."""
        return "stage" in self.__dict__

    def close(self) -> None:
        """End the players and, where this process started it, the host."""
        if self.has_begun:
            self.stage.kept.close()
            self.stage.mistaking.close()
            self.stage.troupe.close()
        self.hosting.close()

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
        path = Path(item.path)
        if path not in self._ids:
            folder, graders = path.parent.resolve(), self.collection.root / "graders"
            inside = folder.is_relative_to(graders)
            self._ids[path] = folder.relative_to(graders).as_posix() if inside else ""
        return self._ids[path]

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


def accelerator() -> str | None:
    """The accelerator that torch finds; asks torch only where one could be."""
    if not Path("/dev/nvidiactl").exists() and sys.platform != "darwin":
        return None
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else None
