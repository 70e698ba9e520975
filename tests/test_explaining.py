"""Which recorded mistakes explain a program's failed checks: sets of checks, pairs, programs."""

from dataclasses import replace

from torchdojo.catalog import Variant
from torchdojo.catalog.joining import joined
from torchdojo.feedback.explaining import Evidence, said_of


def mistake(name: str, *loses: str, text: str = "", hangs: bool = False) -> Variant:
    """A recorded mistake in a function of this name."""
    return Variant("mistake", f"sentence of {name}", loses, hangs, False, text, 1, id=f"{name}-1")


def test_a_mistake_that_loses_a_passed_check_explains_nothing() -> None:
    """However well its answers fit in another one."""
    wide, narrow = mistake("wide", "a", "b"), mistake("narrow", "a")
    assert Evidence({"b"}, {"a": [wide, narrow]}).explaining("a") == [narrow]
    assert Evidence({"b"}, {"a": [wide]}).explaining("a") == []


def test_what_was_given_out_may_be_repaired_in_part() -> None:
    """Then some of its checks pass, and its other faults are still there."""
    given = replace(mistake("given", "a", "b"), starts=True)
    assert Evidence({"b"}, {"a": [given]}).explaining("a") == [given]


def test_a_check_that_was_not_reached_speaks_against_nobody() -> None:
    """It was neither passed nor failed."""
    wide = mistake("wide", "a", "b")
    assert Evidence(set(), {"a": [wide]}).explaining("a") == [wide]


def test_who_explains_all_failed_checks_comes_before_who_explains_some() -> None:
    """In each of them."""
    whole, part = mistake("whole", "a", "b"), mistake("part", "a")
    evidence = Evidence({"c"}, {"a": [part, whole], "b": [whole]})
    assert [evidence.explaining(check) for check in "ab"] == [[whole], [whole]]


def test_who_answers_otherwise_in_another_failed_check_comes_last() -> None:
    """It may be one of two mistakes that are made together, so it is not ruled out."""
    other, agreeing = mistake("other", "a", "b"), mistake("agreeing", "a")
    evidence = Evidence(set(), {"a": [other, agreeing], "b": []})
    assert evidence.explaining("a") == [agreeing]
    assert Evidence(set(), {"a": [other], "b": []}).explaining("a") == [other]
    assert Evidence(set(), {"a": [other], "b": []}).unexplained() == ["a", "b"]


def test_who_is_refuted_by_the_same_function_explains_nothing() -> None:
    """In another check it answers otherwise: the program is not this mistake."""
    other, fits = mistake("other", "a", "b"), {"a": [mistake("other", "a", "b")], "b": []}
    assert Evidence(set(), fits, {"a": "f", "b": "f"}).explaining("a") == []
    assert Evidence(set(), fits, {"a": "f", "b": "g"}).explaining("a") == [other]


def test_a_pair_loses_what_the_program_loses_and_no_more() -> None:
    """The pairs whose mistakes fit somewhere are tried first."""
    a, b, c = mistake("a", "1"), mistake("b", "2"), mistake("c", "2", "3")
    unlikely = mistake("d", "2")
    evidence = Evidence({"3"}, {"1": [a], "2": [b]})
    assert evidence.pairs([unlikely, a, b, c]) == [(a, b), (unlikely, a)]
    assert evidence.pairs([a, c, mistake("e", "2", hangs=True)]) == []


def test_no_more_than_two_sentences_are_said_and_none_twice() -> None:
    """Two ways to make one mistake are one mistake to a student."""
    one, other = mistake("f", "a"), mistake("g", "a")
    again = Variant("mistake", one.sentence, ("a",), False, False, "", 9, id="f-2")
    assert list(said_of([one, again, other, mistake("h", "a")])) == [one, other]


SOLUTION = '''
import math

class Scale:
    """Scales."""

    def __init__(self, by):
        self.by = by

    def forward(self, x):
        return x * self.by


def shift(x):
    return x + 1
'''


def over(was: str, becomes: str, name: str) -> Variant:
    """The solution with a mistake."""
    assert was in SOLUTION
    return mistake(name, "a", text=SOLUTION.replace(was, becomes))


def made(text: str) -> dict[str, object]:
    """What a module's text defines."""
    space: dict[str, object] = {}
    exec(text, space)
    return space


def test_mistakes_in_two_functions_are_made_together() -> None:
    """Each stays as it was recorded, with the imports that it needs."""
    one = over("x * self.by", "x - self.by", "Scale")
    text = SOLUTION.replace("import math", "import math\nimport cmath").replace("x + 1", "cmath.pi")
    both = joined(SOLUTION, one, mistake("shift", "b", text=text))
    assert both is not None and set(both.loses) == {"a", "b"}
    space = made(both.text)
    assert space["Scale"](2).forward(5) == 3 and 3 < space["shift"](0) < 4  # type: ignore[operator]


def test_mistakes_in_two_methods_of_a_class_are_made_together() -> None:
    """Those in the same method are not: which of them would it be?"""
    one = over("self.by = by", "self.by = -by", "Scale")
    two = over("x * self.by", "x - self.by", "Scale")
    both = joined(SOLUTION, one, two)
    assert both is not None and made(both.text)["Scale"](2).forward(5) == 7  # type: ignore[operator]
    assert joined(SOLUTION, two, over("x * self.by", "x / self.by", "Scale")) is None


def test_two_ways_to_write_a_function_cannot_be_made_together() -> None:
    """There is nothing to tell which lines of each belong to which mistake."""
    assert joined(SOLUTION, over("x + 1", "x", "shift"), over("x + 1", "1", "shift")) is None
