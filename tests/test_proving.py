"""What makes selfcheck quicker proves no less of what it runs."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from conftest import ROOT

from torchdojo.catalog import Collection
from torchdojo.catalog.checks import read_checks
from torchdojo.proving import sample as sampling
from torchdojo.proving.cases import Case, cases
from torchdojo.proving.running import grade_programs
from torchdojo.proving.sample import sample

COLLECTION = Collection(ROOT)
REDUCE = "01_tensors/08_reduce"


def _cases(id: str, *, thorough: bool = False) -> list[Case]:
    exercise = COLLECTION.exercises[id]
    names = frozenset(check.name for check in read_checks(exercise.graders))
    return cases(exercise, names, thorough=thorough)


def _said(scored: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**check, "seconds": 0} for check in scored["checks"]]


def test_what_is_recalled_is_what_would_be_asked() -> None:
    """Mistakes whose answers are recalled get the results and sentences of those asked anew."""
    recalled = [c.program for c in _cases(REDUCE) if c.program.recalled]
    assert len(recalled) == sum(c.kind == "mistake" for c in _cases(REDUCE))
    asked = [replace(one, label=f"{one.label}, asked", recalled=False) for one in recalled]
    found = grade_programs(COLLECTION, [*recalled, *asked], ("--seed", "1"))
    for one in recalled:
        assert _said(found[REDUCE, one.label]) == _said(found[REDUCE, f"{one.label}, asked"])


def test_a_thorough_run_recalls_nothing() -> None:
    """There, a mistake must answer alike in two players to be named."""
    assert not any(case.program.recalled for case in _cases(REDUCE, thorough=True))


def test_a_sample_holds_each_kind_and_changes_with_the_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is the same until a line of the engine changes; then others are drawn."""
    listed = _cases(REDUCE)
    first, again = list(sample(listed)), list(sample(listed))
    assert first == again
    assert {case.kind for case in first} == {case.kind for case in listed}
    drawn = Counter[str]()
    for engine in "abcdefghij":
        monkeypatch.setattr(sampling, "_engine", lambda engine=engine: engine)
        drawn.update(case.program.label for case in sample(listed))
    assert len(drawn) > 0.9 * len(listed)
    assert 0.2 < drawn.total() / (10 * len(listed)) < 0.5
