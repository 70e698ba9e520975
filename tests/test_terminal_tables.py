"""Tables that commands print: a name that is cut can neither be read nor searched for."""

import pytest
from conftest import ROOT

from torchdojo.catalog import Collection
from torchdojo.classroom.board import Board
from torchdojo.cli.class_summary import show_class
from torchdojo.cli.summary import show_summaries
from torchdojo.proving.selfcheck import Summary

EXERCISES = list(Collection(ROOT).exercises.values())


@pytest.mark.parametrize("columns", ["60", "200"])
def test_no_name_is_cut(
    columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whether lines are shorter than the table or longer: ids, heads and numbers are whole."""
    monkeypatch.setenv("COLUMNS", columns)
    show_class(Board([], EXERCISES, []))
    show_summaries([Summary(exercise.id) for exercise in EXERCISES])
    of_class, of_proof = capsys.readouterr().out.split("exercise ")[1:]
    for shown, head in ((of_class, "not started"), (of_proof, "degenerate")):
        assert head in shown.splitlines()[0]
        assert [line.split()[0] for line in shown.splitlines()[1:74]] == [e.id for e in EXERCISES]
