"""`torchdojo watch`: checks on each save, told as plain text."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from torchdojo.catalog import Exercise
from torchdojo.learner import words
from torchdojo.learner.desk import Desk
from torchdojo.learner.milestones.offering import offer_milestone
from torchdojo.learner.places import spot
from torchdojo.learner.practice import Fault, News, Practice
from torchdojo.learner.rounds import Rounds
from torchdojo.learner.saves import tell_saves
from torchdojo.learner.verdicts import Checked, Scored

Say = Callable[[str], None]


@dataclass(frozen=True)
class Trouble:
    """Saves are not noticed any more."""

    sentence: str


@dataclass
class Watch:
    """Checks `exercise` now and on each save; follows the student to other files."""

    desk: Desk
    exercise: Exercise
    say: Say
    follows: bool = True
    """Whether the save of another exercise's file makes that the one that is checked."""
    _events: "queue.Queue[Exercise | News | Trouble]" = field(default_factory=queue.Queue)

    def run(self) -> None:
        """Go on until an interruption, such as Ctrl-C, or until saves cannot be noticed."""
        stop = threading.Event()
        rounds = Rounds(self.desk, self._events.put)
        tell_saves(self.desk, stop, self._events.put, lambda why: self._events.put(Trouble(why)))
        self.practice = Practice(self.exercise, self.desk.choose(self.exercise))
        self.say(
            "(The first round takes some seconds, for the referee to start; later ones do not.)"
        )
        try:
            self._begin(rounds)
            while self._took(rounds, self._events.get()):
                pass
        finally:
            stop.set()
            rounds.close()

    def _took(self, rounds: Rounds, event: Exercise | News | Trouble) -> bool:
        """Take in what has happened; returns whether to go on."""
        match event:
            case Trouble(sentence):
                self.say(sentence)
                return False
            case News():
                if self.practice.hear(event):
                    self._tell(event)
            case Exercise() as saved if saved == self.practice.exercise:
                self._begin(rounds)
            case Exercise() as saved if self.follows and self.desk.begun(saved):
                self.practice = Practice(saved, self.desk.choose(saved))
                self._begin(rounds)
        return True

    def _begin(self, rounds: Rounds) -> None:
        exercise = self.practice.exercise
        self.say("")
        self.say(f"{exercise.id}: {exercise.source.title}")
        self.practice.begin(rounds.begin(exercise))

    def _tell(self, news: News) -> None:
        match news.heard:
            case Checked() as check if check.counts:
                self.say(f"  {words.line(check)}")
            case Scored() as scored:
                self._end(scored)
            case Fault(sentence):
                self.say(sentence)

    def _end(self, scored: Scored) -> None:
        for line in (*words.causes(scored), *words.remarks(scored), ""):
            self.say(line)
        self.say(f"{words.score(scored)}; {words.history(self.practice.record)}.")
        if scored.full:
            self.say(words.full_marks(self.practice.exercise))
            offer_milestone(self.desk, self.practice.exercise, self.say)
        where = spot(self.desk, self.practice.exercise, self.practice.failed)
        self.say(f"Waiting for you to save {where.shown(self.desk)} (Ctrl-C ends).")
