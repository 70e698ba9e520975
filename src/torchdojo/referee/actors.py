"""What a check's fixtures offer: `student`, `reference`, `agree` and `policy`."""

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import pytest

from torchdojo.catalog import Exercise, Variant
from torchdojo.errors import GraderError
from torchdojo.feedback.compare import Difference, difference
from torchdojo.feedback.contrast import Call, contrasted, lightly
from torchdojo.feedback.events import Parting
from torchdojo.feedback.evidence import Answered
from torchdojo.feedback.relations import Relation, words_of
from torchdojo.feedback.wording import clean, shown_kind
from torchdojo.players.replies import ERRORS, Answer, Judged, Raised, Returned, TimedOut
from torchdojo.referee import policy
from torchdojo.referee.asking import Actor, Asked, Question
from torchdojo.referee.draw import Draw
from torchdojo.referee.findings import Finding, Findings, Naming
from torchdojo.referee.judging import reference_value, value_of
from torchdojo.referee.loading_words import switched
from torchdojo.referee.lost import Lost, Put
from torchdojo.referee.no_return import no_return
from torchdojo.referee.probes import Probe
from torchdojo.referee.rebound import rebound
from torchdojo.referee.recognise import Dialogue, is_telling, recognised
from torchdojo.referee.stage import Stage
from torchdojo.referee.switched import switch_that_matters
from torchdojo.referee.tracing import parting
from torchdojo.referee.verdict import Outcome, Verdict


@dataclass
class Student:
    """The submission under test; what it raises or fails to answer ends the check."""

    actor: Actor
    evidence: int | None = None
    """How many questions were asked when the first answer was not as expected."""

    def run(self, probe: Probe, *args: Any) -> Any:
        """What `probe` returns for the student's module and `args`, as plain data."""
        return self.answer(Question.of_probe(probe, args))

    def call(self, name: str, *args: Any) -> Any:
        """What the function `name` of the student's module returns for `args`."""
        return self.answer(Question.of_call(name, args))

    def answer(self, question: Question, took: float | None = None) -> Any:
        """The value for `question`, for which the reference `took` so long; raises `Verdict`."""
        return self.value(question, self.actor.begin(question)(self.actor.seconds(took)))

    def value(self, question: Question, reply: Answer) -> Any:
        """The value in `reply`; raises `Verdict`."""
        limits = self.actor.setting.limits
        loading = isinstance(reply, TimedOut) and reply.loading
        seconds = limits.patience_loading if loading else self.actor.limit
        try:
            return value_of(question, reply, seconds, self.actor.account)
        except Verdict as verdict:
            if isinstance(reply, Raised):
                self._explain(verdict, question, reply)
            raise

    def _explain(self, verdict: Verdict, question: Question, reply: Raised) -> None:
        """Add what the text of the program tells of an error."""
        code, lines = self.actor.code, verdict.feedback
        if reply.absent and not code.text.strip():
            lines.insert(0, "Your file is empty: is it saved, and the right one?")
        elif reply.message.endswith("object is not callable"):
            lines[:0] = rebound(code, question.about, reply.frames)
        elif (name := _NOTHING.match(reply.returned)) is not None:
            lines[1:1] = no_return(code, name[1])


_NOTHING = re.compile(r"`([\w.]+)` returned None$")


@dataclass
class Reference:
    """The solution, asked the same things; that it gives no answer is the grader's fault."""

    actor: Asked

    def run(self, probe: Probe, *args: Any) -> Any:
        """What `probe` returns for the solution's module and `args`."""
        question = Question.of_probe(probe, args)
        return reference_value(question, self.actor.ask(question))

    def call(self, name: str, *args: Any) -> Any:
        """What the function `name` of the solution returns for `args`."""
        question = Question.of_call(name, args)
        return reference_value(question, self.actor.ask(question))


_ONWARDS = 8
"""So many questions are asked after the first answer that differs."""


_REMEMBERED = 60
"""So many calls of a program are compared with each other."""


@dataclass
class Agree:
    """Asks student and reference the same and compares.

    After the first difference the check goes on, as if the answer had been right: what all answers
    that differ have in common says more than one of them. What it ends with is the first.
    """

    student: Student
    reference: Reference
    verdict: Verdict | None = None
    """What the check ends with, once an answer was not as expected."""
    differing: list[Answered] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    """What this program was asked in this exercise so far, and how it went."""
    put: Put | None = None
    """What was asked last, before an answer was not as expected."""
    _asked: int = 0
    """Questions since then."""

    def end(self) -> None:
        """The check has asked all it asks; raises the verdict if an answer was not as expected."""
        if self.verdict is not None:
            raise self.verdict

    def call(self, name: str, *args: Any, rtol: float | None = None, usually: str = "") -> Any:
        """Both must return the same from the function `name`; returns the student's value.

        Args:
            name: the function, or ``Class.method``, to call.
            args: its arguments: plain data.
            rtol: a wider relative tolerance than the dtype's own.
            usually: what a difference here usually means, for the feedback.
        """
        return self.on(Question.of_call(name, args), rtol, usually)

    def run(self, probe: Probe, *args: Any, rtol: float | None = None, usually: str = "") -> Any:
        """Both must return the same from `probe`; the rest is as in `call`."""
        return self.on(Question.of_probe(probe, args), rtol, usually)

    def error(self, name: str, *args: Any) -> None:
        """Both must raise the same kind of error when the function or class `name` is called.

        A student's subclass of the solution's kind is right too.
        """
        self.end()
        self._error(Question.of_error(name, args))

    def put_again(self, put: Put) -> None:
        """Put a question as a check has put it."""
        if put.error:
            self._error(put.question)
        else:
            self.on(put.question, put.rtol, put.usually)

    def _error(self, question: Question) -> None:
        self.put = Put(question, error=True)
        wanted = reference_value(question, self.reference.actor.ask(question))
        if not wanted:
            raise GraderError(f"the reference raises no error in {question.words}")
        raised = self.student.answer(question, self.reference.actor.took)
        kinds = [k for k in raised if isinstance(k, str)] if isinstance(raised, list) else []
        self._note(question, "error", well=bool(kinds))
        if wanted[0] not in kinds:
            got = f"raised {shown_kind(kinds)}" if kinds else "raised no error"
            words = f"It {got}, expected {wanted[0]}."
            nearest = next((f"raised {k}" for k in kinds if k in ERRORS), "raised no error")
            told = [f"It {nearest}, expected {wanted[0]}."]
            raise Verdict(Outcome.FAILED, [words, question.line], told=told, stated=bool(kinds))

    def on(self, question: Question, rtol: float | None = None, usually: str = "") -> Any:
        """Both must give the same answer to `question`; returns the student's.

        After a difference the solution's stands for it, in whatever the check asks next.
        """
        if self.verdict is None:
            self.put = Put(question, rtol=rtol, usually=usually)
            return self._compared(question, rtol, usually)
        self._asked += 1
        if self._asked > _ONWARDS:
            self.end()
        try:
            return self._compared(question, rtol, usually)
        except Verdict as later:
            raise self.verdict from later

    def _compared(self, question: Question, rtol: float | None, usually: str) -> Any:
        mine = self.student.actor.begin(question)
        right = self.reference.actor.begin(question)
        expected = right()
        wanted = reference_value(question, expected)  # first: a grader's fault is no student's
        got = mine(self.student.actor.seconds(self.reference.actor.took))
        self._note(question, "value", well=isinstance(got, Returned))
        value = self.student.value(question, got)
        more = [question.line, *([f"Usually: {usually}"] if usually else [])]
        found = difference(value, wanted, rtol) or aside(got, expected)
        if found is None:
            return value
        nothing = no_return(self.student.actor.code, question.about) if value is None else []
        lines = [_capital(found.sentence), *nothing, *more]
        told = [_capital(found.told)]
        answered = Answered(question.about, question.args, value, wanted, question.names, rtol)
        self.differing.append(answered)
        if self.verdict is None:
            self.verdict = Verdict(Outcome.FAILED, lines, told=told, stated=found.stated)
            self.verdict.answered = answered
            self.student.evidence = len(self.student.actor.asked)
        return wanted

    def _note(self, question: Question, wants: str, *, well: bool) -> None:
        if question.called and len(self.calls) < _REMEMBERED:
            self.calls.append(Call(question.about, lightly(question.args), wants, well))


def aside(got: Answer, expected: Answer) -> Difference | None:
    """How replies with the same value differ: in what was changed, or in where the value lives."""
    if not (isinstance(got, Returned) and isinstance(expected, Returned)):
        return None
    if got.changed != expected.changed:
        return _changes(got.changed, expected.changed)
    if got.devices != expected.devices:
        places = ", ".join(got.devices)
        told = "The result is not on the device where it belongs."
        return Difference(f"The result is on {places}, not where it belongs.", told)
    return None


def _capital(sentence: str) -> str:
    """A capital at the beginning, unless the first word is a name such as ``fc.weight:``."""
    first = sentence.split(" ")[0]
    return sentence[:1].upper() + sentence[1:] if first.isalpha() else sentence


def _changes(got: tuple[int, ...], expected: tuple[int, ...]) -> Difference:
    for index in got:
        if index not in expected:
            keep = "was changed: leave the caller's data as it is."
            return Difference(f"Argument {index + 1} {keep}", f"An argument {keep}", stated=True)
    words = "An argument that should be changed in place was left as it was."
    return Difference(words, words, stated=True)


@dataclass
class Policy:
    """Rules about how the answer is computed; see `torchdojo.referee.policy`."""

    agree: Agree
    exercise: Exercise

    def forbids(self, *names: str, calling: str, args: tuple[Any, ...]) -> None:
        """The function `calling`, given `args`, is right without the built-in operations `names`.

        Values come first: code that computes nothing uses nothing that is forbidden.
        """
        self.agree.call(calling, *args)
        self.agree.end()
        student = self.agree.student
        asked = (list(names), calling, *args)
        question = Question(policy.LOG_PROBE, "operations", asked, f"{calling}(…)")
        logged = policy.forbidden_operations(student.answer(question), names)
        code, given = student.actor.code, policy.given_out(self.exercise)
        places = policy.forbidden_words(code, names, given)
        told = [place.words for place in places]
        told += [name for name in logged if not any(name in words for words in told)]
        which = "; ".join(dict.fromkeys(told))[:200]
        if logged or any(place.answer for place in places):
            raise _forbidden(f"It uses what this exercise asks you to write yourself: {which}")
        if places:
            contains = f"Your file contains what this exercise asks you to write yourself: {which}"
            raise _forbidden(f"{contains}. {_AWAY[code.keep_going]}")


_AWAY = {
    True: "If it only compares, remove it, or put it into a function that no cell calls.",
    False: 'If it only compares, move it under `if __name__ == "__main__":`.',
}


def _forbidden(words: str) -> Verdict:
    return Verdict(Outcome.FORBIDDEN, [words], told=[words])


@dataclass
class Cast:
    """The programs of one check, and the naming of the student's mistake when it fails."""

    stage: Stage
    exercise: Exercise
    check: str
    agree: Agree
    findings: Findings
    """What became of this program's checks so far."""
    spoilt: bool = False
    """Whether the student's program is in a state that the next check must not inherit."""
    verdict: Verdict | None = None
    """What is known of the check before it runs."""

    @property
    def student(self) -> Student:
        """The submission under test."""
        return self.agree.student

    @property
    def reference(self) -> Reference:
        """The solution."""
        return self.agree.reference

    def unharmed(self) -> bool:
        """Whether the program answered every question, if only by an error, and had memory left."""
        replies = [reply for _, reply in self.student.actor.asked]
        memory = any(isinstance(reply, Raised) and reply.memory for reply in replies)
        return not memory and all(isinstance(r, Returned | Raised | Judged) for r in replies)

    def name_mistake(self, item: pytest.Item, verdict: Verdict) -> None:
        """Put what is behind it, as far as it is known by now, before the rest of the feedback."""
        if verdict.not_started or verdict.outcome is Outcome.NOT_GRADABLE:
            return
        if (fate := switch_that_matters(self.student.actor)) is not None:
            verdict.name_first("recognised", "switch", switched(fate))
            return
        evidence = self.student.actor.asked[: self.student.evidence]
        if not is_telling(evidence):
            return
        mistakes = self.stage.mistakes(self.exercise)
        finding = Finding(
            item=item,
            check=self.check,
            before=replace(verdict, feedback=list(verdict.feedback), told=list(verdict.told)),
            asked=evidence,
            fitting=tuple(recognised(evidence, mistakes, self.check, self._act)),
            otherwise=self._unrecognised(evidence[-1], compared=verdict is self.agree.verdict),
            act=self._act,
            lost=self._lost(item, evidence),
        )
        self.findings.add(finding, verdict)

    def _lost(self, item: pytest.Item, evidence: Dialogue) -> Lost | None:
        """The question that a visible check was lost on, if it may be asked once more."""
        put, mine = self.agree.put, self.student.actor
        hidden = item.get_closest_marker("hidden") is not None
        if put is None or hidden or evidence[-1][0] is not put.question:
            return None
        draw = getattr(item, "funcargs", {}).get("draw")
        drawn = tuple(draw.drawn) if isinstance(draw, Draw) else ()
        differing = tuple(self.agree.differing)
        return Lost(put, mine.code, mine.setting, mine.seed, mine.slowest, drawn, differing)

    def _unrecognised(self, last: tuple[Question, Answer], *, compared: bool) -> Naming:
        """What is said where no mistake is recognised: what its answers or calls have in common.

        Where they have nothing in common, it is where the program parts from all right ones in what
        it does in the `last` question.
        """
        calls = [] if compared else list(self.agree.calls)

        @cache  # it is said at once, and perhaps again when all evidence is known
        def found() -> tuple[list[Relation], str]:
            if compared:
                return list(words_of(self.agree.differing)), ""
            return [], contrasted(calls) if calls else ""

        @cache
        def happened() -> Parting | None:
            question, reply = last
            if not compared and not (isinstance(reply, Raised) and reply.runs):
                return None
            asked = question, self.student.actor, self.reference.actor
            return parting(self.stage, self.exercise, *asked, self.findings.patience)

        def name(verdict: Verdict) -> None:
            relations, contrast = found()
            for relation in relations:
                verdict.name_first("related", relation.id, relation.sentence, relation.told)
            if contrast:
                verdict.contrast(contrast)
            if verdict.is_located and (one := happened()) is not None:
                verdict.name_first("event", one.id, one.sentence, one.told)

        return name

    def _act(self, mistake: Variant) -> Asked:
        mine = self.student.actor
        return self.stage.mistaken(self.exercise, mistake, mine.setting, mine.seed)

    @property
    def printed(self) -> str:
        """What the student's program has printed, made harmless and capped."""
        return clean(self.student.actor.printed, 2000)

    def close(self) -> None:
        """Leave the players to the next check; after an interruption it gets a fresh one."""
        self.student.actor.close(keep=not self.spoilt)
        self.reference.actor.close(keep=True)
