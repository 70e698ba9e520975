"""Examining a student's test: which of several functions, right and wrong, it accepts.

The test and the functions run in different players; calls and answers pass through here (see
`torchdojo.players.examining`). A test cannot look at what it judges, only call it. And it judges
each function in a player of its own, which has seen no other, and which is started when the one
before it has ended: two tests that run at the same time could tell each other what they see, by
locks on a file that both may read, or by the load that they make.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from torchdojo.catalog import read_alternatives, read_mistakes
from torchdojo.errors import GraderError
from torchdojo.feedback.wording import clean
from torchdojo.players import wire
from torchdojo.players.examining import key_of
from torchdojo.players.replies import Answer, Judged, Malformed, Raised, Returned, TimedOut
from torchdojo.referee.actors import Student
from torchdojo.referee.asking import Actor, Question, Waiting
from torchdojo.referee.draw import Draw
from torchdojo.referee.pool import Pool
from torchdojo.referee.probes import Probe, probe_source
from torchdojo.referee.programs import own_code
from torchdojo.referee.stage import Stage
from torchdojo.referee.verdict import Outcome, Verdict

MOST_CALLS = 60
_TIMES = 4
"""How often a test judges each function: whoever guesses anew each time is hardly ever lucky."""
_SHOWN = 3
_SECONDS = 10.0
Known = dict[str, bytes]
"""The answers of a function by the keys of the calls; nobody here unpacks them."""


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


def sit(module: Any, test: str, name: str, known: dict[str, bytes], times: int) -> Any:
    """Runs TEST on a stand-in that knows some answers"""
    from torchdojo.players.examining import examine

    return examine(getattr(module, test), name, known, times)


def answer_calls(module: Any, number: int, calls: list[bytes]) -> Any:
    """Calls a function that stand-ins stand for"""
    from torchdojo.players.examining import answer

    return [answer(module.FUNCTIONS[number], call) for call in calls]


@dataclass(frozen=True)
class Paper:
    """What a player says of one run of the test."""

    accepts: bool = False
    why: str = ""
    asks: bytes | None = None
    """A call that has to be answered before the test can go on."""


@dataclass(frozen=True)
class Examination(Question):
    """A question that is asked in rounds, until the test has judged every function."""

    functions: str = ""
    """The program that holds them: its list is called ``FUNCTIONS``."""
    groups: tuple[tuple[int, ...], ...] = ()
    """For each player that judges, the places in that list of what it is given, one after the
    other; a place that is there several times is judged as often."""

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
            "from torchdojo.players.examining import implementation\n"
            f"FUNCTIONS = [implementation(*given) for given in {given!r}]\n"
        )
        words, asked = f"{test}({name})", (probe_source(sit), sit.__name__)
        args = (test, name, dict[str, bytes](), 1)
        once = tuple(map(tuple, groups))
        return cls(*asked, args, words, "What ran", about=test, functions=text, groups=once)

    def identity(self, seed: int) -> bytes:
        """What the answer depends on: the functions too, which no player is told of."""
        return self.frame(seed) + f"{self.groups} {self.functions}".encode()

    def posed(self, actor: Actor) -> Waiting:
        """Ask in rounds; the function returned waits for the end of the last one."""
        least = actor.setting.limits.capped(_SECONDS)
        return lambda seconds=None: self._held(actor, _Budget(max(least, seconds or 0.0)))

    def _held(self, actor: Actor, budget: "_Budget") -> Answer:
        others = Actor(actor.pool, own_code(self.functions, "functions.py"), actor.setting, 0)
        fresh, alone = Pool(actor.pool.troupe, 0), replace(actor.setting, talks=False)
        seen: list[Paper] = []
        known: list[Known] = [{} for _ in range(1 + max(map(max, self.groups)))]
        try:
            for groups in self._judges(apart=actor.once):
                judge = Actor(fresh, actor.code, alone, actor.seed)
                try:
                    for place, times in (run for group in groups for run in _runs_of(group)):
                        sitting = _Sitting(self, judge, others, place, known[place], budget)
                        seen += sitting.held(times)
                finally:
                    judge.end()
                    if self.groups[0] in groups:
                        actor.heard(judge)
        except _Ended as ended:
            return ended.reply
        except wire.NotData:
            return Malformed("your test calls the function with more data than can be passed on")
        finally:
            others.close(keep=True)
        return _marked(seen, known)

    def _judges(self, *, apart: bool) -> Iterator[tuple[tuple[int, ...], ...]]:
        """What each player judges: a test of ours, which remembers nothing, needs only one."""
        yield from ((group,) for group in self.groups) if apart else [self.groups]

    def request(self, known: Known, times: int, seed: int) -> bytes:
        """The question to a judge, which has to run the test up to so many `times`."""
        test, name, *_ = self.args
        return Question(self.source, self.probe, (test, name, known, times), self.words).frame(seed)


def _runs_of(group: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each place of a group with how often it comes, in the order in which it first comes."""
    for place in dict.fromkeys(group):
        yield place, group.count(place)


@dataclass
class _Budget:
    """Seconds that are left to a test, of its own time, for all its runs together."""

    left: float


class _Ended(Exception):
    """The examination is over before every function was judged."""

    def __init__(self, reply: Answer) -> None:
        self.reply = reply


@dataclass(frozen=True)
class _Sitting:
    """One function, judged in one player."""

    examination: Examination
    judge: Actor
    others: Actor
    place: int
    known: Known
    budget: _Budget

    def held(self, times: int) -> list[Paper]:
        """What the test says in each of so many runs; raises `_Ended`."""
        for _ in range(MOST_CALLS):
            seen = self._papers(times)
            calls = [paper.asks for paper in seen if paper.asks is not None]
            if not calls:
                return seen
            self._answer(calls)
        raise _Ended(
            Malformed(
                f"your test calls the function more than {MOST_CALLS} times, or with other "
                "numbers each time that it runs"
            )
        )

    def _papers(self, times: int) -> list[Paper]:
        request = self.examination.request(self.known, times, self.judge.seed)
        reply = self.judge.exchange(request)(max(0.0, self.budget.left))
        self.budget.left -= self.judge.took or 0.0
        if not isinstance(reply, Returned):
            raise _Ended(reply)
        read = papers(reply.value)
        if read is None or (len(read) != times and read[-1].asks is None):
            raise _Ended(Malformed("it is no account of a test"))
        return read

    def _answer(self, calls: list[bytes]) -> None:
        """Have the function called as the test calls it."""
        reply = self.others.ask(Question.of_probe(answer_calls, (self.place, calls)))
        self.budget.left -= self.others.took or 0.0  # it is the test that chose the calls
        if isinstance(reply, Raised | TimedOut) and reply.loading:
            raise GraderError(f"a function to be judged cannot be loaded: {reply}")
        value = reply.value if isinstance(reply, Returned) else None
        answered = isinstance(value, list) and all(type(one) is bytes for one in value)
        if not isinstance(value, list) or not answered or len(value) != len(calls):
            raise _Ended(Malformed("a function could not be called as your test calls it"))
        self.known.update(zip(map(key_of, calls), value, strict=True))


def papers(value: object) -> list[Paper] | None:
    """What the player says of each run of the test, if it is put as it should be."""
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_CALLS:
        return None
    read = [paper for one in value if (paper := _paper(one)) is not None]
    return read if len(read) == len(value) else None


def _paper(told: object) -> Paper | None:
    match told:
        case {"outcome": "asks", "call": bytes(call), **rest} if not rest:
            return Paper(asks=call)
        case {"outcome": "accepts" | "rejects" as outcome, "why": str(why), **rest} if not rest:
            return Paper(accepts=outcome == "accepts", why=clean(why))
    return None


def _marked(papers: Sequence[Paper], known: Sequence[Known]) -> Judged:
    keys = sorted(key for answers in known for key in answers)
    return Judged(
        accepted=tuple(paper.accepts for paper in papers),
        whys=tuple(paper.why for paper in papers),
        calls=tuple(len(answers) for answers in known),
        fingerprint=key_of("".join(keys).encode()),
    )


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

        Those that lose one in `keeping` are left out, and those that no test has to reject.
        """
        exercise = self.stage.collection.exercises[id]
        every = read_mistakes(exercise.graders, exercise.source.text)
        found = [
            Specimen(_runs(m.text), "", m.sentence)
            for m in every
            if set(losing) <= set(m.loses) and not set(keeping) & set(m.loses)
            if m.judged and not m.hangs
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
        judged = self.student.answer(question)
        if not isinstance(judged, Judged):
            raise GraderError(f"{question.words} was not judged")
        order = [
            place for group in groups for place, times in _runs_of(group) for _ in range(times)
        ]
        wrong, told = dict[str, None](), dict[str, None]()
        for place, got, why in sorted(zip(order, judged.accepted, judged.whys, strict=True)):
            if got != (place < len(accepts)):
                fault = _fault(specimens[place], accepted=got)
                wrong[f"{fault} {why}".strip()] = told[fault] = None
        if wrong:
            lines = [*_first_few(list(wrong)), question.line]
            raise Verdict(Outcome.FAILED, lines, told=list(told)[:1], stated=True)
        if (most := max(judged.calls)) > at_most:
            words = f"Your test calls `{name}` {{}}; at most {at_most} are allowed."
            lines = [words.format(f"{most} times"), question.line]
            raise Verdict(Outcome.FAILED, lines, told=[words.format("too often")], stated=True)

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
    return own_code(text, "function.py").cells[0][1]


def _fault(specimen: Specimen, *, accepted: bool) -> str:
    if accepted:
        return f"Your test accepts a wrong function: {specimen.sentence}"
    return f"Your test rejects a right function, written {specimen.sentence.rstrip('.')}."


def _first_few(lines: list[str]) -> list[str]:
    more = [f"And {len(lines) - _SHOWN} more."] if len(lines) > _SHOWN else []
    return [*lines[:_SHOWN], *more]
