"""Examining a student's test: which of several functions, right and wrong, it accepts.

The test and the functions run in different players; calls and answers pass through here (see
`torchdojo.examining`). A test cannot look at what it judges, only call it. And it judges each
function in a player of its own, which has seen no other: it cannot compare them with each other.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from torchdojo.catalog import code_of_text, read_alternatives, read_mistakes
from torchdojo.errors import GraderError
from torchdojo.examining import key_of
from torchdojo.referee.actors import Student
from torchdojo.referee.asking import Actor, Question, Reply
from torchdojo.referee.draw import Draw
from torchdojo.referee.pool import Pool
from torchdojo.referee.probes import Probe, probe_source
from torchdojo.referee.stage import Stage
from torchdojo.referee.verdict import Outcome, Verdict
from torchdojo.referee.wording import clean

MOST_CALLS = 60
_TIMES = 4
"""How often a test judges each function: whoever guesses anew each time is hardly ever lucky."""
_SHOWN = 3
Known = list[dict[str, bytes]]
"""For each function, its answers by the keys of the calls; nobody here unpacks them."""
Asked = dict[tuple[int, str], bytes]
"""Calls by the place of the function and their key."""
Papers = list[dict[str, Any]]
"""What a player says of each run of the test."""


@dataclass(frozen=True)
class Specimen:
    """A function that a test has to judge, as the text of a module that defines it."""

    text: str
    entry: str
    """What the function is called in that module."""
    sentence: str
    """How it is written, or what is wrong with it."""

    @classmethod
    def of(cls, function: Probe) -> "Specimen":
        """A function of a grader; its docstring says how it is written or what is wrong."""
        sentence = (function.__doc__ or function.__name__).strip().splitlines()[0]
        return cls(probe_source(function), function.__name__, sentence)


def sit(module: Any, test: str, name: str, known: list[dict[str, bytes]]) -> Any:
    """Runs TEST once for each function, on stand-ins that know some answers"""
    from torchdojo.examining import examine

    return examine(getattr(module, test), name, known)


def answer_calls(module: Any, calls: list[tuple[int, bytes]]) -> Any:
    """Calls the functions that stand-ins stand for"""
    from torchdojo.examining import answer

    return [answer(module.FUNCTIONS[number], call) for number, call in calls]


@dataclass(frozen=True)
class Examination(Question):
    """A question that is asked in rounds, until the test has judged every function."""

    functions: str = ""
    """The program that holds them: its list is called ``FUNCTIONS``."""
    groups: tuple[tuple[int, ...], ...] = ()
    """For each player that judges, the places in that list of what it is given."""

    @classmethod
    def of(
        cls,
        test: str,
        name: str,
        specimens: Sequence[Specimen],
        groups: Sequence[Sequence[int]],
        through: Probe | None = None,
    ) -> "Examination":
        """Ask which of `specimens`, each called `name`, the function `test` accepts."""
        way = ("", "") if through is None else (through.__name__, probe_source(through))
        given = [(s.text, s.entry, name, *way) for s in specimens]
        text = (
            "from torchdojo.examining import implementation\n"
            f"FUNCTIONS = [implementation(*given) for given in {given!r}]\n"
        )
        args = (test, name, [dict[str, bytes]() for group in groups for _ in group])
        words, asked = f"{test}({name})", (probe_source(sit), sit.__name__)
        return cls(*asked, args, words, "What ran", text, tuple(map(tuple, groups)))

    def identity(self, seed: int) -> bytes:
        """What the answer depends on: the functions too, which no player is told of."""
        return self.frame(seed) + f"{self.groups} {self.functions}".encode()

    def posed(self, actor: Actor) -> Callable[[], Reply]:
        """Ask in rounds; the function returned waits for the end of the last one."""
        return lambda: self._held(actor)

    def _held(self, actor: Actor) -> Reply:
        fresh = Pool(actor.pool.troupe, 0)
        judges = [Actor(fresh, actor.code, actor.setting, actor.seed) for _ in self.groups]
        functions = code_of_text(self.functions, "functions.py")
        others = Actor(actor.pool, functions, actor.setting, 0)
        try:
            return self._rounds(judges, others)
        finally:
            others.close(keep=True)
            for judge in judges:
                judge.close()
            actor.heard(judges[0])

    def _rounds(self, judges: list[Actor], others: Actor) -> Reply:
        known: Known = [{} for _ in range(1 + max(map(max, self.groups)))]
        papers: list[Papers] = [[] for _ in self.groups]
        end = time.monotonic() + judges[0].seconds
        busy, first = [0], True  # what a test calls first is the same for all functions
        for _ in range(MOST_CALLS):
            if time.monotonic() > end:
                return {"status": "timeout"}
            if (failed := self._judge(busy, judges, known, papers)) is not None:
                return failed
            busy = [n for n in busy if any(paper["outcome"] == "asks" for paper in papers[n])]
            asked = self._asked(busy, papers, everyone=len(known) if first else 0)
            if asked and not _answer(others, asked, known):
                return _unreadable("a function could not be called as your test calls it")
            if not busy and not first:
                return _marked([paper for part in papers for paper in part], known)
            busy, first = (list(range(len(judges))) if first else busy), False
        return _unreadable(
            f"your test calls the function more than {MOST_CALLS} times, or with other "
            "numbers each time that it runs"
        )

    def _judge(
        self, busy: list[int], judges: list[Actor], known: Known, papers: list[Papers]
    ) -> Reply | None:
        """Have those in `busy` run the test, and note what they say; return what went wrong."""
        waiting = [(n, judges[n].exchange(self._request(n, known, judges[n]))) for n in busy]
        for n, wait in waiting:
            reply = wait()
            if reply["status"] != "returned":
                return reply
            found = _papers(reply["value"], len(self.groups[n]))
            if found is None:
                return _unreadable("it is no account of a test")
            papers[n] = found
        return None

    def _asked(self, busy: list[int], papers: list[Papers], everyone: int) -> Asked:
        """The calls that judges ask for, of the functions that each judges or of all."""
        return {
            (to, key_of(paper["call"])): paper["call"]
            for n in busy
            for place, paper in zip(self.groups[n], papers[n], strict=True)
            if paper["outcome"] == "asks"
            for to in (range(everyone) if everyone else [place])
        }

    def _request(self, judge: int, known: Known, actor: Actor) -> bytes:
        test, name, _ = self.args
        told = [known[place] for place in self.groups[judge]]
        return Question(self.source, self.probe, (test, name, told), self.words).frame(actor.seed)


def _papers(value: Any, count: int) -> Papers | None:
    """What the player says of each run of the test, if it is put as it should be."""
    if not isinstance(value, list) or len(value) != count:
        return None
    for paper in value:
        if not isinstance(paper, dict) or paper.get("outcome") not in (
            "accepts",
            "rejects",
            "asks",
        ):
            return None
        if paper["outcome"] == "asks" and not isinstance(paper.get("call"), bytes):
            return None
    return value


def _answer(others: Actor, asked: Asked, known: Known) -> bool:
    """Have the functions called as they are `asked` to be; tell whether they could be."""
    calls = [(place, call) for (place, _), call in asked.items()]
    reply = others.ask(Question.of_probe(answer_calls, (calls,)))
    if reply.get("loading"):
        raise GraderError(f"a function to be judged cannot be loaded: {reply.get('message')}")
    value = reply.get("value") if reply["status"] == "returned" else None
    if not isinstance(value, list) or len(value) != len(asked):
        return False
    for (place, key), answer in zip(asked, value, strict=True):
        known[place][key] = answer
    return True


def _marked(papers: Papers, known: Known) -> Reply:
    return {
        "status": "returned",
        "value": [paper["outcome"] for paper in papers],
        "why": [clean(str(paper.get("why", ""))) for paper in papers],
        "calls": [len(answers) for answers in known],
        "fingerprint": key_of("".join(sorted(key for keys in known for key in keys)).encode()),
        "changed": [],
        "devices": [],
    }


def _unreadable(why: str) -> Reply:
    return {"status": "malformed", "message": why}


@dataclass
class Exam:
    """Has the student's test judge functions, and says where it is wrong."""

    student: Student
    stage: Stage
    draw: Draw
    apart: bool = True
    """Whether each function is judged in a player of its own, several times."""

    def right_ways(self, id: str) -> list[Specimen]:
        """The solution and the recorded alternatives of the exercise `id`."""
        exercise = self.stage.collection.exercises[id]
        text = exercise.source.text
        found = [
            (a.text, f"otherwise: {a.sentence}") for a in read_alternatives(exercise.graders, text)
        ]
        return [Specimen(_runs(t), "", how) for t, how in [(text, "as in its solution"), *found]]

    def mistakes(
        self, id: str, losing: Iterable[str], keeping: Iterable[str] = ()
    ) -> list[Specimen]:
        """The recorded mistakes of the exercise `id` that lose all checks in `losing`.

        Those that lose one in `keeping` are left out.
        """
        exercise = self.stage.collection.exercises[id]
        found = [
            Specimen(_runs(m.text), "", m.sentence)
            for m in read_mistakes(exercise.graders, exercise.source.text)
            if set(losing) <= set(m.loses) and not set(keeping) & set(m.loses) and not m.hangs
        ]
        if not found:
            raise GraderError(f"{id}: no recorded mistake loses {', '.join(losing)}")
        return found

    def sit(
        self,
        test: str,
        name: str,
        *,
        accepts: Sequence[Probe | Specimen],
        rejects: Sequence[Probe | Specimen],
        through: Probe | None = None,
        at_most: int = MOST_CALLS,
    ) -> None:
        """The student's function `test` must accept and reject these functions called `name`.

        Args:
            test: a function that is given one function and raises an error to reject it.
            name: what the functions are called.
            accepts: right functions: specimens, or functions of the grader.
            rejects: wrong ones.
            through: a probe ``NAME(module, *args)`` to be called in place of the function, where
                that takes or returns more than plain data.
            at_most: how many different calls, gradients included, the test may make of each.
        """
        specimens = [*map(_specimen, accepts), *map(_specimen, rejects)]
        groups = self._groups(len(specimens))
        question = Examination.of(test, name, specimens, groups, through)
        reply = self.student.actor.ask(question)
        outcomes = self.student.value(question, reply)
        whys, calls = reply.get("why", []), reply.get("calls", [])
        wrong = dict[str, None]()
        order = [place for group in groups for place in group]
        for place, got, why in sorted(zip(order, outcomes, whys, strict=True)):
            right = "accepts" if place < len(accepts) else "rejects"
            if got != right:
                wrong[_fault(specimens[place], right, why)] = None
        if wrong:
            more = [f"And {len(wrong) - _SHOWN} more."] if len(wrong) > _SHOWN else []
            raise Verdict(Outcome.FAILED, [*list(wrong)[:_SHOWN], *more, question.line])
        if max(calls) > at_most:
            words = f"Your test calls `{name}` {max(calls)} times; at most {at_most} are allowed."
            raise Verdict(Outcome.FAILED, [words, question.line])

    def _groups(self, count: int) -> list[list[int]]:
        """For each player, which of so many functions it judges, in an order that is drawn.

        Where a player takes seconds to start, one of them has to judge all.
        """
        if not self.apart:
            return [list(range(count))]
        if self.student.actor.pool.troupe.launcher.start_seconds > 0:
            return [self.draw.shuffled(list(range(count)) * _TIMES)]
        return [[place] * _TIMES for place in self.draw.shuffled(range(count))]


def _specimen(function: Probe | Specimen) -> Specimen:
    return function if isinstance(function, Specimen) else Specimen.of(function)


def _runs(text: str) -> str:
    """A program without the cells that only show something."""
    return code_of_text(text, "function.py").cells[0][1]


def _fault(specimen: Specimen, right: str, why: str) -> str:
    if right == "accepts":
        return f"Your test rejects a right function, written {specimen.sentence.rstrip('.')}. {why}"
    more = f" {why}" if why else ""
    return f"Your test accepts a wrong function: {specimen.sentence}{more}"
