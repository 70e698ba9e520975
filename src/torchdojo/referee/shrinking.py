"""Showing a failed check by the smallest input found that fails, after its points are settled.

The question that the check was lost on is put again with smaller arguments (see
`torchdojo.feedback.smaller`) to the student's program, in a player of its own that no check asks,
and to the solution. Only an input that the solution answers, and on which the student's program
goes wrong in the same way, is shown. It changes the words that locate a failure, never what is
behind it: what names the failure must be true of the smaller input too, or the first one stays.
"""

import re
import time
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from torchdojo.catalog import Exercise
from torchdojo.errors import GraderError
from torchdojo.feedback.relations import words_of
from torchdojo.feedback.smaller import has_values, smallest, wrong_places
from torchdojo.feedback.wording import numbers_in, written
from torchdojo.players.replies import Answer, Returned
from torchdojo.referee.actors import Agree, Reference, Student
from torchdojo.referee.asking import Actor, Asked, Endings, Question, Waiting
from torchdojo.referee.blaming import LOG, said
from torchdojo.referee.casting import program_of
from torchdojo.referee.findings import Finding
from torchdojo.referee.lost import SHOWN, Lost
from torchdojo.referee.pool import Pool
from torchdojo.referee.recognise import fits
from torchdojo.referee.stage import Stage
from torchdojo.referee.verdict import Outcome, Verdict

_SECONDS = 1.0
"""Of the wall, for all checks of a program."""
_QUICK = 0.15
"""Seconds: a program that takes longer for an answer is not asked again and again."""
_AT_MOST = 0.3
"""Seconds for an answer to a smaller question, and for loading the program."""
_FEW = 6
"""So many numbers are small enough."""
_NUMBER = re.compile(r"(?<![A-Za-z_\d])[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


@dataclass
class Shrinking:
    """Looks for smaller inputs for the failed checks of one program."""

    stage: Stage
    exercise: Exercise

    @cached_property
    def _until(self) -> float:
        return time.monotonic() + _SECONDS

    @cached_property
    def _pool(self) -> Pool:
        return Pool(self.stage.troupe, 1)

    def close(self) -> None:
        """End the player, if there is one."""
        self._pool.close()

    def located(self, finding: Finding, verdict: Verdict) -> Verdict:
        """`verdict` with the smallest input found, or as it is."""
        lost = finding.lost
        if lost is None or not _is_worth_it(finding.before, lost) or time.monotonic() > self._until:
            return verdict
        search = _Search(self, lost, finding.before)
        try:
            found = search.smallest()
            if found is None or not self._is_true_of(found, finding, verdict):
                return verdict
        except Exception as error:  # the feedback there is does without it
            LOG.warning("%s: no smaller input: %s", finding.item.nodeid, said(error))
            return verdict
        finally:
            search.close()
        if program_of(finding.item) is None:  # of a class, nobody replays it
            finding.item.stash[SHOWN] = found.question
        names = verdict.feedback[: -len(finding.before.feedback)]
        feedback = [*names, *found.verdict.feedback]
        return replace(verdict, feedback=feedback, answered=found.verdict.answered)

    def _is_true_of(self, found: "_Found", finding: Finding, verdict: Verdict) -> bool:
        """Whether what names the failure holds for the smaller input as well."""
        if verdict.kind == "recognised":
            named = [m for m in self.stage.mistakes(self.exercise) if m.id in verdict.id.split("+")]
            asked = [(found.question, found.answer)]
            return bool(named) and all(fits(asked, mistake, finding.act) for mistake in named)
        if verdict.kind == "related":
            assert finding.lost is not None
            answers = [*finding.lost.differing]
            if found.verdict.answered is not None:
                answers.append(found.verdict.answered)
            return any(one.sentence == verdict.feedback[0] for one in words_of(answers))
        return verdict.kind == ""


def _is_worth_it(before: Verdict, lost: Lost) -> bool:
    """Whether the input is large, and asking again costs little.

    A fresh player would have to wake an accelerator up first; the same check runs on the CPU, too.
    """
    args, question = lost.put.question.args, lost.put.question
    if before.outcome not in (Outcome.FAILED, Outcome.STUDENT_ERROR) or lost.seconds > _QUICK:
        return False
    if lost.setting.device != "cpu":
        return False
    large = sum(map(numbers_in, args)) > _FEW or written(args) is None
    return large and has_values(args) and question.given_anew is not None


@dataclass(frozen=True)
class _Found:
    """A smaller question on which the program goes wrong in the same way."""

    question: Question
    answer: Answer
    verdict: Verdict


@dataclass
class _Search:
    """The search for the smallest question of one check."""

    shrinking: Shrinking
    lost: Lost
    before: Verdict
    found: _Found | None = None
    over: bool = False
    _reference: Asked = field(init=False)
    _mine: Actor = field(init=False)

    def __post_init__(self) -> None:
        lost, stage = self.lost, self.shrinking.stage
        limits = lost.setting.limits
        hasty = replace(limits, seconds=None, at_most=limits.capped(_AT_MOST))
        setting = replace(lost.setting, limits=hasty)
        self._mine = Actor(self.shrinking._pool, lost.code, setting, lost.seed)
        self._reference = stage.reference(self.shrinking.exercise, lost.setting, lost.seed)

    def smallest(self) -> _Found | None:
        """The smallest one found, if all its values can be shown."""
        question, places = self.lost.put.question, wrong_places(self.before.answered)
        smallest(question.args, self.lost.drawn, places, self._fails)
        found = self.found
        return found if found is not None and written(found.question.args) is not None else None

    def close(self) -> None:
        """Leave the players to the next search."""
        self._mine.close(keep=not self.over)
        self._reference.close(keep=True)

    def _fails(self, args: tuple[Any, ...]) -> bool:
        """Whether the question goes wrong in the same way with `args`."""
        if self.over or time.monotonic() > self.shrinking._until:
            return False
        made = self.lost.put.question.given_anew
        assert made is not None
        question = replace(made(args), smallest=True)
        expected = self._reference.ask(question)
        if not isinstance(expected, Returned):
            return False
        verdict = self._verdict(question, expected)
        if verdict is None or self._way(verdict, question) != self._way(
            self.before, self.lost.put.question
        ):
            return False
        self.found = _Found(question, self._mine.asked[-1][1], verdict)
        return True

    def _verdict(self, question: Question, expected: Answer) -> Verdict | None:
        """What a check would end with that asked this question alone."""
        agree = Agree(Student(self._mine), Reference(_Known(expected, self._reference.took)))
        try:
            agree.put_again(replace(self.lost.put, question=question))
        except Verdict as verdict:
            return verdict
        except GraderError:
            return None
        finally:
            self.over = any(isinstance(reply, Endings) for _, reply in self._mine.asked[-1:])
        return agree.verdict

    def _way(self, verdict: Verdict, question: Question) -> tuple[Any, ...]:
        """How a check failed: all that is said of it, but for numbers and the question itself."""
        lines = [line for line in verdict.feedback if line != question.line]
        return verdict.outcome, verdict.stated, [_NUMBER.sub("0", line) for line in lines]


@dataclass
class _Known:
    """The reference, whose answer has come already."""

    answer: Answer
    took: float | None

    def begin(self, question: Question) -> Waiting:
        """The function returned gives the answer."""
        return lambda seconds=None: self.ask(question)

    def ask(self, question: Question) -> Answer:
        """The answer."""
        del question
        return self.answer

    def close(self, *, keep: bool = False) -> None:
        """Nothing to end."""
        del keep
