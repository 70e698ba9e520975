"""Players that have loaded a program and wait for the next check of the same exercise."""

from dataclasses import dataclass, field
from typing import Any

from torchdojo.catalog import Code
from torchdojo.players.client import Player, Troupe
from torchdojo.players.limits import Limits
from torchdojo.players.replies import At, TimedOut

_PATIENCE = 2
"""How many statements of a program are waited for in vain."""


@dataclass(frozen=True)
class Setting:
    """What all programs have in common in the checks of one exercise."""

    exercise: str
    seed: int
    """Of the player's own random number generators, while the program is loaded."""
    device: str
    limits: Limits
    readable: tuple[str, ...]
    talks: bool = True
    """Whether its processes can talk to each other by a network of their own, as ranks do."""

    def order(self, code: Code, left_out: tuple[int, ...] = ()) -> dict[str, Any]:
        """The player's order to load `code`, without the statements that are `left_out`."""
        return {
            "module": self.exercise.rpartition("/")[2],
            "filename": code.filename,
            "folder": code.folder,
            "code": code.as_data(),
            "left_out": list(left_out),
            "seed": self.seed,
            "device": self.device,
            "talks": self.talks,
            "limits": self.limits.as_data(),
            "readable": [*self.readable, *([code.folder] if code.folder else [])],
        }


@dataclass
class Pool:
    """Keeps the players of a few programs; one that is taken belongs to the taker alone."""

    troupe: Troupe
    most: int
    """How many idle players are kept; the one that waited longest is ended first."""
    stuck: dict[tuple[str, str, int], TimedOut] = field(default_factory=dict)
    """Programs, by digest, exercise and seed, that ran out of time: each is waited for once."""
    left_out: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """By digest, the statements that were still running at the limit: each is paid once."""
    _idle: list[tuple[tuple[str, Setting], Player]] = field(default_factory=list)

    def take(self, code: Code, setting: Setting) -> Player:
        """A player that has been told to load `code`: an idle one, or else a fresh one."""
        for place, (key, _) in enumerate(self._idle):
            if key == (code.digest, setting):
                return self._idle.pop(place)[1]
        return self._loading(code, setting)

    def prepare(self, code: Code, setting: Setting) -> None:
        """Have a player load `code`, if none has: it will be asked soon."""
        if all(key != (code.digest, setting) for key, _ in self._idle):
            self.give_back(code, setting, self._loading(code, setting))

    def _loading(self, code: Code, setting: Setting) -> Player:
        self.troupe.expect(code.text)
        player = self.troupe.player()
        start = self.troupe.launcher.start_seconds
        player.loading_seconds = setting.limits.patience_loading + start
        player.send(setting.order(code, self.left_out.get(code.digest, ())))
        return player

    def leave_out(self, code: Code, at: At | None) -> bool:
        """Note that `code` did not get beyond the statement `at`; tell whether to try without it.

        It is tried `_PATIENCE` times; then the program counts as one that never finishes.
        """
        known = self.left_out.get(code.digest, ())
        if at is None or at.number in known or len(known) >= _PATIENCE:
            return False
        self.left_out[code.digest] = (*known, at.number)
        for place in reversed(range(len(self._idle))):
            if self._idle[place][0][0] == code.digest:
                self._idle.pop(place)[1].close()
        return True

    def give_back(self, code: Code, setting: Setting, player: Player) -> None:
        """Keep `player` for whoever asks the same program next: perhaps the second of its kind."""
        player.drain()
        player.printed.clear()
        self._idle.append(((code.digest, setting), player))
        while len(self._idle) > self.most:
            self._idle.pop(0)[1].close()

    def close(self) -> None:
        """End every idle player."""
        while self._idle:
            self._idle.pop()[1].close()
