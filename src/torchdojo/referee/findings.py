"""What became of the checks of one program in an exercise: what names its mistakes.

Each failed check is told at once what is known by then; when the last check has ended, what was
said is looked at again with all evidence, and revised where that says otherwise.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from torchdojo.catalog import Variant
from torchdojo.catalog.joining import joined
from torchdojo.feedback.contrast import Call
from torchdojo.feedback.explaining import Evidence, said_of
from torchdojo.players.replies import TimedOut
from torchdojo.referee.asking import Asked
from torchdojo.referee.lost import Lost
from torchdojo.referee.recognise import Dialogue, fits
from torchdojo.referee.verdict import AND, EITHER, Verdict

_SECONDS = 1.0
"""After so long no further pair is tried, and no further look is taken at what a program does."""
_AMBIGUOUS = 2
Act = Callable[[Variant], Asked]
Naming = Callable[[Verdict], None]
Locating = Callable[["Finding", Verdict], Verdict]


@dataclass
class Patience:
    """Seconds that are left for looking at what a program does, in all its checks together."""

    left: float = _SECONDS


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
    lost: Lost | None = None
    """What a visible check was lost on, to be asked again with smaller arguments."""

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
        return _copy(self.before)

    def is_answered_by(self, program: Variant) -> bool:
        """Whether `program` answers here as the student's did."""
        return fits(self.asked, program, self.act)


def _copy(verdict: Verdict) -> Verdict:
    return replace(verdict, feedback=list(verdict.feedback), told=list(verdict.told))


@dataclass
class Findings:
    """The checks of one program that have ended so far."""

    calls: list[Call] = field(default_factory=list)
    """How its calls went, in all checks."""
    passed: set[str] = field(default_factory=set)
    failed: dict[str, Finding] = field(default_factory=dict)
    """By the ids of their nodes: a check may run on two devices."""
    patience: Patience = field(default_factory=Patience)
    """For looking at what the program does."""
    _said: dict[str, Verdict] = field(default_factory=dict)

    def add(self, finding: Finding, verdict: Verdict) -> None:
        """Note a failed check, and name in its `verdict` what is known by now."""
        node = finding.item.nodeid
        finding.name(
            verdict, self._evidence({**self.failed, node: finding}).explaining(finding.check)
        )
        self.failed[node], self._said[node] = finding, _copy(verdict)

    def revised(
        self, solution: str, mistakes: Sequence[Variant], located: Locating
    ) -> Iterator[tuple[Finding, Verdict]]:
        """The checks of which all evidence says something else than was said, with their verdicts.

        Args:
            solution: its text, over which two mistakes are laid together; empty in a release.
            mistakes: all that are recorded for the exercise.
            located: shows a smaller input, where there is one that fails in the same way.
        """
        evidence = self._evidence(self.failed)
        pair = self._pair(evidence, solution, mistakes) if solution else ()
        for node, finding in self.failed.items():
            verdict = finding.afresh()
            lost = [mistake for mistake in pair if finding.check in mistake.loses]
            finding.name(
                verdict, lost or evidence.explaining(finding.check), AND if lost else EITHER
            )
            said = self._said[node]
            if verdict.feedback == said.feedback:  # by another mistake of the same sentence
                verdict.kind, verdict.id = said.kind, said.id
            verdict = located(finding, verdict)
            if verdict.feedback != said.feedback:
                yield finding, verdict

    def _evidence(self, failed: Mapping[str, Finding]) -> Evidence:
        fitting: dict[str, tuple[Variant, ...]] = {}
        for finding in failed.values():
            others = fitting.get(finding.check, finding.fitting)
            common = tuple(m for m in finding.fitting if m in others)
            fitting[finding.check] = common or others or finding.fitting  # on one device at least
        about = {finding.check: finding.asked[-1][0].about for finding in failed.values()}
        return Evidence(self.passed, fitting, about)

    def _pair(
        self, evidence: Evidence, solution: str, mistakes: Sequence[Variant]
    ) -> tuple[Variant, ...]:
        """Two mistakes that together answer everything as the program does, if need be.

        Of two pairs that do, what they have in common.
        """
        if len(self.failed) < 2 or not evidence.unexplained() or self._timed_out:
            return ()
        until, quickest_first = time.monotonic() + _SECONDS, self._quickest_first
        found: list[tuple[Variant, Variant]] = []
        for pair in evidence.pairs(mistakes):
            both = joined(solution, *pair) if time.monotonic() < until else None
            if both and all(finding.is_answered_by(both) for finding in quickest_first):
                found.append(pair)
            if len(found) == _AMBIGUOUS:
                return tuple(mistake for mistake in found[0] if mistake in found[1])
        return found[0] if found else ()

    @property
    def _timed_out(self) -> bool:
        return any(isinstance(one.asked[-1][1], TimedOut) for one in self.failed.values())

    @property
    def _quickest_first(self) -> list[Finding]:
        return sorted(self.failed.values(), key=lambda finding: len(finding.asked))
