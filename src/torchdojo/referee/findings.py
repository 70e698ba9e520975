"""What became of the checks of one program in an exercise: what names its mistakes.

Each failed check is told at once what is known by then; when the last check has ended, what was
said is looked at again with all evidence, and revised where that says otherwise.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pytest

from torchdojo.catalog import Variant
from torchdojo.catalog.joining import joined
from torchdojo.feedback.explaining import Evidence, said_of
from torchdojo.referee.asking import Asked
from torchdojo.referee.recognise import Dialogue, fits
from torchdojo.referee.verdict import AND, EITHER, Verdict

Act = Callable[[Variant], Asked]
Naming = Callable[[Verdict], None]


@dataclass(frozen=True)
class Finding:
    """One failed check."""

    item: pytest.Item
    check: str
    before: Verdict
    """How it ended, with nothing named yet."""
    asked: Dialogue
    """What was asked until the first difference."""
    fitting: tuple[Variant, ...]
    """The mistakes that answer as the program does."""
    otherwise: Naming
    """What is said where no mistake is recognised."""
    act: Act
    """Has a program of ours asked as this one was."""

    def name(self, verdict: Verdict, explaining: Sequence[Variant], by: str = EITHER) -> None:
        """Put before the rest of the feedback what explains it."""
        found = list(said_of(explaining))
        if found:
            ids = "+".join(mistake.id for mistake in found)
            sentences = by.join(mistake.sentence for mistake in found)
            verdict.name_first("recognised", ids, sentences)
        else:
            self.otherwise(verdict)

    def afresh(self) -> Verdict:
        """How it ended, in words that may be added to."""
        told = self.before
        return replace(told, feedback=list(told.feedback), told=list(told.told))

    def is_answered_by(self, program: Variant) -> bool:
        """Whether `program` answers here as the student's did."""
        return fits(self.asked, program, self.act)


@dataclass
class Findings:
    """The checks of one program that have ended so far."""

    passed: set[str] = field(default_factory=set)
    failed: dict[str, Finding] = field(default_factory=dict)
    """By the ids of their nodes: a check may run on two devices."""
    _said: dict[str, list[str]] = field(default_factory=dict)

    def add(self, finding: Finding, verdict: Verdict) -> None:
        """Note a failed check, and name in its `verdict` what is known by now."""
        self.failed[finding.item.nodeid] = finding
        finding.name(verdict, self._evidence.explaining(finding.check))
        self._said[finding.item.nodeid] = list(verdict.feedback)

    def revised(
        self, solution: str, mistakes: Sequence[Variant]
    ) -> Iterator[tuple[Finding, Verdict]]:
        """The checks of which all evidence says something else than was said, with their verdicts.

        Args:
            solution: its text, over which two mistakes are laid together; empty in a release.
            mistakes: all that are recorded for the exercise.
        """
        pair = self._pair(solution, mistakes) if solution else None
        for node, finding in self.failed.items():
            verdict = finding.afresh()
            if pair is None:
                finding.name(verdict, self._evidence.explaining(finding.check))
            else:
                lost = [mistake for mistake in pair if finding.check in mistake.loses]
                finding.name(verdict, lost, AND)
            if verdict.feedback != self._said[node]:
                yield finding, verdict

    @property
    def _evidence(self) -> Evidence:
        fitting: dict[str, tuple[Variant, ...]] = {}
        for finding in self.failed.values():
            others = fitting.get(finding.check, finding.fitting)
            fitting[finding.check] = tuple(m for m in finding.fitting if m in others)
        return Evidence(self.passed, fitting)

    def _pair(self, solution: str, mistakes: Sequence[Variant]) -> tuple[Variant, Variant] | None:
        """Two mistakes that together answer everything as the program does, if need be."""
        evidence = self._evidence
        if len(self.failed) < 2 or not evidence.unexplained():
            return None
        for pair in evidence.pairs(mistakes):
            both = joined(solution, *pair)
            if both and all(finding.is_answered_by(both) for finding in self.failed.values()):
                return pair
        return None
