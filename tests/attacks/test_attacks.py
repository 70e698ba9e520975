"""The security proof: no attack of the corpus scores more than its code honestly earns."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from attacks.closed import beyond
from attacks.corpus import LEVELS, Attack, read_attacks, read_controls
from attacks.run import ROOT, Aftermath, run_corpus

from torchdojo.catalog import Collection

ATTACKS = [
    pytest.param(level, a, id=f"{level}-{a.label}")
    for level in LEVELS
    for a in read_attacks()
    if level in a.stops
]
CONTROLS = [
    pytest.param(level, c, id=f"{level}-{c.label}") for level in LEVELS for c in read_controls()
]


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Aftermath]:
    """What the whole corpus did at a level; run once."""
    done: dict[str, Aftermath] = {}

    def at(level: str) -> Aftermath:
        if level not in done:
            done[level] = run_corpus(level, tmp_path_factory.mktemp(level))
        return done[level]

    return at


def _run(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The checks of a result that were run: at weaker levels some are left out."""
    run = [check for check in result["checks"] if check["outcome"] != "not_run"]
    assert run
    return run


def _told(result: dict[str, Any]) -> str:
    lines = [f"{c['name']}: {c['outcome']}: {c['feedback']}" for c in result["checks"]]
    return "\n".join(lines)[:3000]


@pytest.mark.parametrize(("level", "attack"), ATTACKS)
def test_an_attack_earns_nothing(
    aftermath: Callable[[str], Aftermath], level: str, attack: Attack
) -> None:
    """It scores no more than the same code without it, is never the grader's fault, and its
    feedback stays short enough to be read.
    """
    result = aftermath(level).scored[attack.label]
    outcomes = {check["name"]: check["outcome"] for check in _run(result)}
    assert "grader_error" not in outcomes.values(), _told(result)
    if attack.loses is None:
        assert sum(check["score"] for check in _run(result)) <= attack.earns, _told(result)
    else:
        assert outcomes[attack.loses] == "forbidden", _told(result)
    assert max(len(check["feedback"]) for check in result["checks"]) < 4000
    assert not any("\x1b" in check["feedback"] for check in result["checks"])


@pytest.mark.parametrize(("level", "attack"), ATTACKS)
def test_of_hidden_checks_a_student_is_told_nothing_that_the_program_chose(
    aftermath: Callable[[str], Aftermath], level: str, attack: Attack
) -> None:
    """Every line is of a vocabulary that is written down, whatever the program says, spells,
    raises, prints or is called; and all that is kept can be written as text.
    """
    result = aftermath(level).scored[attack.label]
    json.dumps(result, ensure_ascii=False).encode()
    hidden = [check["told"] for check in _run(result) if not check["visible"]]
    assert [line for told in hidden for line in beyond(Collection(ROOT), told)] == []


@pytest.mark.parametrize(("level", "control"), CONTROLS)
def test_a_control_scores_exactly(
    aftermath: Callable[[str], Aftermath], level: str, control: Attack
) -> None:
    """Right, wrong and half right programs among the attacks score what they deserve, and each
    check of them ends at a weaker level as it does at the strongest.
    """
    strongest = aftermath(LEVELS[0]).scored[control.label]
    assert strongest["score"] == control.earns, _told(strongest)
    result = aftermath(level).scored[control.label]
    known = {check["name"]: check["outcome"] for check in strongest["checks"]}
    assert {c["name"]: c["outcome"] for c in _run(result)}.items() <= known.items()


@pytest.mark.parametrize("level", ["full", "confined"])
def test_nothing_is_left_behind(aftermath: Callable[[str], Aftermath], level: str) -> None:
    """After the corpus no attack's file is found outside, and nobody came to the servers."""
    assert aftermath(level).files == []
    assert aftermath(level).visitors == []


@pytest.mark.parametrize("level", LEVELS)
def test_no_process_outlives_the_run(aftermath: Callable[[str], Aftermath], level: str) -> None:
    """Processes that an attack detached from its player have ended with it."""
    assert aftermath(level).processes == []


def test_the_corpus_covers_what_it_should() -> None:
    """There are attacks of every category, several of each, each with its one-line description."""
    counts: dict[str, int] = {}
    for attack in read_attacks():
        counts[attack.category] = counts.get(attack.category, 0) + 1
        assert attack.what.endswith(".") and "\n" not in attack.what, attack.label
    assert sum(counts.values()) >= 100
    assert min(counts.values()) >= 3
